"""Values that steps pass on: batches in each state, and the summary."""

from typing import NamedTuple

import pyarrow as pa

from warehouse.ledger.runs import Counts
from warehouse.storage.staging import ExtractedSlice, Staged


class Batch(NamedTuple):
    """Files to read and commit together; their table is staged: a million of them take 80 MB."""

    number: int
    file_count: int
    files: Staged


class ScanResult(NamedTuple):
    """Result of a scan of the landing zone."""

    seen_count: int
    batches: tuple[Batch, ...]
    gone: pa.Table
    unlisted_folders: tuple[str, ...]
    links_left_out: int
    names_left_out: int
    ignored_left_out: int
    young_left_out: int
    endings_left_out: tuple[tuple[str, int], ...]


class ExtractedBatch(NamedTuple):
    """A batch whose files were read, with one staged table of extracts per slice.

    Archives bring more rows than a batch may have: then it is one of several that are cut from what
    was read together.
    """

    number: int
    slices: tuple[ExtractedSlice, ...]
    # What to clear after the commit: with the last of several, what was read.
    to_clear: Staged | None = None


class DecidedBatch(NamedTuple):
    """A batch with the decision of the ledger on each extract."""

    number: int
    slices: tuple[ExtractedSlice, ...]
    decisions: pa.Table
    # Members that archives of the batch do not have any more.
    gone: pa.Table
    to_clear: Staged | None = None


class DescribedBatch(NamedTuple):
    """A batch with its new documents: one staged table per slice that has any."""

    number: int
    decisions: pa.Table
    documents: tuple[Staged, ...]
    gone: pa.Table
    to_clear: Staged | None = None


class Summary(NamedTuple):
    """Counts and duration of a run; `ingest --json` prints them."""

    run_id: str
    # Raw files.
    seen: int
    unchanged: int
    new_documents: int
    duplicates: int
    rejected: int
    # Files that have another text than before.
    edited: int
    removed: int
    seconds: float
    redescribed: int
    near_duplicates: int
    # Archives that were read, and their members, each of which has an outcome.
    archives: int
    members: int
    names_left_out: int
    ignored_left_out: int
    young_left_out: int
    links_left_out: int
    # The most frequent endings of the files whose name no pattern matches.
    endings_left_out: dict[str, int]
    unlisted_folders: int
    # Files and documents on which the program itself failed, and the first of them, with the
    # exception of each.
    failed: int
    first_failed: tuple[str, ...]
    # Checks of the user's own that did not pass, each with its status: warn, fail or error.
    broken_checks: dict[str, str]

    @property
    def counts(self) -> Counts:
        """The outcomes of the files."""
        return Counts(
            self.unchanged,
            self.new_documents,
            self.duplicates,
            self.rejected,
            failed=self.failed,
            edited=self.edited,
        )
