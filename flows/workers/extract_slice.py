"""Read and extract the files of a slice, in a worker."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import pyarrow as pa

from flows.workers.extract_job import ExtractJob
from flows.workers.extraction.archives import add_archive
from flows.workers.extraction.rows import (
    Arrived,
    Extracts,
    Row,
    extracted,
    failure_detail,
    keep_file,
    keep_payload,
    new_row,
)
from flows.workers.limits import within
from transforms.failures import Guard
from transforms.packed.containers import Container, container_of
from transforms.packed.members import Member
from transforms.packed.unpack import unpack_single
from transforms.page.declared_metadata import MAX_SIDECAR_BYTES
from transforms.reject_reasons import RejectReason
from transforms.text.hashing import file_hash
from warehouse.landing.raw_files import RawFile, Reading, to_files
from warehouse.storage.staging import ExtractedSlice

# Files. To read one and extract it, in turns, takes a tenth longer: caches of the core go cold.
_READ_AT_ONCE = 32


class _Read(NamedTuple):
    """A file as it was read, with its sidecar; an archive is read later, in pieces."""

    container: Container | None
    reading: Reading
    sidecar: bytes | None = None


def extract_slice(job: ExtractJob) -> list[ExtractedSlice]:
    """Read and extract the files of a slice; keep copies of the rejected ones."""
    files = to_files(job.files)
    arrived = zip(files, job.landing_zone.ask_each(partial(_read, job), files), strict=True)
    extracts = Extracts(job)
    while some := list(islice(arrived, _READ_AT_ONCE)):
        _add(job, extracts, some)
    return extracts.written()


def _add(job: ExtractJob, extracts: Extracts, some: Sequence[tuple[RawFile, _Read]]) -> None:
    for file, read in some:
        if read.container is None:
            extracts.add(_extract(job, file, read.reading, read.sidecar))
        elif read.container is Container.SINGLE:
            extracts.add_unpacked(_unpacked(job, file, read.reading, read.sidecar))
        else:
            add_archive(job, extracts, file, read.container)


def _read(job: ExtractJob, file: RawFile) -> _Read:
    container = container_of(file.source_path)
    if container and container is not Container.SINGLE:
        return _Read(container, Reading(None, file.size_bytes, file.modified_ns))
    reading = job.landing_zone.read_file(file, job.packing.bounds.member_bytes)
    if reading.payload is None:
        return _Read(container, reading)
    sidecar = job.landing_zone.read_sidecar(file.raw_path, MAX_SIDECAR_BYTES)
    return _Read(container, reading, sidecar)


def _extract(job: ExtractJob, file: RawFile, reading: Reading, sidecar: bytes | None) -> Row:
    """Return the row of a file, still without the hash of its text."""
    row = new_row(file.source_path, reading)
    if reading.payload is not None:
        return extracted(job, row, Arrived(reading.payload, sidecar))
    if reading.reject_reason is RejectReason.TOO_LARGE:
        row["file_hash"] = keep_file(job, file.raw_path)
    return row


def _unpacked(job: ExtractJob, file: RawFile, reading: Reading, sidecar: bytes | None) -> Row:
    """Return the row of a compressed file; where it cannot be unpacked, keep its packed bytes."""
    packed = reading.payload
    if packed is None:
        return _extract(job, file, reading, None)
    guard = Guard()
    no_member: Member | None = None
    with within(job.limits):
        found = guard.ask(
            "text",
            lambda: unpack_single(pa.BufferReader(packed), len(packed), job.packing.bounds),
            no_member,
        )
    if found and found.payload is not None:
        row = new_row(file.source_path, reading)
        return extracted(job, row, Arrived(found.payload, sidecar))
    reason = found.reject_reason if found else RejectReason.FAILED
    detail = found.reject_detail if found else failure_detail(guard.failures[0])
    kept = file_hash(packed)
    keep_payload(job, packed, kept)
    rejected = reading._replace(reject_reason=reason, reject_detail=detail)
    return new_row(file.source_path, rejected) | {"file_hash": kept}
