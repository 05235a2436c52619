"""Read and extract the files of a slice, in a worker."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import pyarrow as pa

from flows.workers.extract_job import ExtractJob
from flows.workers.limits import within
from flows.workers.slices import together_or_alone
from transforms.extract import Extract, hash_pages, read_payload
from transforms.failures import Failure, Guard
from transforms.page.declared_metadata import MAX_SIDECAR_BYTES, read_declared_metadata
from transforms.reject_reasons import RejectReason
from transforms.schemas import EXTRACTS
from transforms.text.hashing import file_hash
from transforms.version import PIPELINE_VERSION
from warehouse.landing import quarantine
from warehouse.landing.raw_files import RawFile, Reading, raw_path, to_files
from warehouse.storage.staging import Staged

# Of `EXTRACTS`, by name.
Row = dict[str, Any]

# Files. To read one and extract it, in turns, takes a tenth longer: caches of the core go cold.
_READ_AT_ONCE = 32

_EXTRACT_COLUMNS = EXTRACTS.schema.names


class _Arrived(NamedTuple):
    """A file as it was read, and its sidecar."""

    reading: Reading
    sidecar: bytes | None


def without_file(job: ExtractJob, reason: str) -> Staged:
    """Reject the one file of a job, unread; keep its bytes."""
    [file] = to_files(job.files)
    row = _row(file, Reading(None, file.size_bytes, file.modified_ns))
    return job.target.write_table(_with_hashes([_failed(job, row, reason)]))


def extract_slice(job: ExtractJob) -> Staged:
    """Read and extract the files of a slice; keep copies of the rejected ones."""
    files = to_files(job.files)
    arrived = zip(files, job.landing_zone.ask_each(partial(_read, job), files), strict=True)
    rows: list[Row] = []
    while some := list(islice(arrived, _READ_AT_ONCE)):
        rows += [_extract(job, file, *each) for file, each in some]
    alone = partial(_with_hash, job)
    return job.target.write_table(together_or_alone(rows, _with_hashes, alone, job.limits))


def _read(job: ExtractJob, file: RawFile) -> _Arrived:
    reading = job.landing_zone.read_file(file, job.max_file_bytes)
    if reading.payload is None:
        return _Arrived(reading, None)
    return _Arrived(reading, job.landing_zone.read_sidecar(file.raw_path, MAX_SIDECAR_BYTES))


def _extract(job: ExtractJob, file: RawFile, reading: Reading, sidecar: bytes | None) -> Row:
    """Return the row of a file, still without the hash of its text."""
    row = _row(file, reading)
    if reading.payload is None:
        if reading.reject_reason is RejectReason.TOO_LARGE:
            row["file_hash"] = _keep_copy(job, file.raw_path)
        return row
    guard = Guard()
    payload = reading.payload
    no_extract: Extract | None = None
    no_metadata: str | None = None
    with within(job.limits):
        extracted = guard.ask("text", lambda: read_payload(payload), no_extract)
        if extracted and extracted.text is not None:
            row["attributes"] = guard.ask(
                "declared", lambda: read_declared_metadata(file.source_path, sidecar), no_metadata
            )
    row["failures"] = [failure._asdict() for failure in guard.failures]
    extracted = extracted or _failed_extract(payload, _detail(guard.failures[0]))
    if extracted.reject_reason:
        quarantine.keep_payload(job.store, job.target.scratch, payload, extracted.file_hash)
    return row | extracted._asdict()


def _row(file: RawFile, reading: Reading) -> Row:
    return {
        **dict.fromkeys(_EXTRACT_COLUMNS),
        "source_path": file.source_path,
        "size_bytes": reading.size_bytes,
        "modified_ns": reading.modified_ns,
        "reject_reason": reading.reject_reason,
        "reject_detail": reading.reject_detail,
    }


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
        return _with_hashes([_failed(job, row, _detail(guard.failures[0]))])
    return hashed


def _failed(job: ExtractJob, row: Row, detail: str) -> Row:
    """Return the row of a file that is rejected without its payload at hand; keep its bytes."""
    path = str(row["source_path"])
    reading = Reading(None, row["size_bytes"], row["modified_ns"], RejectReason.FAILED, detail)
    failed = _row(RawFile(raw_path(path), path, 0, 0), reading)
    return failed | {"file_hash": _keep_copy(job, raw_path(path))}


def _keep_copy(job: ExtractJob, path: bytes) -> str | None:
    return quarantine.keep_large_file(job.store, job.target.scratch, job.landing_zone, path)


def _failed_extract(payload: bytes, detail: str) -> Extract:
    return Extract(file_hash(payload), reject_reason=RejectReason.FAILED, reject_detail=detail)


def _detail(failure: Failure) -> str:
    return f"{failure.exception} ({failure.location}); pipeline version {PIPELINE_VERSION}"
