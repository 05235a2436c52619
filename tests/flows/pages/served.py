"""The explorer in a process of its own, on a free port."""

import contextlib
import http.client
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.command import COMMAND, environment_of_nobody


class Answer(NamedTuple):
    """What a server answers."""

    status: int
    headers: dict[str, str]
    text: str


class Explorer:
    """A running `zakhira explore`."""

    def __init__(self, warehouse: Path) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "explore", "--warehouse", str(warehouse), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment_of_nobody(),
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline()
        self.url = self.said.partition(" ")[0].rstrip("/")

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What the explorer answers."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it by a signal: the exit code, and what it said on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextlib.contextmanager
def exploring(warehouse: Path) -> Iterator[Explorer]:
    """Run the explorer for the length of a block."""
    explorer = Explorer(warehouse)
    try:
        yield explorer
    finally:
        if explorer.process.poll() is None:
            explorer.process.kill()
        explorer.process.communicate()
