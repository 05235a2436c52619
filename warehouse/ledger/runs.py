"""A run of the pipeline: its name, its moment, and its counts."""

from datetime import UTC, datetime
from typing import NamedTuple


class Run(NamedTuple):
    """One run of the pipeline over one landing zone."""

    run_id: str
    started_at: datetime
    # Null for a run that reads no files.
    landing_zone: str | None
    flow_run_id: str | None = None


class Counts(NamedTuple):
    """Outcomes of the raw files of a batch or a run, counted."""

    unchanged: int = 0
    new_documents: int = 0
    duplicates: int = 0
    rejected: int = 0
    read_bytes: int = 0
    redescribed: int = 0
    near_duplicates: int = 0
    # Parts, not files: a run that changes the manifest has a row in `runs`.
    compacted: int = 0
    # Files and documents on which the program itself failed.
    failed: int = 0
    # Files that have another text than before: new documents, duplicates or rejected.
    edited: int = 0
    # Archives that were read, and their members, which have the outcomes.
    archives: int = 0
    members: int = 0
    # Members that an archive does not have any more.
    members_gone: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Return the sum, count by count.

        >>> Counts(unchanged=1).plus(Counts(unchanged=2, rejected=1)).unchanged
        3
        """
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def run_id(started_at: datetime, entropy: bytes) -> str:
    r"""Return a name for a run that sorts by time and never comes twice.

    >>> run_id(datetime(2026, 3, 7, 6, 17, 0, 123000, UTC), b"\x3f\x9a\x1c")
    '20260307T061700-123000Z-3f9a1c'
    """
    return f"{started_at.astimezone(UTC):%Y%m%dT%H%M%S-%fZ}-{entropy.hex()}"
