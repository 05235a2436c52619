"""`make server` in a real terminal: it asks nothing, on whatever port, and Ctrl-C ends it."""

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from tests.flows.orchestration.test_server import CHECKOUT, free_port

pytestmark = pytest.mark.server

_SECONDS = 150


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.said = ""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(CHECKOUT)
            os.execve(command[0], command, environment)  # noqa: S606 - a command of ours

    def read_until(self, *signs: str) -> None:
        """Read until one of the signs is there, or the command has ended."""
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline and not any(sign in self.said for sign in signs):
            if not select.select([self._terminal], [], [], 0.5)[0]:
                continue
            try:
                self.said += os.read(self._terminal, 65_536).decode(errors="replace")
            except OSError:  # the end of a terminal
                return

    def interrupt(self) -> int:
        """Press Ctrl-C, wait for the end and return the exit code."""
        os.write(self._terminal, b"\x03")
        self.read_until("\0")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.mark.timeout(400)
def test_a_first_look_on_another_port_asks_nothing_in_a_terminal(tmp_path: Path) -> None:
    port = str(free_port())
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "ZAKHIRA_"))
    }
    places = {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "ZAKHIRA_LANDING": str(tmp_path),
        "ZAKHIRA_WAREHOUSE": str(tmp_path / "warehouse"),
    }
    command = [sys.executable, "-m", "flows.orchestration.server", "start", "--port", port]
    terminal = Terminal(command, inherited | places)
    terminal.read_until("end      Ctrl-C", "? ")
    assert f"open     http://127.0.0.1:{port}" in terminal.said, terminal.said
    assert "How would you like" not in terminal.said
    assert terminal.interrupt() == 0, terminal.said
    # Whoever starts the server on this port keeps the profile that was active.
    assert not (tmp_path / "prefect" / "profiles.toml").exists()
