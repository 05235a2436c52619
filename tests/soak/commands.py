"""Start `zakhira` as a process of its own, do something to it meanwhile, and say how it ended."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.command import COMMAND, environment_of_nobody, unlogged
from tests.faults.processes import descendants, open_files, parent_pid, wait_until
from tests.faults.stem import TREE

_SECONDS = 600.0
_POLL_SECONDS = 0.01
_LOOK = os.WEXITED | os.WNOHANG | os.WNOWAIT


class Ended(NamedTuple):
    """How a command ended; its standard error is without what a run logs."""

    arguments: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    # Resident memory of the process itself, without its workers.
    peak_bytes: int

    def __str__(self) -> str:
        """A line for whoever reads a failure."""
        said = " | ".join(filter(None, self.stderr.strip().splitlines()[-3:]))
        return f"{' '.join(self.arguments)}: {self.exit_code} in {self.seconds:.1f} s {said}"


class Command:
    """A command that runs."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        """Start it; its output goes to files in a folder, which no full pipe stops."""
        self._arguments = tuple(arguments)
        self._said = [folder / f"{time.monotonic_ns()}.{name}" for name in ("out", "err")]
        everything = environment_of_nobody(PYTHONPATH=str(TREE), **environment)
        self._began = time.monotonic()
        self._peak_bytes = 0
        with self._said[0].open("wb") as stdout, self._said[1].open("wb") as stderr:
            self._process = subprocess.Popen(
                [*COMMAND, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=everything,
                cwd=folder,
            )

    def signal_after(self, seconds: float, number: signal.Signals) -> None:
        """Send it a signal some time after its start, unless it has ended.

        One that asks for an end only when zakhira listens: before that, Python itself starts, and
        ends as any Python does.
        """
        while not self._ends_within(seconds):
            if number == signal.SIGKILL or _listens(self._process.pid):
                os.kill(self._process.pid, number)  # Popen would wait for one that has just ended
                return
            seconds += _POLL_SECONDS

    def limit_memory(self, size: int) -> None:
        """Let it have so many bytes of addresses, and no more."""
        with suppress(ProcessLookupError):
            resource.prlimit(self._process.pid, resource.RLIMIT_AS, (size, size))

    def kill_a_worker_after(self, seconds: float, random: Random) -> bool:
        """Kill one of its workers; whether there was one."""
        if self._ends_within(seconds):
            return False
        family = descendants(self._process.pid)
        # Workers are grandchildren, forked from a child. Of the other children, one keeps Python's
        # own books, and one makes a generation.
        workers = [each for each in family if parent_pid(each) not in {self._process.pid, None}]
        if not workers:
            return False
        with suppress(ProcessLookupError):
            os.kill(random.choice(workers).pid, signal.SIGKILL)
        return True

    def is_done(self) -> bool:
        """Whether it has ended with 0; it can be waited for all the same."""
        ended = os.waitid(os.P_PID, self._process.pid, _LOOK)
        return ended is not None and ended.si_status == 0

    def wait(self) -> Ended:
        """How it ended.

        Raises:
            TimeoutError: it did not, and was killed for that.
        """
        if not self._ends_within(_SECONDS):
            self.end()
            raise TimeoutError(f"{' '.join(self._arguments)} has not ended in {_SECONDS} s")
        code = self._process.wait()
        seconds = time.monotonic() - self._began
        stdout, stderr = (path.read_text("utf-8", "replace") for path in self._said)
        for path in self._said:
            path.unlink()
        return Ended(self._arguments, code, stdout, unlogged(stderr), seconds, self._peak_bytes)

    def end(self) -> None:
        """Kill it, where whoever started it can wait no more."""
        self._process.kill()
        self._process.wait()

    def _ends_within(self, seconds: float) -> bool:
        """Wait for its end, counted from its start; it can be waited for once more."""
        while (left := self._began + seconds - time.monotonic()) > 0:
            if os.waitid(os.P_PID, self._process.pid, _LOOK) is not None:
                return True
            self._peak_bytes = _peak_bytes(self._process.pid) or self._peak_bytes
            time.sleep(min(left, _POLL_SECONDS))
        return False


def _peak_bytes(pid: int) -> int:
    """The most memory that a process had so far; none of one that has ended.

    What `wait4` says begins with the memory of this process, of which each command was forked.
    """
    return int(_status(pid).get("VmHWM", "0").split()[0]) * 1024


def _listens(pid: int) -> bool:
    """Whether a process catches SIGTERM, which zakhira does before anything else."""
    caught = int(_status(pid).get("SigCgt", "0"), 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def _status(pid: int) -> dict[str, str]:
    """What the kernel says of a process, by name; nothing of one that is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return {}


def wait_until_closed(folder: Path, but: Callable[[], set[int]]) -> None:
    """Wait until no process but these has a file below a folder open.

    Raises:
        TimeoutError: one keeps it open.
    """
    wait_until(lambda: not _holders(folder, but()), f"{folder} is let go of")


def _holders(folder: Path, but: set[int]) -> list[int]:
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if pid not in but and _holds(pid, folder)]


def _holds(pid: int, folder: Path) -> bool:
    with suppress(OSError):
        return any(path.is_relative_to(folder) for path in open_files(pid))
    return False
