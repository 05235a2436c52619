"""Unpack a file: one compressed file, or the members of an archive, with archives among them."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyarrow as pa

from transforms.packed.compression import ForwardStream, decompressed, read_at_most
from transforms.packed.containers import Container, container_of
from transforms.packed.json_lines import Fields, line_members
from transforms.packed.members import (
    BeyondBoundsError,
    Bounds,
    Member,
    Meter,
    RefusedError,
    SeekableStream,
    Unpacked,
    sentence_of,
)
from transforms.packed.tar_archive import tar_members
from transforms.packed.warc_archive import warc_members
from transforms.packed.zip_archive import zip_members
from transforms.reject_reasons import RejectReason

# Archives in each other. A `.jsonl.gz` is one; a compressed text in an archive is none.
MAX_DEPTH = 2
# Their members are texts with something about them, and no files.
_RECORDS = frozenset({Container.LINES, Container.WARC})
_MAX_PATH_BYTES = 4096

# What the libraries raise where bytes are not what they should be.
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    pa.ArrowException,
)


class Unpacking(NamedTuple):
    """What to take out of packed files."""

    bounds: Bounds
    # Asked of the path of each member of an archive, but not of lines and records.
    is_wanted: Callable[[bytes], bool]
    fields: Fields


def unpack(
    stream: SeekableStream, size: int, container: Container, unpacking: Unpacking
) -> Iterator[Member | Unpacked]:
    """Yield the members of an archive of so many bytes, and at last what became of it.

    Members before a place where it is broken, or beyond its bounds, are members all the same. Paths
    are as the archive has them, but all different and not empty.
    """
    meter = Meter(size, unpacking.bounds)
    names = _Names()
    left_out = 0
    reason, detail = None, None
    try:
        for member in _members(stream, container, unpacking, meter, MAX_DEPTH - 1):
            if member is None:
                left_out += 1
                continue
            meter.count_member()
            yield member._replace(path=names.distinct(member.path))
    except RefusedError as error:
        reason, detail = error.reason, error.detail
    except _BROKEN as error:
        reason, detail = RejectReason.DAMAGED, sentence_of(error)
    yield Unpacked(meter.members, left_out, reason, detail)


def unpack_single(stream: SeekableStream, size: int, bounds: Bounds) -> Member:
    """Return the one file of so many bytes that is compressed; its path is empty."""
    try:
        return _single(b"", stream, Meter(size, bounds))
    except RefusedError as error:
        return Member(b"", None, size, error.reason, error.detail)


def _single(path: bytes, stream: SeekableStream, meter: Meter) -> Member:
    limit = meter.bounds.member_bytes
    try:
        payload = read_at_most(ForwardStream(decompressed(stream), meter), limit)
    except _BROKEN as error:
        raise RefusedError(RejectReason.DAMAGED, sentence_of(error)) from error
    if payload is None:
        detail = f"unpacks to more than {limit:,} bytes; that is the limit"
        raise RefusedError(RejectReason.TOO_LARGE, detail)
    return Member(path, payload, len(payload))


def _members(
    stream: SeekableStream,
    container: Container,
    unpacking: Unpacking,
    meter: Meter,
    depth: int,
) -> Iterator[Member | None]:
    """Yield the members of an archive, with those of archives in it down to a depth."""
    for member in _direct_members(stream, container, unpacking, meter):
        if member is None or member.payload is None or container in _RECORDS:
            yield member
            continue
        inner = container_of(member.path.decode("utf-8", "replace"))
        if inner is None:
            yield member
        elif inner is Container.SINGLE:
            yield _unpacked_member(member, meter)
        elif not depth:
            detail = f"an archive in {MAX_DEPTH} others; that is the limit"
            yield _refused(member, RejectReason.NESTED, detail)
        else:
            yield from _nested_members(member, inner, unpacking, meter, depth - 1)


def _direct_members(
    stream: SeekableStream, container: Container, unpacking: Unpacking, meter: Meter
) -> Iterator[Member | None]:
    if container is Container.ZIP:
        yield from zip_members(stream, unpacking.is_wanted, meter)
        return
    forward = ForwardStream(decompressed(stream), meter)
    limit = meter.bounds.member_bytes
    if container is Container.TAR:
        yield from tar_members(forward, unpacking.is_wanted, meter)
    elif container is Container.WARC:
        yield from warc_members(forward, meter)
    else:
        yield from line_members(forward, unpacking.fields, limit)


def _unpacked_member(member: Member, meter: Meter) -> Member:
    """Return a member that is compressed for itself, unpacked."""
    payload = member.payload or b""
    try:
        return _single(member.path, pa.BufferReader(payload), meter)
    except BeyondBoundsError:
        raise
    except RefusedError as error:
        return _refused(member, error.reason, error.detail)


def _nested_members(
    member: Member, container: Container, unpacking: Unpacking, meter: Meter, depth: int
) -> Iterator[Member | None]:
    """Yield the members of an archive in an archive; a broken one is rejected for itself."""
    reader = pa.BufferReader(member.payload or b"")
    try:
        for inner in _members(reader, container, unpacking, meter, depth):
            yield inner and inner._replace(path=member.path + b"/" + inner.path)
    except BeyondBoundsError:
        raise
    except RefusedError as error:
        yield _refused(member, error.reason, error.detail)
    except _BROKEN as error:
        yield _refused(member, RejectReason.DAMAGED, sentence_of(error))


def _refused(member: Member, reason: RejectReason, detail: str) -> Member:
    """Return a member that is rejected, with its bytes."""
    return Member(member.path, None, member.size_bytes, reason, detail, raw=member.payload)


class _Names:
    """Makes names different: archives may have one twice."""

    def __init__(self) -> None:
        # By hash: names may be long, and a million of them.
        self._counts: dict[int, int] = {}

    def distinct(self, path: bytes) -> bytes:
        r"""Return a name, or the name with a number after it, that did not come before.

        >>> names = _Names()
        >>> [names.distinct(path) for path in (b"a.txt", b"./a.txt", b"a.txt#2", b"")]
        [b'a.txt', b'a.txt#2', b'a.txt#2#2', b'unnamed']
        """
        path = path.removeprefix(b"./")[:_MAX_PATH_BYTES] or b"unnamed"
        found = path
        while (key := hash(found)) in self._counts:
            self._counts[hash(path)] += 1
            found = path + b"#%d" % self._counts[hash(path)]
        self._counts[key] = 1
        return found
