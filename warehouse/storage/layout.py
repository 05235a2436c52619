"""Names of everything below a warehouse, in a folder or at a URL; no other module spells a path."""

import re
from pathlib import Path
from typing import NamedTuple

from warehouse.storage.files import head_hash_of

# What `Store.find` takes: all parts, generations, and copies of rejected raw files.
PARTS = "parquet/*/*.parquet"
GENERATIONS = "versions/*"
COPIES = "quarantine/*/*"

_GENERATION = re.compile(r"warehouse-(\d{6,})(?:-[0-9a-f]{12})?\.duckdb")


class Layout(NamedTuple):
    """The names below one warehouse.

    A warehouse at a URL has a folder on this machine too, for its state. Parts, generations and
    copies of rejected files lie at the URL under the names that they would have below that folder.
    """

    # The warehouse folder, or the folder of the state of a warehouse at a URL.
    root: Path
    # The folder of the state below the root; empty where the root is that folder.
    state_name: str = "state"

    def key(self, path: Path) -> str:
        """Return the name of a path below the root: in the manifest, and at a URL."""
        return str(path.relative_to(self.root))

    @property
    def published(self) -> Path:
        """The link analysts open: to the newest generation, or to the newest fetched from a URL."""
        return self.root / "warehouse.duckdb"

    @property
    def versions(self) -> Path:
        """The folder of the published generations."""
        return self.root / "versions"

    @property
    def parquet(self) -> Path:
        """The folder BI tools read; one folder of parts per table."""
        return self.root / "parquet"

    @property
    def compacted(self) -> Path:
        """The folders of compacted tables: links in `parquet` lead there, or led there before."""
        return self.root / "compacted"

    @property
    def quarantine(self) -> Path:
        """The folder of the copies of rejected raw files."""
        return self.root / "quarantine"

    def rejected(self, file_hash: str) -> Path:
        """Return the path of the copy of a rejected raw file."""
        return self.quarantine / file_hash[:2] / file_hash

    @property
    def state(self) -> Path:
        """What only the pipeline opens; never at a URL, for DuckDB cannot write there."""
        return self.root / self.state_name

    @property
    def work_database(self) -> Path:
        """The pipeline's own database: the ledger and the commit."""
        return self.state / "work.duckdb"

    @property
    def staging(self) -> Path:
        """Unfinished work; on the filesystem of `parquet`, so that a rename publishes."""
        return self.state / "staging"

    @property
    def seals(self) -> Path:
        """What each generation was when it was published (`warehouse.storage.seals`)."""
        return self.state / "seals.json"

    @property
    def check_results(self) -> Path:
        """The record of what checks found; at a URL, of those of this machine."""
        return self.root / "check_results.parquet"

    @property
    def report(self) -> Path:
        """The report that a flow run writes; at a URL, on this machine."""
        return self.root / "report.html"

    @property
    def check_results_lock(self) -> Path:
        """Held by who adds to that record, for some milliseconds."""
        return self.state / "check_results.lock"

    @property
    def check_results_partial(self) -> Path:
        """That record while it is written; what a killed command left is overwritten."""
        return self.state / "check_results.partial"

    @property
    def spill(self) -> Path:
        """Where DuckDB spills what does not fit in memory."""
        return self.state / "spill"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.state / "lock"

    def generation(self, number: int) -> Path:
        """Return the file of one published generation."""
        return self.versions / f"warehouse-{number:06}.duckdb"

    @staticmethod
    def log_of(database: Path) -> Path:
        """Return DuckDB's log of a database file; it exists while changes are not in the file."""
        return database.with_name(f"{database.name}.wal")

    @staticmethod
    def number_of(generation: Path) -> int | None:
        """Return the number in the name of a generation; null for another name.

        >>> Layout.number_of(Path("warehouse-000042.duckdb"))
        42
        >>> Layout.number_of(Path("notes.duckdb"))
        """
        match = _GENERATION.fullmatch(generation.name)
        return int(match[1]) if match else None

    def generations(self) -> dict[int, Path]:
        """Return every generation on this machine by its number, oldest first."""
        names = [(self.number_of(path), path) for path in self.versions.glob("*")]
        return dict(sorted((number, path) for number, path in names if number is not None))

    def published_generation(self) -> int | None:
        """Return the number that `published` leads to; null before the first publication.

        In a warehouse that was copied by what follows links, `published` is a file with what is in
        a generation.
        """
        if self.published.is_symlink():
            return self.number_of(self.published.readlink()) if self.published.exists() else None
        generations = self.generations() if self.published.is_file() else {}
        copied = head_hash_of(self.published) if generations else ""
        same = (number for number, path in generations.items() if head_hash_of(path) == copied)
        return max(same, default=None)

    def part(self, table: str, name: str) -> Path:
        """Return the path of a part where readers see it."""
        return self.shown(table) / f"{name}.parquet"

    def shown(self, table: str) -> Path:
        """Return the folder of a table as readers name it; a link once it was compacted."""
        return self.parquet / table

    def compacted_folder(self, table: str, name: str) -> Path:
        """Return the folder of a compacted table, named by the first part that compaction made."""
        return self.compacted / table / name

    def rewritten_part(self, run_id: str, table: str, name: str) -> Path:
        """Return the path of a part that will take the place of one of the same name."""
        return self.staging / run_id / "rewritten" / table / f"{name}.parquet"

    def staged_part(self, run_id: str, table: str, name: str) -> Path:
        """Return the path of a part before its commit."""
        return self.staging / run_id / "parts" / table / f"{name}.parquet"
