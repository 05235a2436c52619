"""Lock on a file: one run writes at a time.

The lock is the kernel's (an open-file-description lock), so it dies with its holder: a killed run
never blocks the next one. Asking for the holder takes nothing, and so turns no run away. The file
holds who holds the lock.

Python passes the kernel's `struct flock` as bytes, and its form here is that of 64-bit Linux; on
another system the lock fails or is none.
"""

import contextlib
import errno
import fcntl
import json
import os
import socket
import stat
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from transforms.errors import TerminalError

_POLL_SECONDS = 0.2
# `struct flock` of 64-bit Linux: type, whence, start, length (0: all), pid (0 in a request).
_FLOCK = "hhqqi4x"
_SAFELY = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
# What the system says of a link, a folder, and a pipe or a socket.
_NO_FILE = {errno.ELOOP, errno.EISDIR, errno.ENXIO}


class Holder(NamedTuple):
    """The run that holds the lock."""

    pid: int
    host: str
    run_id: str


class LockHeldError(TerminalError):
    """Another run is writing this warehouse."""

    def __init__(self, holder: Holder | None, advice: str = "") -> None:
        """Name the holder, as far as it is known, and what else can be done."""
        self.holder = holder
        who = (
            f"run {holder.run_id} (pid {holder.pid} on {holder.host})" if holder else "another run"
        )
        what = "; ".join(filter(None, ("wait for it to end, or pass --wait SECONDS", advice)))
        super().__init__(f"{who} is writing this warehouse; {what}")


class NoLockError(TerminalError):
    """Something else has the name of the lock."""


def holder(path: Path) -> Holder | None:
    """Return who holds the lock now; null where no run does.

    Raises:
        NoLockError: something else has its name.
    """
    try:
        with os.fdopen(_open(path, os.O_RDONLY), "rb") as file:
            if _is_free(file.fileno()):
                return None
            return Holder(**json.loads(file.read()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _open(path: Path, flags: int) -> int:
    """Open the lock, never through a link: what is written into it would go elsewhere.

    Raises:
        NoLockError: it is a link, a folder, a pipe or a device.
    """
    error = None
    try:
        descriptor = os.open(path, flags | _SAFELY, 0o644)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
    except OSError as refusal:
        if refusal.errno not in _NO_FILE:
            raise
        error = refusal
    raise NoLockError(
        f"{path} is no file, and so not the lock of a warehouse: move it away and run again"
    ) from error


def _is_free(descriptor: int) -> bool:
    """Check that no process holds the lock, without taking it."""
    answer = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _request(fcntl.F_WRLCK))
    return bool(struct.unpack(_FLOCK, answer)[0] == fcntl.F_UNLCK)


def _request(kind: int) -> bytes:
    return struct.pack(_FLOCK, kind, os.SEEK_SET, 0, 0, 0)


@contextlib.contextmanager
def hold(path: Path, run_id: str, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock for the length of a block.

    Raises:
        LockHeldError: another run holds it, and still did after `wait_seconds`.
        NoLockError: something else has its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _open(path, os.O_RDWR | os.O_CREAT)
    try:
        _acquire(descriptor, path, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(
            descriptor,
            json.dumps(Holder(os.getpid(), socket.gethostname(), run_id)._asdict()).encode(),
            0,
        )
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _request(fcntl.F_WRLCK))
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= deadline:
                raise LockHeldError(holder(path)) from None
            time.sleep(_POLL_SECONDS)
        else:
            return
