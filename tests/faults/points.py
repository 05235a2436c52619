"""Moments of a run, named by the line that is about to be executed, and what is done there.

No production code knows of it: the lines come from Python's own tracing (`sys.settrace`).
"""

import os
import pickle
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from tests.faults.stem import TREE
from tests.faults.warehouses import Fingerprint

# The files whose lines are moments, by path.
WATCHED = {
    **{
        str(path): str(path.relative_to(TREE))
        for name in ("flows", "warehouse")
        for path in (TREE / name).rglob("*.py")
    },
    shutil.__file__: "shutil.py",
}


class Point(NamedTuple):
    """The moment before a line is executed for the nth time; every time, where `hit` is null."""

    file: str
    line: int
    hit: int | None = 1

    def __str__(self) -> str:
        """The line itself, for whoever reads a failure."""
        return (
            f"{self.file}:{self.line} (hit {self.hit}): {source(self.file)[self.line - 1].strip()}"
        )


def source(file: str) -> list[str]:
    """The lines of a watched file."""
    (path,) = [path for path, name in WATCHED.items() if name == file]
    return Path(path).read_text(encoding="utf-8").splitlines()


def before(text: str, hit: int | None = 1) -> Point:
    """The moment before the one line of zakhira that holds a text.

    Raises:
        LookupError: the code has no such line any more, or several.
    """
    found = [
        Point(file, number, hit)
        for file in WATCHED.values()
        for number, line in enumerate(source(file), 1)
        if text in line and file != "shutil.py"
    ]
    if len(found) != 1:
        raise LookupError(f"{len(found)} lines hold {text!r}: {', '.join(map(str, found))}")
    return found[0]


class Tracer:
    """Follows the lines of this process: the main thread, and those that will be started.

    Not those of generator expressions and the like: thousands, and what they call is followed for
    itself.
    """

    def __init__(self, reached: Callable[[Point], object]) -> None:
        """Begin; `reached` is told of every line before it is executed."""
        self._hits: Counter[tuple[str, int]] = Counter()
        self._reached = reached
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    def _enter(self, frame: FrameType, _event: str, _arg: Any) -> "Callable[..., Any] | None":
        code = frame.f_code
        is_watched = code.co_filename in WATCHED and not code.co_name.startswith("<")
        return self._step if is_watched else None

    def _step(self, frame: FrameType, event: str, _arg: Any) -> "Callable[..., Any]":
        if event == "line":
            place = (WATCHED[frame.f_code.co_filename], frame.f_lineno)
            self._hits[place] += 1
            self._reached(Point(*place, self._hits[place]))
        return self._step


def act_at(point: Point, action: Callable[[], object]) -> Tracer:
    """Do something to this process at a point."""
    return Tracer(
        lambda reached: action() if point in (reached, reached._replace(hit=None)) else None
    )


class Recording(NamedTuple):
    """The lines of a run: how many were executed, and the first after each change of the disk."""

    line_count: int
    changes: list[Point]


class Recorder:
    """Notes each point at which the disk below a folder is not what it was at the line before.

    A kill at any line between two such points leaves the same bytes on the disk: killing at these
    points is killing at every line.
    """

    def __init__(self, folder: Path) -> None:
        """Look at the disk, and follow the lines."""
        self._fingerprint = Fingerprint(folder)
        self._last = self._fingerprint.take()
        self._recording = Recording(0, [])
        self._looking = threading.Lock()
        Tracer(self._look)

    def _look(self, point: Point) -> None:
        with self._looking:
            self._recording = Recording(self._recording.line_count + 1, self._recording.changes)
            if (now := self._fingerprint.take()) != self._last:
                self._last = now
                self._recording.changes.append(point)

    def write(self, path: Path) -> None:
        """Stop following, and leave the recording for whoever ordered it."""
        sys.settrace(None)
        path.write_bytes(pickle.dumps(self._recording))


def read_recording(path: Path) -> Recording:
    """What a `Recorder` in another process wrote."""
    recording: Recording = pickle.loads(path.read_bytes())  # noqa: S301 - a child of ours wrote it
    return recording


def met(time: int, points: list[Point]) -> list[Point]:
    """Each line once: the first, second, ... time that it is met, or the last."""
    times: dict[tuple[str, int], list[Point]] = {}
    for point in points:
        times.setdefault((point.file, point.line), []).append(point)
    return [of_line[:time][-1] for of_line in times.values()]


def used_bytes(folder: Path) -> int:
    """What is used of the filesystem of a folder."""
    status = os.statvfs(folder)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def kill() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def stop() -> None:
    """Halt this process, with all its threads, until somebody sends SIGCONT.

    The signal goes to this thread, which so does not take another step; the others follow it.
    """
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


def kill_after(seconds: float) -> None:
    """End this process a little later, wherever it is then, be it inside DuckDB or the kernel.

    Nobody handles SIGALRM, and its default is to end the process at once; nothing of it runs on.
    """
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
    signal.setitimer(signal.ITIMER_REAL, seconds)
