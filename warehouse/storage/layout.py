"""This file names everything below a warehouse, be it a folder or at a URL; no other module spells a path."""

import re
from pathlib import Path
from typing import NamedTuple

from warehouse.storage.object_store import Objects
from warehouse.storage.staging import Staged, StagedObject

_GENERATION = re.compile(r"warehouse-(\d{6,})(?:-[0-9a-f]{12})?\.duckdb")


class Layout(NamedTuple):
    """The names below one warehouse.

    A warehouse at a URL has a folder on this machine too, for its state. Parts, generations and
    copies of rejected files lie at the URL under the names that they would have below that folder.
    """

    # The warehouse folder, or the folder of the state of a warehouse at a URL.
    root: Path
    url: str | None = None
    # Where workers that share no folder leave their slices; null for staging.
    slices_url: str | None = None

    @property
    def objects(self) -> Objects | None:
        """The prefix of a warehouse at a URL; null for a folder."""
        return Objects(self.url) if self.url else None

    @property
    def name(self) -> str:
        """The warehouse as people know it: its folder, or its URL without the query."""
        return str(self.objects or self.root)

    def key(self, path: Path) -> str:
        """The name of a path below the root: in the manifest, and at a URL."""
        return str(path.relative_to(self.root))

    @property
    def published(self) -> Path:
        """The link analysts open; it points at the newest generation. Of a warehouse at a URL: the newest fetched."""
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
        """The folders that links in `parquet` lead to once a table was compacted, and those they led to before."""
        return self.root / "compacted"

    @property
    def quarantine(self) -> Path:
        """Copies of rejected raw files, named by their hash."""
        return self.root / "quarantine"

    @property
    def state(self) -> Path:
        """What only the pipeline opens; never at a URL, for DuckDB cannot write there."""
        return self.root if self.url else self.root / "state"

    @property
    def work_database(self) -> Path:
        """The pipeline's own database: the ledger and the commit."""
        return self.state / "work.duckdb"

    @property
    def staging(self) -> Path:
        """Unfinished work, a folder a run; on the filesystem of `parquet`, so that a rename publishes."""
        return self.state / "staging"

    @property
    def spill(self) -> Path:
        """Where DuckDB spills what does not fit in memory."""
        return self.state / "spill"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.state / "lock"

    def generation(self, number: int) -> Path:
        """The file of one published generation."""
        return self.versions / f"warehouse-{number:06}.duckdb"

    @staticmethod
    def number_of(generation: Path) -> int | None:
        """The number in the name of a generation; null for the name of something else.

        >>> Layout.number_of(Path("warehouse-000042.duckdb")), Layout.number_of(Path("notes.duckdb"))
        (42, None)
        """
        match = _GENERATION.fullmatch(generation.name)
        return int(match[1]) if match else None

    def generations(self) -> dict[int, Path]:
        """Every generation on disk by number, oldest first."""
        names = [(self.number_of(path), path) for path in self.versions.glob("*")]
        return dict(sorted((number, path) for number, path in names if number is not None))

    def published_generation(self) -> int | None:
        """The number readers see now; null before the first publication."""
        if not self.published.is_symlink() or not self.published.exists():
            return None
        return self.number_of(self.published.readlink())

    def part(self, table: str, name: str) -> Path:
        """A part in its published place."""
        return self.shown(table) / f"{name}.parquet"

    def shown(self, table: str) -> Path:
        """The folder of a table as readers name it; a link once it was compacted."""
        return self.parquet / table

    def compacted_folder(self, table: str, name: str) -> Path:
        """The folder that shows a table since a compaction, named by the first part that one made."""
        return self.compacted / table / name

    def staged_part(self, run_id: str, table: str, name: str) -> Path:
        """The same part before its commit."""
        return self.staging / run_id / "parts" / table / f"{name}.parquet"

    def slices(self, run_id: str) -> Staged:
        """Where the workers of a run leave their slices."""
        remote = self.remote_slices()
        return remote / run_id if remote else self.staging / run_id / "slices"

    def remote_slices(self) -> StagedObject | None:
        """Where the slices of all runs of this warehouse are, if that is at a URL; other warehouses may be beside."""
        if self.slices_url is None:
            return None
        return StagedObject(Objects(self.slices_url)) / self.name.partition("://")[2].replace(
            "/", "--"
        )
