"""Work on a slice in a worker: read, extract, describe. It never imports Prefect.

A job names files and comes back as the name of an Arrow file in staging: neither texts nor tables
travel between processes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from transforms.describe import PageContext, describe, preview
from transforms.extract import Extract, hash_pages, read_payload
from transforms.near_duplicates.minhash import band_hashes
from transforms.page.boilerplate import restore
from transforms.page.declared_metadata import (
    MAX_SIDECAR_BYTES,
    publisher_of,
    read_declared_metadata,
)
from transforms.schemas import DESCRIPTION, DESCRIPTIONS, DOCUMENTS, EXTRACTS, RejectReason, conform
from transforms.version import PIPELINE_VERSION
from warehouse.landing import quarantine
from warehouse.landing.raw_files import RawFile, Reading, to_files
from warehouse.landing.zone import LandingZone
from warehouse.storage.staging import Staged
from warehouse.storage.store import Store

# The lines learned to be boilerplate, by publisher.
Boilerplate = Mapping[str, frozenset[str]]

_EXTRACT_COLUMNS = EXTRACTS.schema.names


class ExtractJob(NamedTuple):
    """Files of the landing zone to read, and the file for their extracts."""

    landing_zone: LandingZone
    files: pa.Table
    target: Staged
    store: Store
    max_file_bytes: int


class DescribeJob(NamedTuple):
    """Rows of an extracted slice with new texts, and the file for their documents."""

    extracts: Staged
    rows: list[int]
    target: Staged
    seen_at: datetime
    run_id: str
    boilerplate: Boilerplate


class RedescribeJob(NamedTuple):
    """Documents that may be described otherwise now, and the file for new descriptions."""

    documents: Staged
    target: Staged
    described_at: datetime
    run_id: str
    boilerplate: Boilerplate


class SignJob(NamedTuple):
    """Texts, and the file for their band hashes."""

    texts: Staged
    first_number: int
    target: Staged


def extract_slice(job: ExtractJob) -> Staged:
    """Read and extract the files of a slice; keep copies of the rejected ones."""
    files = to_files(job.files)
    rows = list(
        job.landing_zone.ask_each(
            lambda file: _row(job, file, *_read_and_extract(job, file)), files
        )
    )
    extracts = pa.Table.from_pylist(rows, EXTRACTS.schema)
    hashes = pa.array(hash_pages(extracts["text"].drop_null().to_pylist()), pa.string())
    has_text = pc.is_valid(extracts["text"])
    extracts = extracts.set_column(
        extracts.schema.get_field_index("content_hash"),
        "content_hash",
        pc.replace_with_mask(
            extracts["content_hash"].combine_chunks(), has_text.combine_chunks(), hashes
        ),
    )
    return job.target.write_table(conform(extracts, EXTRACTS))


def describe_slice(job: DescribeJob) -> Staged:
    """Describe the new texts of a slice: its rows of `documents`, each with a `preview`."""
    extracts = job.extracts.read_table().take(pa.array(job.rows, pa.int64()))
    seen_at = [job.seen_at] * len(extracts)
    description = describe(
        extracts["text"].to_pylist(),
        _page_contexts(extracts, "source_path", seen_at, job.boilerplate),
    )
    columns = {
        "content_hash": extracts["content_hash"],
        **{name: description[name] for name in description.column_names},
        **{name: extracts[name] for name in ("is_hard_wrapped", "attributes")},
        "first_source_path": extracts["source_path"],
        "first_seen_at": pa.repeat(
            pa.scalar(job.seen_at, pa.timestamp("us", "UTC")), len(extracts)
        ),
        "first_run_id": pa.repeat(job.run_id, len(extracts)),
        "pipeline_version": pa.repeat(PIPELINE_VERSION, len(extracts)),
    }
    documents = conform(pa.table(columns), DOCUMENTS)
    previews = pa.array(map(preview, description["text"].to_pylist()), pa.string())
    return job.target.write_table(documents.append_column("preview", previews))


def redescribe_slice(job: RedescribeJob) -> Staged:
    """Describe stored documents again; return the rows of `descriptions` that changed."""
    known = job.documents.read_table()
    pages = list(map(restore, known["text"].to_pylist(), known["cuts"].to_pylist()))
    given = _page_contexts(
        known, "first_source_path", known["first_seen_at"].to_pylist(), job.boilerplate
    )
    description = describe(pages, given)
    has_changed = [
        old != new
        for old, new in zip(_description_rows(known), _description_rows(description), strict=True)
    ]
    columns = {
        "content_hash": known["content_hash"],
        **{name: description[name] for name in description.column_names},
        "described_at": pa.repeat(
            pa.scalar(job.described_at, pa.timestamp("us", "UTC")), len(known)
        ),
        "run_id": pa.repeat(job.run_id, len(known)),
        "pipeline_version": pa.repeat(PIPELINE_VERSION, len(known)),
    }
    return job.target.write_table(
        conform(pa.table(columns), DESCRIPTIONS).filter(pa.array(has_changed, pa.bool_()))
    )


def sign_slice(job: SignJob) -> Staged:
    """Return the band hashes of some texts: `number`, from the job's first on, and `band_hash`."""
    hashes = band_hashes(job.texts.read_table()["text"].to_pylist())
    numbers = [number for number, row in enumerate(hashes, job.first_number) for _ in row]
    columns = {
        "number": pa.array(numbers, pa.int64()),
        "band_hash": pa.array(chain.from_iterable(hashes), pa.int64()),
    }
    return job.target.write_table(pa.table(columns))


def _description_rows(rows: pa.Table) -> list[dict[str, object]]:
    descriptions: list[dict[str, object]] = rows.select(DESCRIPTION.schema.names).to_pylist()
    return descriptions


def _page_contexts(
    rows: pa.Table, path: str, seen_at: Sequence[datetime], boilerplate: Boilerplate
) -> list[PageContext]:
    """Return what is known of pages apart from their text."""
    return [
        PageContext(attributes, seen, boilerplate.get(publisher_of(source), frozenset()))
        for source, attributes, seen in zip(
            rows[path].to_pylist(), rows["attributes"].to_pylist(), seen_at, strict=True
        )
    ]


def boilerplate_of(source_paths: pa.ChunkedArray, boilerplate: Boilerplate) -> Boilerplate:
    """Return the boilerplate of the publishers of some files, so that a job takes no other along.

    >>> lines = {"subh": {"شیئر"}, "shaam": {"ہوم"}}
    >>> boilerplate_of(pa.chunked_array([["subh/a.txt", "subh/b.txt"]]), lines)
    {'subh': {'شیئر'}}
    """
    publishers = dict.fromkeys(map(publisher_of, source_paths.to_pylist()))
    return {
        publisher: boilerplate[publisher] for publisher in publishers if publisher in boilerplate
    }


def cut(files: pa.Table, max_files: int, max_bytes: int) -> Iterator[pa.Table]:
    """Cut files, in order, into tables of at most so many files and bytes.

    A larger file is a table of its own.

    >>> sizes = pa.table({"size_bytes": [1, 1, 9, 1]})
    >>> [part["size_bytes"].to_pylist() for part in cut(sizes, max_files=3, max_bytes=4)]
    [[1, 1], [9], [1]]
    """
    start = 0
    held_bytes = 0
    for end, size in enumerate(files["size_bytes"].to_pylist()):
        if end > start and (end - start == max_files or held_bytes + size > max_bytes):
            yield _copied(files, start, end)
            start = end
            held_bytes = 0
        held_bytes += size
    if start < len(files):
        yield _copied(files, start, len(files))


def _copied(files: pa.Table, start: int, end: int) -> pa.Table:
    """Copy some of the files; a slice would take the whole table along to another process."""
    return files.take(pa.array(range(start, end), pa.int64()))


def _read_and_extract(job: ExtractJob, file: RawFile) -> tuple[Reading, Extract | None, str | None]:
    """Return the reading of a file, what was extracted from it, and the hash of its bytes."""
    reading = job.landing_zone.read_file(file, job.max_file_bytes)
    if reading.payload is None:
        is_large = reading.reject_reason is RejectReason.TOO_LARGE
        keep = (job.store, job.target.scratch, job.landing_zone, file.raw_path)
        return reading, None, quarantine.keep_large_file(*keep) if is_large else None
    try:
        extracted = read_payload(reading.payload)
    except MemoryError:
        detail = f"not enough memory for its {reading.size_bytes:,} bytes"
        return (
            reading._replace(reject_reason=RejectReason.UNREADABLE, reject_detail=detail),
            None,
            None,
        )
    if extracted.reject_reason:
        quarantine.keep_payload(job.store, job.target.scratch, reading.payload, extracted.file_hash)
    return reading, extracted, extracted.file_hash


def _row(
    job: ExtractJob,
    file: RawFile,
    reading: Reading,
    extracted: Extract | None,
    file_hash: str | None,
) -> dict[str, object]:
    """Return a row of `extracts`."""
    has_text = extracted is not None and extracted.text is not None
    sidecar = job.landing_zone.read_sidecar(file.raw_path, MAX_SIDECAR_BYTES) if has_text else None
    return {
        **dict.fromkeys(_EXTRACT_COLUMNS),
        "source_path": file.source_path,
        "attributes": read_declared_metadata(file.source_path, sidecar) if has_text else None,
        "reject_reason": reading.reject_reason,
        "reject_detail": reading.reject_detail,
        **(extracted._asdict() if extracted else {}),
        "size_bytes": reading.size_bytes,
        "modified_ns": reading.modified_ns,
        "file_hash": file_hash,
    }
