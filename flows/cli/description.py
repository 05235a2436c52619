"""Describe files as the pipeline would, for the command line; needs no warehouse."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa

from flows.cli.app import STANDARD_INPUT
from transforms.describe import PageContext, describe_guarded
from transforms.errors import UsageError
from transforms.extract import Extract, hash_pages
from transforms.failures import Guard
from transforms.html import Page, read_page
from transforms.packed.containers import Container, container_of
from transforms.packed.members import Bounds
from transforms.packed.unpack import unpack_single
from transforms.page.declared_metadata import MAX_SIDECAR_BYTES, read_declared_metadata
from transforms.reject_reasons import RejectReason
from transforms.schemas import DOCUMENTS
from transforms.text.hashing import file_hash
from transforms.version import PIPELINE_VERSION
from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.raw_files import RawFile, Reading, source_path, too_large


def describe_files(files: Sequence[Path], max_bytes: int) -> Iterator[dict[str, object]]:
    """Yield what the pipeline would say of each file.

    The columns are those of `documents`, `encoding`, `reject_reason` and `reject_detail`, and
    `failures` where a rule failed on it.

    Raises:
        UsageError: there is no such file.
    """
    for file in files:
        if str(file) == STANDARD_INPUT:
            yield _describe(_read_input(max_bytes), "-", "-", _no_sidecar, max_bytes)
            continue
        if not file.is_file():
            raise UsageError(f"no file at {file}")
        yield _describe_file(file, max_bytes)


def _no_sidecar() -> None:
    return None


def _read_input(max_bytes: int) -> Reading:
    payload = sys.stdin.buffer.read(max_bytes + 1)
    size = len(payload)
    return too_large(size, 0, max_bytes) if size > max_bytes else Reading(payload, size, 0)


def _describe_file(file: Path, max_bytes: int) -> dict[str, object]:
    target = file.resolve()
    zone, name = FolderZone(target.parent), os.fsencode(target.name)
    reading = zone.read_file(RawFile(name, source_path(name), 0, 0), max_bytes)
    shown, path = (source_path(os.fsencode(each)) for each in (file, target))
    read_sidecar = partial(zone.read_sidecar, name, MAX_SIDECAR_BYTES)
    return _describe(reading, shown, path, read_sidecar, max_bytes)


def _describe(
    reading: Reading,
    shown: str,
    path: str,
    read_sidecar: Callable[[], bytes | None],
    max_bytes: int,
) -> dict[str, object]:
    """Return what the pipeline would say of a file that was read, at a real path."""
    row: dict[str, object] = dict.fromkeys(
        (*DOCUMENTS.schema.names, "encoding", "reject_reason", "reject_detail")
    )
    row |= {
        "first_source_path": shown,
        "pipeline_version": PIPELINE_VERSION,
    }
    if reading.payload is None:
        return row | {
            "reject_reason": reading.reject_reason,
            "reject_detail": reading.reject_detail,
        }
    payload, guard = reading.payload, Guard()
    no_page: Page | None = None
    page = guard.ask("text", lambda: _page(payload, path, max_bytes), no_page)
    if page is None:
        detail = guard.failures[0].sentence()
        return row | {"reject_reason": RejectReason.FAILED, "reject_detail": detail}
    extracted = page.extract
    row |= {name: value for name, value in extracted._asdict().items() if name in row}
    if extracted.text is None:
        return row
    sidecar = read_sidecar()
    no_metadata: str | None = None
    attributes = guard.ask(
        "declared",
        lambda: read_declared_metadata(path, sidecar, {"html": page.declared}),
        no_metadata,
    )
    modified_at = datetime.fromtimestamp(reading.modified_ns / 1e9, UTC)
    context = PageContext(attributes, datetime.now(UTC), modified_at)
    described, failures = describe_guarded(extracted.text, context)
    row |= {"attributes": attributes, **described.to_pylist()[0]}
    sentences = [failure.sentence() for failure in (*guard.failures, *failures)]
    return row | ({"failures": sentences} if sentences else {})


def _page(payload: bytes, path: str, max_bytes: int) -> Page:
    """Return the text of a file with its hash, and what its head declares.

    One that is compressed is unpacked; of an archive nothing is read.
    """
    container = container_of(path)
    if container is Container.SINGLE:
        bounds = Bounds(max_bytes, 1, max_bytes + 1)
        member = unpack_single(pa.BufferReader(payload), len(payload), bounds)
        if member.payload is None:
            rejected = Extract(file_hash(payload), reject_reason=member.reject_reason)
            return Page(rejected._replace(reject_detail=member.reject_detail))
        payload = member.payload
    page = read_page(payload, path)
    if page.extract.text is None:
        return page
    [content_hash] = hash_pages([page.extract.text])
    return page._replace(extract=page.extract._replace(content_hash=content_hash))
