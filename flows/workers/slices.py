"""This file is what a worker does with a slice: read, extract, describe. It never imports Prefect.

A job is a list of paths and comes back as the name of an Arrow file in staging: neither texts nor
tables travel between processes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import gettempdir
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
from warehouse.landing.folder_zone import RawFile, Reading, to_files
from warehouse.landing.quarantine import Quarantine
from warehouse.landing.zone import Zone, each, read_file, read_sidecar
from warehouse.storage.staging import Staged, read_table, write_table

# The lines learned to be boilerplate, by publisher.
Boilerplate = Mapping[str, frozenset[str]]


_EXTRACT_COLUMNS = EXTRACTS.schema.names


class ExtractJob(NamedTuple):
    """Files of the landing zone to read, and where to leave what they hold."""

    landing_zone: Zone
    files: pa.Table
    target: Staged
    quarantine: Quarantine
    max_file_bytes: int


class DescribeJob(NamedTuple):
    """Rows of an extracted slice that bring new documents, and where to leave those."""

    extracts: Staged
    rows: list[int]
    target: Staged
    seen_at: datetime
    run_id: str
    boilerplate: Boilerplate


class RedescribeJob(NamedTuple):
    """Documents that may be described otherwise now, and where to leave those that are."""

    documents: Staged
    target: Staged
    described_at: datetime
    run_id: str
    boilerplate: Boilerplate


class SignJob(NamedTuple):
    """Texts to compute band hashes of, and where to leave these."""

    texts: Staged
    first_number: int
    target: Staged


def extract_slice(job: ExtractJob) -> Staged:
    """Read and extract the files of a slice; keep copies of the rejected ones."""
    files = to_files(job.files)
    rows = list(
        each(job.landing_zone, lambda file: _row(job, file, *_read_and_extract(job, file)), files)
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
    return write_table(conform(extracts, EXTRACTS), job.target)


def describe_slice(job: DescribeJob) -> Staged:
    """Describe the new texts of a slice: its rows of `documents`, and a `preview` of each."""
    news = read_table(job.extracts).take(pa.array(job.rows, pa.int64()))
    seen_at = [job.seen_at] * len(news)
    description = describe(
        news["text"].to_pylist(), _given(news, "source_path", seen_at, job.boilerplate)
    )
    columns = {
        "content_hash": news["content_hash"],
        **{name: description[name] for name in description.column_names},
        **{name: news[name] for name in ("is_hard_wrapped", "attributes")},
        "first_source_path": news["source_path"],
        "first_seen_at": pa.repeat(pa.scalar(job.seen_at, pa.timestamp("us", "UTC")), len(news)),
        "first_run_id": pa.repeat(job.run_id, len(news)),
        "pipeline_version": pa.repeat(PIPELINE_VERSION, len(news)),
    }
    documents = conform(pa.table(columns), DOCUMENTS)
    previews = pa.array(map(preview, description["text"].to_pylist()), pa.string())
    return write_table(documents.append_column("preview", previews), job.target)


def redescribe_slice(job: RedescribeJob) -> Staged:
    """Describe documents anew from what is stored of them; the rows of `descriptions` whose answers changed."""
    known = read_table(job.documents)
    pages = list(map(restore, known["text"].to_pylist(), known["cuts"].to_pylist()))
    given = _given(known, "first_source_path", known["first_seen_at"].to_pylist(), job.boilerplate)
    description = describe(pages, given)
    has_changed = [
        old != new for old, new in zip(_answers(known), _answers(description), strict=True)
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
    return write_table(
        conform(pa.table(columns), DESCRIPTIONS).filter(pa.array(has_changed, pa.bool_())),
        job.target,
    )


def sign_slice(job: SignJob) -> Staged:
    """The band hashes of some texts: `number`, counted from the job's first, and `band_hash`."""
    hashes = band_hashes(read_table(job.texts)["text"].to_pylist())
    numbers = [number for number, row in enumerate(hashes, job.first_number) for _ in row]
    columns = {
        "number": pa.array(numbers, pa.int64()),
        "band_hash": pa.array(chain.from_iterable(hashes), pa.int64()),
    }
    return write_table(pa.table(columns), job.target)


def _answers(rows: pa.Table) -> list[dict[str, object]]:
    answers: list[dict[str, object]] = rows.select(DESCRIPTION.schema.names).to_pylist()
    return answers


def _given(
    rows: pa.Table, path: str, seen_at: Sequence[datetime], boilerplate: Boilerplate
) -> list[PageContext]:
    """What is known of pages beside their text."""
    return [
        PageContext(attributes, seen, boilerplate.get(publisher_of(source), frozenset()))
        for source, attributes, seen in zip(
            rows[path].to_pylist(), rows["attributes"].to_pylist(), seen_at, strict=True
        )
    ]


def boilerplate_of(source_paths: pa.ChunkedArray, boilerplate: Boilerplate) -> Boilerplate:
    """The boilerplate of the publishers of some files: a job takes that of no others along.

    >>> boilerplate_of(pa.chunked_array([["subh/a.txt", "subh/b.txt"]]), {"subh": {"شیئر"}, "shaam": {"ہوم"}})
    {'subh': {'شیئر'}}
    """
    publishers = dict.fromkeys(map(publisher_of, source_paths.to_pylist()))
    return {
        publisher: boilerplate[publisher] for publisher in publishers if publisher in boilerplate
    }


def cut(files: pa.Table, max_files: int, max_bytes: int) -> Iterator[pa.Table]:
    """The files in order, in runs of at most so many files and bytes; a file larger than that stands alone.

    >>> sizes = pa.table({"size_bytes": [1, 1, 9, 1]})
    >>> [part["size_bytes"].to_pylist() for part in cut(sizes, max_files=3, max_bytes=4)]
    [[1, 1], [9], [1]]
    """
    start, held_bytes = 0, 0
    for end, size in enumerate(files["size_bytes"].to_pylist()):
        if end > start and (end - start == max_files or held_bytes + size > max_bytes):
            yield _alone(files, start, end)
            start, held_bytes = end, 0
        held_bytes += size
    if start < len(files):
        yield _alone(files, start, len(files))


def _alone(files: pa.Table, start: int, end: int) -> pa.Table:
    """Some of the files, copied: a slice of a table takes all of the table along to another process."""
    return files.take(pa.array(range(start, end), pa.int64()))


def _read_and_extract(job: ExtractJob, file: RawFile) -> tuple[Reading, Extract | None, str | None]:
    """The reading of a file, what was extracted from it, and the hash of its bytes."""
    reading = read_file(job.landing_zone, file, job.max_file_bytes)
    if reading.payload is None:
        is_large = reading.reject_reason is RejectReason.TOO_LARGE
        keep = (job.quarantine, _room(job), job.landing_zone, file.raw_path)
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
        quarantine.keep_payload(job.quarantine, _room(job), reading.payload, extracted.file_hash)
    return reading, extracted, extracted.file_hash


def _room(job: ExtractJob) -> Path:
    """A folder for a copy on its way to quarantine; a worker without a shared one has its own."""
    return job.target.parent if isinstance(job.target, Path) else Path(gettempdir())


def _row(
    job: ExtractJob,
    file: RawFile,
    reading: Reading,
    extracted: Extract | None,
    file_hash: str | None,
) -> dict[str, object]:
    """A row of `extracts`."""
    has_text = extracted is not None and extracted.text is not None
    sidecar = read_sidecar(job.landing_zone, file.raw_path, MAX_SIDECAR_BYTES) if has_text else None
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
