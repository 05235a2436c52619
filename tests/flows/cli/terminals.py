"""The command at a terminal of its own: what a person types, and what they see."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.command import COMMAND, environment_of_nobody

_SECONDS = 60


class Terminal:
    """A terminal on which the command runs."""

    def __init__(self, descriptor: int, running: subprocess.Popen[bytes]) -> None:
        self._descriptor = descriptor
        self.running = running
        self.seen = ""

    def read_until(self, text: str) -> str:
        """What is seen until a text comes, and with it; the next call begins after it."""
        ends = time.monotonic() + _SECONDS
        while text not in self.seen:
            assert time.monotonic() < ends, f"no {text!r} in {self.seen!r}"
            if not self._read_some():
                break
        assert text in self.seen, f"ended without {text!r}: {self.seen!r}"
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def read_all(self) -> str:
        """What is seen until the command ends."""
        while self._read_some(_SECONDS):
            pass
        return self.seen

    def type(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def _read_some(self, seconds: float = 1) -> bool:
        """Read what there is; false at the end."""
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return self.running.poll() is None
        try:
            found = os.read(self._descriptor, 65_536)
        except OSError:  # the other side is closed
            return False
        self.seen += found.decode(errors="replace").replace("\r\n", "\n")
        return bool(found)


@contextmanager
def terminal(*arguments: str, columns: int = 120, **environment: str) -> Iterator[Terminal]:
    """Run the command at a terminal inside a block."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "40", "TERM": "xterm", "INPUTRC": "/dev/null"}
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment_of_nobody(**size, **environment),
        # The terminal is the one that Ctrl-C is typed at.
        preexec_fn=_take_terminal,  # noqa: PLW1509 - the tests start it from one thread
    ) as running:
        os.close(theirs)
        try:
            yield Terminal(ours, running)
        finally:
            if running.poll() is None:
                running.kill()
            os.close(ours)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def cpu_seconds(pid: int) -> float:
    """What a process has used; starting takes less than three."""
    return int(_facts(pid)[11]) / os.sysconf("SC_CLK_TCK")


def waits(pid: int) -> bool:
    """Whether a process waits for something, as for a key; a signal before that may be lost.

    Python prints the prompt first, and only then waits for keys and signals.
    """
    return _facts(pid)[0] == "S"


def _facts(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
