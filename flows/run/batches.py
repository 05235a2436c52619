"""Values that the steps of a run pass on: batches in each state, and the summary."""

from typing import NamedTuple

import pyarrow as pa

from warehouse.storage.staging import Staged


class Batch(NamedTuple):
    """Files to be read and committed together; their table is staged, for a million of them is 80 MB."""

    number: int
    file_count: int
    files: Staged


class ScanResult(NamedTuple):
    """What a look at the landing zone found."""

    seen_count: int
    batches: tuple[Batch, ...]
    gone: pa.Table
    unlisted_folders: tuple[str, ...]
    links_left_out: int
    names_left_out: int


class ExtractedBatch(NamedTuple):
    """A batch whose files were read: one staged table of extracts a slice."""

    number: int
    slices: tuple[Staged, ...]


class DecidedBatch(NamedTuple):
    """A batch about which the ledger was asked."""

    number: int
    slices: tuple[Staged, ...]
    decisions: pa.Table


class DescribedBatch(NamedTuple):
    """A batch whose new texts were described: one staged table of documents a slice that had any."""

    number: int
    decisions: pa.Table
    documents: tuple[Staged, ...]


class Summary(NamedTuple):
    """What a run did; the object that `ingest --json` prints."""

    run_id: str
    seen: int
    unchanged: int
    new_documents: int
    duplicates: int
    rejected: int
    removed: int
    seconds: float
    redescribed: int
    near_duplicates: int
    names_left_out: int
    links_left_out: int
    unlisted_folders: int
