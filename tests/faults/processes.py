"""Processes: their descendants, whether they have stopped, whether they are still there."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_POLL_SECONDS = 0.01
_ENDLESS_SECONDS = 120.0


class Process(NamedTuple):
    """A process as it is told from later ones with the same pid."""

    pid: int
    started: int

    def is_alive(self) -> bool:
        """Whether it still runs; a zombie does not."""
        now = _look(self.pid)
        return now is not None and now.process == self and now.state != "Z"

    def has_stopped(self) -> bool:
        """Whether it waits for SIGCONT."""
        now = _look(self.pid)
        return now is not None and now.process == self and now.state == "T"

    def command(self) -> str:
        """Its command line; nothing when it is gone."""
        try:
            return (
                Path(f"/proc/{self.pid}/cmdline")
                .read_text(encoding="utf-8", errors="replace")
                .replace("\0", " ")
            )
        except (FileNotFoundError, ProcessLookupError):
            return ""


class _Look(NamedTuple):
    process: Process
    parent_pid: int
    state: str


def process(pid: int) -> Process:
    """The process with a pid."""
    found = _look(pid)
    if found is None:
        raise ProcessLookupError(pid)
    return found.process


def parent_pid(of: Process) -> int | None:
    """The pid of a process's parent; null when it is gone."""
    found = _look(of.pid)
    return found.parent_pid if found and found.process == of else None


def descendants(pid: int) -> list[Process]:
    """The children of a process, and theirs, nearest first."""
    looks = [look for path in Path("/proc").glob("[0-9]*") if (look := _look(int(path.name)))]
    family, known = [], {pid}
    while children := [
        look.process for look in looks if look.parent_pid in known and look.process.pid not in known
    ]:
        family += children
        known |= {child.pid for child in children}
    return family


def open_files(pid: int) -> set[Path]:
    """The files that a process has open now; those it closes or opens meanwhile may be missing."""
    found = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            found.add(descriptor.readlink())
    return found


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something to become true; on a machine with much else to do, too.

    Raises:
        TimeoutError: it did not, in a time that no machine needs.
    """
    deadline = time.monotonic() + _ENDLESS_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {_ENDLESS_SECONDS} s: {what}")
        time.sleep(_POLL_SECONDS)


def _look(pid: int) -> _Look | None:
    """What the kernel says of a process; null when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return _Look(Process(pid, int(fields[19])), int(fields[1]), fields[0])
