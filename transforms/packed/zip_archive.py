"""Read the members of a ZIP archive."""

import stat
import zipfile
from collections.abc import Callable, Iterator

from transforms.packed.members import (
    BeyondBoundsError,
    Member,
    Meter,
    RefusedError,
    SeekableStream,
    sentence_of,
)
from transforms.reject_reasons import RejectReason

# The list of members ends the file, with a comment of at most 64 KiB after it.
_TAIL_BYTES = 128 << 10
_LIST_END = b"PK\x05\x06"
_LARGE_LIST_END = b"PK\x06\x06"
_IN_LARGE_LIST_END = 0xFFFF
_ENCRYPTED = 0x1
_NAMED_IN_UTF8 = 0x800
# What the library reads of a member at a time: it unpacks all of that, except from `deflate`. 45
# bytes of bzip2 may become 45 MB.
_PIECE_BYTES = 128
_DEFLATED_PIECE_BYTES = 1 << 20


def zip_members(
    stream: SeekableStream, is_wanted: Callable[[bytes], bool], meter: Meter
) -> Iterator[Member | None]:
    """Yield the members that are wanted, and null for each that is left out.

    Left out are those with other names, and links; folders are passed over. A member that is broken
    or encrypted is rejected, and the next one is read.

    Raises:
        BeyondBoundsError: it has too many members, or unpacks to too much.
        zipfile.BadZipFile: it is none, or its list of members is broken.
    """
    if _declared_count(stream) > meter.bounds.members:
        raise BeyondBoundsError(
            RejectReason.TOO_LARGE,
            f"more than {meter.bounds.members:,} members (ZAKHIRA_MAX_MEMBERS)",
        )
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            path = _path(info)
            if path.endswith(b"/"):
                continue
            if stat.S_ISLNK(info.external_attr >> 16) or not is_wanted(path):
                yield None
                continue
            yield _member(archive, info, path, meter)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: bytes, meter: Meter) -> Member:
    size, limit = info.file_size, meter.bounds.member_bytes
    if info.flag_bits & _ENCRYPTED:
        return Member(path, None, size, RejectReason.ENCRYPTED, "a password is asked for")
    if size > limit:
        detail = f"{size:,} bytes; the limit is {limit:,}"
        return Member(path, None, size, RejectReason.TOO_LARGE, detail)
    try:
        payload = _read(archive, info, meter)
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a broken member makes the library raise
        return Member(path, None, size, RejectReason.DAMAGED, sentence_of(error))
    return Member(path, payload, len(payload))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> bytes:
    """Return the bytes of a member, of which there are no more than its header says."""
    size, parts = _DEFLATED_PIECE_BYTES, []
    with archive.open(info) as reader:
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            reader.MIN_READ_SIZE = size = _PIECE_BYTES  # type: ignore[attr-defined]
        while part := reader.read(size):
            meter.count_bytes(len(part))
            parts.append(part)
    return b"".join(parts)


def _path(info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a name. The library reads those not marked as UTF-8 as code page 437."""
    encoding = "utf-8" if info.flag_bits & _NAMED_IN_UTF8 else "cp437"
    return info.orig_filename.encode(encoding, "replace")


def _declared_count(stream: SeekableStream) -> int:
    """Return how many members an archive says that it has; 0 where it does not say.

    The library reads the whole list before one can ask.
    """
    end = stream.seek(0, 2)
    stream.seek(max(0, end - _TAIL_BYTES))
    tail = stream.read(_TAIL_BYTES)
    place, large = tail.rfind(_LIST_END), tail.rfind(_LARGE_LIST_END)
    count = int.from_bytes(tail[place + 10 : place + 12], "little") if place >= 0 else 0
    if count == _IN_LARGE_LIST_END and large >= 0:
        return int.from_bytes(tail[large + 32 : large + 40], "little")
    return count
