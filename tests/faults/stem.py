"""A process that has zakhira imported and forks a child for every call: no run costs a start-up.

Each child comes from a stem that never opened a file of a warehouse or ran a thread of ours, so it
lives and dies like one that was started by hand. A keeper stands between the two and tells how the
child ended.
"""

import contextlib
import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any, NamedTuple

from tests.command import unlogged

# The checkout under test: the children import zakhira from here.
TREE = Path(__file__).parents[2]

# What every process of these tests has; OpenBLAS would start threads where numpy is imported.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "DO_NOT_TRACK": "1"}

_DEADLINE_SECONDS = 120.0


class Ended(NamedTuple):
    """How a process ended: its exit code (-9 for a kill, as in `subprocess`) and its output.

    Its standard error is without what a run logs.
    """

    exit_code: int
    stdout: str
    stderr: str


class Child:
    """A process that was forked from the stem."""

    def __init__(self, connection: Connection) -> None:
        """Learn its pid."""
        self._connection = connection
        self.pid: int = _receive(connection, _DEADLINE_SECONDS)

    def wait(self, seconds: float = _DEADLINE_SECONDS) -> Ended:
        """How it ended.

        Raises:
            TimeoutError: it did not end in time, and was killed for that.
        """
        try:
            exit_code, stdout, stderr = _receive(self._connection, seconds)
            return Ended(exit_code, stdout, unlogged(stderr))
        except TimeoutError:
            self.signal(signal.SIGKILL)
            raise

    def has_ended(self) -> bool:
        """Whether `wait` returns at once."""
        return self._connection.poll()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal; nothing where it has ended."""
        if not self.has_ended():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Stem:
    """The address of a stem; any process may ask it for children."""

    def __init__(self, address: str) -> None:
        """Remember where it listens."""
        self.address = address

    def start(self, function: Callable[..., int], *args: object) -> Child:
        """Run a function of a module in a child; what it returns is the exit code."""
        connection = Client(self.address, "AF_UNIX")
        connection.send((function, args))
        return Child(connection)

    def run(self, function: Callable[..., int], *args: object) -> Ended:
        """The same, waited for."""
        return self.start(function, *args).wait()


@contextlib.contextmanager
def planted(address: Path, module: str = "tests.faults.victims") -> Iterator[Stem]:
    """Start a stem for the length of a block; it has a module imported, with all its imports.

    It ends with its standard input, so also when this process dies.
    """
    command = [sys.executable, "-m", "tests.faults.stem", str(address), module]
    pipe = subprocess.PIPE
    path = os.pathsep.join(filter(None, [str(TREE), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": path}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=TREE, env=environment) as process:
        if process.stdout is None or process.stdout.readline() != b"ready\n":
            raise RuntimeError("the stem did not start; what it said is above")
        yield Stem(str(address))


def _receive(connection: Connection, seconds: float) -> Any:
    if not connection.poll(seconds):
        raise TimeoutError(f"a child said nothing for {seconds} s")
    return connection.recv()


def grow(address: str, module: str) -> None:
    """Listen, and fork a keeper for every caller, until standard input ends."""
    importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)  # noqa: T201 - whoever planted it waits for this line
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            caller, _ = listener.accept()
            if os.fork() == 0:
                _keep(Connection(caller.detach()))
            caller.close()


def _keep(connection: Connection) -> None:
    """Fork the child, wait for it, tell; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    function, args = connection.recv()
    outputs = [os.memfd_create("stdout"), os.memfd_create("stderr")]
    pid = os.fork()
    if pid == 0:
        connection.close()
        _be(function, args, outputs)
    with contextlib.suppress(OSError):
        connection.send(pid)
        _, status = os.waitpid(pid, 0)
        said = [
            os.pread(output, os.fstat(output).st_size, 0).decode(errors="replace")
            for output in outputs
        ]
        connection.send((os.waitstatus_to_exitcode(status), *said))
    os._exit(0)


def _be(function: Callable[..., int], args: tuple[object, ...], outputs: list[int]) -> None:
    """Be the child; never returns."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(outputs[0], 1)
    os.dup2(outputs[1], 2)
    code = 1
    try:
        code = function(*args)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(end.code)
    except BaseException:  # noqa: BLE001 - a traceback and exit code 1, as Python itself has it
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    grow(*sys.argv[1:])
