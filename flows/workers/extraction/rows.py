"""Rows of extracts, one a file or member, as a worker leaves them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa

from flows.workers.extract_job import ExtractJob
from flows.workers.limits import within
from flows.workers.slices import together_or_alone
from transforms.extract import Extract, hash_pages
from transforms.failures import Failure, Guard
from transforms.html import Page, read_page
from transforms.page.declared_metadata import read_declared_metadata
from transforms.reject_reasons import RejectReason
from transforms.schemas import EXTRACTS
from transforms.text.hashing import file_hash
from transforms.version import PIPELINE_VERSION
from warehouse.landing import quarantine
from warehouse.landing.raw_files import Reading, raw_path, to_files
from warehouse.storage.staging import ExtractedSlice

# Of `EXTRACTS`, by name.
Row = dict[str, Any]

_EXTRACT_COLUMNS = EXTRACTS.schema.names


def without_file(job: ExtractJob, reason: str) -> list[ExtractedSlice]:
    """Reject the one file of a job, unread; keep its bytes."""
    [file] = to_files(job.files)
    row = new_row(file.source_path, Reading(None, file.size_bytes, file.modified_ns))
    given_up = _with_hashes([_failed(job, row, reason)])
    return [ExtractedSlice(job.target.write_table(given_up), 1, 1, 0)]


class Extracts:
    """The rows of a job, written as one table, or as several where archives bring many."""

    def __init__(self, job: ExtractJob) -> None:
        """Begin with none."""
        self._job = job
        self._rows: list[Row] = []
        self._chars = 0
        self._slices: list[ExtractedSlice] = []
        # Slices, and rows after them, before the archive that is being read.
        self._before = (0, 0)

    def add(self, row: Row) -> None:
        """Add the row of a file."""
        self._rows.append(row)

    def add_unpacked(self, row: Row) -> None:
        """Add a row of a packed file, and write what is enough for a slice."""
        self._rows.append(row)
        self._chars += len(row["text"] or "")
        packing = self._job.packing
        if len(self._rows) < packing.slice_files and self._chars < packing.slice_bytes:
            return
        _, rows_before = self._before
        if rows_before:
            self._write(self._rows[:rows_before])
            self._before = (len(self._slices), 0)
        self._write(self._rows[rows_before:])
        self._rows = []

    def begin_archive(self) -> None:
        """Remember where the rows of an archive begin."""
        self._before = (len(self._slices), len(self._rows))

    def take_back(self) -> None:
        """Forget the rows of the archive that is being read: it changed meanwhile."""
        slices, rows = self._before
        del self._slices[slices:], self._rows[rows:]

    def end_archive(self) -> None:
        """Keep what the archive brought."""
        self._before = (len(self._slices), 0)

    def written(self) -> list[ExtractedSlice]:
        """Write the rest, and return what was written, in order."""
        if self._rows or not self._slices:
            self._write(self._rows)
        return self._slices

    def _write(self, rows: Sequence[Row]) -> None:
        job, number = self._job, len(self._slices)
        name = f"{number:05}-{job.target.name}" if number else job.target.name
        table = together_or_alone(rows, _with_hashes, partial(_with_hash, job), job.limits)
        files = sum(row["member_path"] is None for row in rows)
        chars = sum(len(row["text"] or "") for row in rows)
        written = job.target.with_name(name).write_table(table)
        self._slices.append(ExtractedSlice(written, len(rows), files, chars))
        self._chars = 0


def new_row(source_path: str, reading: Reading, member_path: str | None = None) -> Row:
    """Return the row of a file or member before anything is known of its text."""
    return {
        **dict.fromkeys(_EXTRACT_COLUMNS),
        "source_path": source_path,
        "member_path": member_path,
        "size_bytes": reading.size_bytes,
        "modified_ns": reading.modified_ns,
        "reject_reason": reading.reject_reason,
        "reject_detail": reading.reject_detail,
    }


class Arrived(NamedTuple):
    """The bytes of a text, and what was declared beside them."""

    payload: bytes
    sidecar: bytes | None = None
    # What the record around the text declares, and the bytes of that record.
    record: Mapping[str, object] | None = None
    raw: bytes | None = None
    is_html: bool = False
    # The path is that of a file.
    is_file: bool = True


def extracted(job: ExtractJob, row: Row, arrived: Arrived) -> Row:
    """Return the row of a file whose bytes were read, still without the hash of its text."""
    guard = Guard()
    path = "/".join(filter(None, (row["source_path"], row["member_path"])))
    no_page: Page | None = None
    no_metadata: str | None = None
    name = path if arrived.is_file else ""
    with within(job.limits):
        page = guard.ask(
            "text", lambda: read_page(arrived.payload, name, is_known=arrived.is_html), no_page
        )
        found = page.extract if page else None
        if page and page.extract.text is not None:
            records = {"record": arrived.record, "html": page.declared}
            row["attributes"] = guard.ask(
                "declared",
                lambda: read_declared_metadata(path, arrived.sidecar, records),
                no_metadata,
            )
    row["failures"] = [failure._asdict() for failure in guard.failures]
    found = found or _failed_extract(arrived.payload, failure_detail(guard.failures[0]))
    raw = arrived.payload if arrived.raw is None else arrived.raw
    if arrived.raw is not None:
        found = found._replace(file_hash=file_hash(raw))
    if found.reject_reason:
        keep_payload(job, raw, found.file_hash)
    return row | found._asdict()


def keep_payload(job: ExtractJob, payload: bytes, file_hash: str) -> None:
    """Keep the bytes of a rejected file or member."""
    quarantine.keep_payload(job.store, job.target.scratch, payload, file_hash)


def keep_file(job: ExtractJob, path: bytes) -> str | None:
    """Keep the bytes of a rejected file that is not in memory; return their hash."""
    return quarantine.keep_large_file(job.store, job.target.scratch, job.landing_zone, path)


def failure_detail(failure: Failure) -> str:
    """Return a failure in words, for the row of a rejected file."""
    return f"{failure.exception} ({failure.location}); pipeline version {PIPELINE_VERSION}"


def _with_hashes(rows: Sequence[Row]) -> pa.Table:
    """Return rows as a table, with the hashes of their texts."""
    hashes = iter(hash_pages([row["text"] for row in rows if row["text"] is not None]))
    hashed = [row if row["text"] is None else row | {"content_hash": next(hashes)} for row in rows]
    return pa.Table.from_pylist(hashed, EXTRACTS.schema)


def _with_hash(job: ExtractJob, row: Row) -> pa.Table:
    """Return the table of one row; where its text cannot be hashed, that of a rejected file."""
    guard = Guard()
    no_rows: pa.Table | None = None
    with within(job.limits):
        hashed = guard.ask("text", lambda: _with_hashes([row]), no_rows)
    if hashed is None:
        return _with_hashes([_failed(job, row, failure_detail(guard.failures[0]))])
    return hashed


def _failed(job: ExtractJob, row: Row, detail: str) -> Row:
    """Return the row of a file that is rejected without its payload at hand; keep its bytes.

    Of a member they are in the archive.
    """
    path, member_path = str(row["source_path"]), row["member_path"]
    reading = Reading(None, row["size_bytes"], row["modified_ns"], RejectReason.FAILED, detail)
    failed = new_row(path, reading, member_path)
    return failed if member_path else failed | {"file_hash": keep_file(job, raw_path(path))}


def _failed_extract(payload: bytes, detail: str) -> Extract:
    return Extract(file_hash(payload), reject_reason=RejectReason.FAILED, reject_detail=detail)
