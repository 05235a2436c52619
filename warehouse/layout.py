"""This file names everything below a warehouse folder; no other module spells a path."""

import re
from pathlib import Path
from typing import NamedTuple

_GENERATION = re.compile(r"warehouse-(\d{6,})\.duckdb")


class Layout(NamedTuple):
    """The names below one warehouse folder."""

    root: Path

    @property
    def published(self) -> Path:
        """The link analysts open; it points at the newest generation."""
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
        """What only the pipeline opens."""
        return self.root / "state"

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

    def generations(self) -> dict[int, Path]:
        """Every generation on disk by number, oldest first."""
        names = [(match, path) for path in self.versions.glob("*") if (match := _GENERATION.fullmatch(path.name))]
        return dict(sorted((int(match[1]), path) for match, path in names))

    def published_generation(self) -> int | None:
        """The number readers see now; null before the first publication."""
        if not self.published.is_symlink() or not self.published.exists():
            return None
        match = _GENERATION.fullmatch(self.published.readlink().name)
        return int(match[1]) if match else None

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

    def slices(self, run_id: str) -> Path:
        """Where the workers of a run leave their slices."""
        return self.staging / run_id / "slices"
