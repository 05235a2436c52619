"""What comes out of a packed file, and how much may."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from transforms.reject_reasons import RejectReason

# A file that unpacks to less is no bomb, however well it was compressed.
_LEAST_BOMB_BYTES = 64 << 20
# Unpacked bytes for each packed one: news has 4 to 7, a tar of tiny texts 50, zeros 1,000 or any
# number (`docs/decisions/0048-packed-files.md`).
MAX_RATIO = 200
_MAX_DETAIL_CHARS = 300


class Stream(Protocol):
    """Bytes to read: a file, an object, or what comes out of one."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or fewer; none at the end."""
        ...


class SeekableStream(Stream, Protocol):
    """Bytes in any order."""

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Go to a place."""
        ...

    def tell(self) -> int:
        """Return the place."""
        ...


class Bounds(NamedTuple):
    """How much one packed file may hold."""

    # A larger member is rejected.
    member_bytes: int
    # Of all archives in it, together.
    members: int
    unpacked_bytes: int


class Member(NamedTuple):
    """A member of an archive: its bytes, or the reason why they are not read."""

    # As the archive has it: a name and no place on a disk.
    path: bytes
    payload: bytes | None = None
    # Unpacked.
    size_bytes: int = 0
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None
    # The bytes that are hashed, and kept where the member is rejected; null: those of the payload.
    raw: bytes | None = None
    # What the record around the text declares, by name.
    declared: Mapping[str, object] | None = None
    # A server says so; other pages are told by how they begin, and by the name of a file.
    is_html: bool = False
    # The path is the name of a file; an address or an id tells nothing of what is there.
    is_file: bool = True


class Unpacked(NamedTuple):
    """What became of an archive as a whole."""

    member_count: int = 0
    left_out_count: int = 0
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None


class RefusedError(Exception):
    """A packed file cannot be read, or not further."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        """Say why, in a word and in words."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class BeyondBoundsError(RefusedError):
    """What has come out of a packed file is too much, with all archives in it."""


def sentence_of(error: BaseException) -> str:
    r"""Return what a library says of a packed file, as one line of some length.

    >>> sentence_of(ValueError("bad\n block"))
    'ValueError: bad block'
    """
    message = " ".join(str(error).encode("utf-8", "backslashreplace").decode().split())
    return f"{type(error).__name__}: {message}"[:_MAX_DETAIL_CHARS]


class Meter:
    """Counts what comes out of a packed file of some size."""

    def __init__(self, packed_bytes: int, bounds: Bounds) -> None:
        """Begin at zero."""
        self.bounds = bounds
        self.members = 0
        self._packed_bytes = packed_bytes
        self._unpacked_bytes = 0

    def count_member(self) -> None:
        """Count a member.

        Raises:
            BeyondBoundsError: it is one too many.
        """
        if self.members >= self.bounds.members:
            raise BeyondBoundsError(
                RejectReason.TOO_LARGE,
                f"more than {self.bounds.members:,} members (ZAKHIRA_MAX_MEMBERS)",
            )
        self.members += 1

    def count_bytes(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            BeyondBoundsError: they are too many, or far more than the packed ones.
        """
        self._unpacked_bytes += count
        if self._unpacked_bytes > self.bounds.unpacked_bytes:
            raise BeyondBoundsError(
                RejectReason.TOO_LARGE,
                f"unpacks to more than {self.bounds.unpacked_bytes:,} bytes "
                "(ZAKHIRA_MAX_UNPACKED_BYTES)",
            )
        if self._unpacked_bytes > max(_LEAST_BOMB_BYTES, MAX_RATIO * self._packed_bytes):
            raise BeyondBoundsError(
                RejectReason.BOMB,
                f"{self._packed_bytes:,} bytes unpack to more than {MAX_RATIO} times as many",
            )
