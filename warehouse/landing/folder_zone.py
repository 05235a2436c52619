"""This file lists and reads the landing zone.

Nothing in a landing zone is trusted: names may hold any byte, links may lead out, files may be
pipes, may grow while they are read, or go away between the listing and the reading.
"""

import contextlib
import errno
import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from transforms.schemas import RejectReason

FILES = pa.schema(
    [
        pa.field(
            "raw_path",
            pa.binary(),
            nullable=False,
            metadata={"comment": "path below the landing zone"},
        ),
        pa.field(
            "source_path",
            pa.string(),
            nullable=False,
            metadata={"comment": "the same as valid UTF-8"},
        ),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("modified_ns", pa.int64(), nullable=False),
    ]
)

_READ_ATTEMPTS = 3
_FARTHEST_NS = 9_000_000_000_000_000_000
_CHUNK_BYTES = 1 << 20


class Listing(NamedTuple):
    """What a landing zone holds, in path order, and what could not be looked at."""

    files: pa.Table
    # Folders that could not be opened: their files are neither seen nor gone.
    unlisted_folders: tuple[str, ...]
    # Links that lead out of the landing zone, to folders, or nowhere.
    links_left_out: int
    # Files whose name no pattern matches.
    names_left_out: int


class Reading(NamedTuple):
    """One raw file as it was read: its payload, or the reason there is none."""

    payload: bytes | None
    size_bytes: int
    modified_ns: int
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None


class RawFile(NamedTuple):
    """One row of `FILES`."""

    raw_path: bytes
    source_path: str
    size_bytes: int
    modified_ns: int


def source_path(raw_path: bytes) -> str:
    r"""A raw path as valid UTF-8, different for different paths.

    >>> source_path("خبر.txt".encode())
    'خبر.txt'
    >>> source_path(b"caf\xe9.txt")
    'caf\\xe9.txt'
    >>> source_path(rb"caf\xe9.txt")
    'caf\\\\xe9.txt'
    """
    return raw_path.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def raw_path(path: str) -> bytes:
    r"""The raw path that `source_path` told of.

    >>> raw_path(source_path(b"caf\xe9\\x.txt"))
    b'caf\xe9\\x.txt'
    """
    return re.sub(rb"\\(\\|x[0-9a-f]{2})", _unescape, path.encode())


def _unescape(match: re.Match[bytes]) -> bytes:
    return b"\\" if match[1] == b"\\" else bytes([int(match[1][1:], 16)])


def is_there(landing_zone: Path, path: str) -> bool:
    """Whether a raw file is (still) at a source path, listed or not; a disk that does not answer tells nothing."""
    root = os.fsencode(landing_zone)
    found = os.path.join(root, raw_path(path))
    try:
        return stat.S_ISREG(os.stat(found).st_mode) and _is_inside(root, os.path.realpath(found))
    except OSError as error:
        return error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


def list_files(landing_zone: Path, patterns: Sequence[str]) -> Listing:
    """Every regular file below the landing zone whose name matches a pattern, in path order.

    A pattern with a slash is matched against the whole path. Links to files inside the landing zone
    are files of their own; links to folders are never followed: what is behind them is inside, and
    listed, or outside.
    """
    walk = _Walk(os.fsencode(landing_zone.resolve()), patterns)
    files = to_table(sorted(walk.entries()))
    return Listing(
        files, tuple(map(source_path, walk.unlisted)), walk.links_left_out, walk.names_left_out
    )


def to_table(files: Sequence[RawFile]) -> pa.Table:
    """Raw files as a table of `FILES`."""
    columns = zip(*files, strict=True) if files else [[]] * len(FILES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FILES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=FILES)


def to_files(table: pa.Table) -> list[RawFile]:
    """The rows of a table of `FILES`."""
    return [RawFile(**row) for row in table.to_pylist()]


class _Walk:
    """One walk over a landing zone; counts what it leaves out."""

    def __init__(self, root: bytes, patterns: Sequence[str]) -> None:
        self.root = root
        self.unlisted: list[bytes] = []
        self.links_left_out = 0
        self.names_left_out = 0
        self._is_wanted = name_matcher(patterns)

    def entries(self) -> Iterator[RawFile]:
        folders = [b""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as entries:
                    for entry in entries:
                        path = os.path.join(folder, entry.name)
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(path)
                        elif self._is_wanted(os.fsdecode(entry.name), os.fsdecode(path)):
                            yield from self._file(entry, path)
                        else:
                            self.names_left_out += 1
            except FileNotFoundError:
                continue
            except OSError:
                self.unlisted.append(folder)

    def _file(self, entry: os.DirEntry[bytes], path: bytes) -> Iterator[RawFile]:
        """The file of an entry; one that cannot be looked at is listed all the same, and read for its reason."""
        try:
            if entry.is_symlink() and not _stays_inside(self.root, entry.path):
                self.links_left_out += 1
                return
            status = entry.stat()
        except FileNotFoundError:
            return
        except OSError:
            yield RawFile(path, source_path(path), 0, 0)
            return
        if stat.S_ISREG(status.st_mode):
            yield RawFile(path, source_path(path), status.st_size, modified_ns(status))


def modified_ns(status: os.stat_result) -> int:
    """The modification time; one that no ledger can hold (before 1684, after 2255) is the nearest that it can."""
    return max(-_FARTHEST_NS, min(status.st_mtime_ns, _FARTHEST_NS))


def name_matcher(patterns: Sequence[str]) -> Callable[[str, str], bool]:
    """Whether the name of a file matches a pattern, or its path one with a slash.

    >>> name_matcher(["*.txt", "2026/*.text"])("a.text", "2026/03/a.text")
    True
    """
    names = _matcher([pattern for pattern in patterns if "/" not in pattern])
    paths = _matcher([pattern for pattern in patterns if "/" in pattern])
    return lambda name, path: bool(names.match(name) or paths.match(path))


def _matcher(patterns: Sequence[str]) -> re.Pattern[str]:
    """One expression for all patterns; for none, one that matches nothing."""
    return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)")


def _stays_inside(root: bytes, link: bytes) -> bool:
    """Whether a link leads to a file below the root."""
    target = os.path.realpath(link)
    return _is_inside(root, target) and os.path.isfile(target)


def _is_inside(root: bytes, real_path: bytes) -> bool:
    return real_path.startswith(os.path.join(root, b""))


def read_file(landing_zone: bytes, file: RawFile, max_bytes: int) -> Reading:
    """The payload of one listed file, or the reason it has none.

    A file is read again, up to three times, when it changed while it was read; what is returned was
    whole at one moment. The size and the modification time are those of that moment.
    """
    path = os.path.join(landing_zone, file.raw_path)
    return read_again(file, lambda: _read_or_reject(landing_zone, path, file, max_bytes))


def _read_or_reject(
    landing_zone: bytes, path: bytes, file: RawFile, max_bytes: int
) -> Reading | None:
    """One try; what the disk says against it is a reason."""
    try:
        return _read_once(landing_zone, path, max_bytes)
    except FileNotFoundError:
        raise
    except OSError as error:
        return rejected(
            file, RejectReason.UNREADABLE, os.strerror(error.errno) if error.errno else str(error)
        )


def read_again(file: RawFile, read_once: Callable[[], Reading | None]) -> Reading:
    """What reading a file once finds, tried again where it finds that the file changed meanwhile (null)."""
    try:
        for _ in range(_READ_ATTEMPTS):
            reading = read_once()
            if reading is not None:
                return reading
    except FileNotFoundError:
        return rejected(file, RejectReason.VANISHED, "gone when it was to be read")
    except MemoryError:
        return rejected(
            file, RejectReason.UNREADABLE, f"not enough memory for its {file.size_bytes:,} bytes"
        )
    return rejected(
        file, RejectReason.UNSTABLE, f"changed while it was read, {_READ_ATTEMPTS} times in a row"
    )


def rejected(file: RawFile, reason: RejectReason, detail: str) -> Reading:
    """The reading of a file that cannot be read, as it was listed."""
    return Reading(None, file.size_bytes, file.modified_ns, reason, detail)


def too_large(size_bytes: int, modified_ns: int, max_bytes: int) -> Reading:
    """The reading of a file beyond the limit."""
    detail = f"{size_bytes:,} bytes; the limit is {max_bytes:,}"
    return Reading(None, size_bytes, modified_ns, RejectReason.TOO_LARGE, detail)


def _read_once(landing_zone: bytes, path: bytes, max_bytes: int) -> Reading | None:
    """One try; null when the file changed meanwhile."""
    descriptor = open_inside(landing_zone, path)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileNotFoundError
        if before.st_size > max_bytes:
            return too_large(before.st_size, modified_ns(before), max_bytes)
        payload = b"".join(iter(lambda: os.read(descriptor, _CHUNK_BYTES), b""))
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return (
        Reading(payload, len(payload), modified_ns(after))
        if is_same and len(payload) == after.st_size
        else None
    )


def read_sidecar(landing_zone: bytes, raw_path: bytes, max_bytes: int) -> bytes | None:
    """The JSON beside a raw file, `story.json` or `story.txt.json` of `story.txt`; null where there is none.

    A byte more than `max_bytes` tells that it is too large.
    """
    for name in sidecar_names(raw_path):
        path = os.path.join(landing_zone, name)
        if not os.path.exists(path):
            continue
        with contextlib.suppress(OSError):
            descriptor = open_inside(landing_zone, path)
            with os.fdopen(descriptor, "rb") as sidecar:
                if stat.S_ISREG(os.fstat(descriptor).st_mode):
                    return sidecar.read(max_bytes + 1)
    return None


def sidecar_names(raw_path: bytes) -> list[bytes]:
    """The names that the JSON beside a raw file may have, first choice first.

    >>> sidecar_names(b"a/story.txt"), sidecar_names(b"story.json")
    ([b'a/story.json', b'a/story.txt.json'], [b'story.json.json'])
    """
    names = (os.path.splitext(raw_path)[0] + b".json", raw_path + b".json")
    return [name for name in names if name != raw_path]


def open_inside(landing_zone: bytes, path: bytes) -> int:
    """A descriptor to read a file of the landing zone; never one behind a link that leads out.

    The kernel is asked where the opened file is, so nobody can exchange a folder for a link in
    between.

    Raises:
        FileNotFoundError: there is no such file, or no longer inside.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not _is_inside(landing_zone, os.readlink(f"/proc/self/fd/{descriptor}".encode())):
        os.close(descriptor)
        raise FileNotFoundError
    return descriptor
