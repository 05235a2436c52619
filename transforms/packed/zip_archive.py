"""Read the members of a ZIP archive."""

import stat
import struct
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
# Before a member: where it has its flags, and how long it is without the name.
_HEADER = b"PK\x03\x04"
_FLAGS_OF_HEADER_AT, _HEADER_BYTES = 6, 30
# An entry of the list: where it has its flags and lengths, and how long it is without the latter.
_ENTRY = b"PK\x01\x02"
_FLAGS_AT, _LENGTHS_AT, _ENTRY_BYTES = 8, 28, 46
# The name is in UTF-8.
_MARK = 0x800
# What the library reads of a member at a time: it unpacks all of that, except from `deflate`. 45
# bytes of bzip2 may become 45 MB.
_PIECE_BYTES = 128
_DEFLATED_PIECE_BYTES = 1 << 20


class _Unmarked:
    """A ZIP archive that marks no name as UTF-8.

    The library refuses all members for one name that is marked and is none.
    """

    def __init__(self, stream: SeekableStream) -> None:
        self._stream = stream
        self.seek = stream.seek
        self.tell = stream.tell
        # Whether the list was read: what comes then may begin like one.
        self.is_listed = False

    def read(self, *size: int) -> bytes:
        """Return so many bytes, or all. The library reads a header, and the list, each at once."""
        found = self._stream.read(*size)
        if found.startswith(_HEADER) and len(found) == _HEADER_BYTES:
            return bytes(_unmarked(bytearray(found), _FLAGS_OF_HEADER_AT))
        return found if self.is_listed else _without_marks(found)

    def seekable(self) -> bool:
        """Return true: the library asks."""
        return True


def _without_marks(entries: bytes) -> bytes:
    """Return the list of members without the marks; it ends where no whole entry follows."""
    found = bytearray(entries)
    place = 0
    while found.startswith(_ENTRY, place) and place + _ENTRY_BYTES <= len(found):
        _unmarked(found, place + _FLAGS_AT)
        place += _ENTRY_BYTES + sum(struct.unpack_from("<3H", found, place + _LENGTHS_AT))
    return bytes(found)


def _unmarked(found: bytearray, flags_at: int) -> bytearray:
    """Take the mark out of some flags."""
    [flags] = struct.unpack_from("<H", found, flags_at)
    struct.pack_into("<H", found, flags_at, flags & ~_MARK)
    return found


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
    unmarked = _Unmarked(stream)
    with zipfile.ZipFile(unmarked) as archive:
        unmarked.is_listed = True
        for info in archive.infolist():
            # Of a name that is not marked, the library reads the bytes as code page 437.
            path = info.orig_filename.encode("cp437")
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
    except (RefusedError, MemoryError):
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
