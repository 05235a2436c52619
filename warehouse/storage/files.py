"""Durable files: written whole, flushed, renamed into place."""

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from transforms.errors import TerminalError

_CHUNK_BYTES = 1 << 20
_CLEARINGS = 10
# Of a DuckDB file: three headers, the last two written in turn.
_DATABASE_HEAD_BYTES = 3 * 4096
_CANNOT_SHARE = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_STILL_IN_USE = {errno.ENOENT, errno.ENOTEMPTY, errno.EBUSY}
_MAKE_ROOM = "free some space and run again; what was committed is intact"
_NO_PERMISSION = (
    "no permission to write there: run as the owner of the warehouse or choose another --warehouse"
)
_ADVICE = {
    errno.ENOSPC: f"the disk is full: {_MAKE_ROOM}",
    errno.EDQUOT: f"the disk quota is used up: {_MAKE_ROOM}",
    errno.EROFS: "the filesystem is read-only: mount it writable or choose another --warehouse",
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.ENOTDIR: "a file is in the way: choose another --warehouse",
    errno.EEXIST: "a file is in the way: choose another --warehouse",
    errno.EIO: "the disk does not answer: see the system log; what was committed is intact",
}

# Of Linux, `fcntl.h`: a relative path is relative to the working directory.
_AT_FDCWD = -100
# Of Linux, `fs.h`: exchange the two files.
_RENAME_EXCHANGE = 2


class StorageError(TerminalError):
    """The disk below the warehouse cannot be written: full, read-only or not ours."""


@contextlib.contextmanager
def storage_errors(place: Path) -> Iterator[None]:
    """Turn an error of the disk below a place into advice.

    An error of another file stays as it is, and one without advice.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0)
        if advice is None or not _is_about(error, place):
            raise
        raise StorageError(f"cannot write {error.filename or place}: {advice}") from error


def _is_about(error: OSError, place: Path) -> bool:
    """Check whether an error is of a place, of what is below, or of a folder above; or of no file.

    Writing to an open file names none.
    """
    if not isinstance(error.filename, str | bytes):
        return True
    path, root = Path(os.fsdecode(error.filename)).absolute(), place.absolute()
    return path.is_relative_to(root) or root.is_relative_to(path)


def hash_of(path: Path) -> str:
    """Return the SHA-256 (lower-case hex) of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def head_hash_of(database: Path) -> str:
    """Return the SHA-256 of size and head (12 KiB) of a DuckDB file: another after every change.

    The head holds DuckDB's header, which counts checkpoints and says where all the rest begins. No
    change of a row or a table is part of the file before a checkpoint writes it anew. (A damaged
    block keeps its head; DuckDB finds that by the checksum of each block.)
    """
    with database.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return hashlib.sha256(b"%d %b" % (size, file.read(_DATABASE_HEAD_BYTES))).hexdigest()


def permitted(mode: int) -> int:
    """Return a mode without what the umask of this process takes away.

    The system tells it (Linux 4.7); to ask by `os.umask` would change it for every thread.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    umask = status.partition("\nUmask:")[2].partition("\n")[0].strip()
    return mode & ~int(umask or "0", 8)


def flush(path: Path) -> None:
    """Flush a file, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Rename a file into its place, and flush both folders."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    flush(target.parent)
    flush(source.parent)


def exchange(one: Path, other: Path) -> None:
    """Exchange two names in one step: the only way to put a link in a folder's place.

    Raises:
        OSError: the filesystem cannot do it (NFS, for one), or the C library does not offer it.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def clear(folder: Path) -> None:
    """Remove a folder and all below it, if it is there.

    A worker of a cluster that was given up may still write into it, and NFS keeps the names of
    files that are still mapped. What is left after some attempts goes with the next clearing.
    """
    for _ in range(_CLEARINGS):
        if not folder.exists():
            return
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno not in _STILL_IN_USE:
                raise


def write_whole(target: Path, payload: bytes, partial: Path) -> None:
    """Write a file so that it appears whole or not at all; `partial` is on the same filesystem."""
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(payload)
    flush(partial)
    move(partial, target)


def is_used(path: Path) -> bool:
    """Check whether a path is a file, or a folder with anything in it."""
    return path.is_file() or (path.is_dir() and any(path.iterdir()))


def is_open(path: Path) -> bool:
    """Check whether any process has a file open, by asking for a lease on it (fcntl(2)).

    True as well where the system cannot tell.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def copy(source: Path, target: Path) -> None:
    """Copy a file and flush it. Blocks are shared where the filesystem can (btrfs, XFS)."""
    with source.open("rb") as reader, target.open("xb") as writer:
        try:
            while os.copy_file_range(reader.fileno(), writer.fileno(), 1 << 30):
                pass
        except OSError as error:
            if error.errno not in _CANNOT_SHARE:
                raise
            while chunk := reader.read(_CHUNK_BYTES):
                writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
