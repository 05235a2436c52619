"""This file starts real clusters: a Dask scheduler with two workers, each a process of its own on loopback."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults.processes import wait_until

_CHECKOUT = Path(__file__).parents[2]


class Dask(NamedTuple):
    """A Dask cluster that is not ours to end."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[Dask]:
    """A scheduler and two workers for the length of a block."""
    folder.mkdir()
    found = folder / "scheduler.json"
    loopback = ["--host", "127.0.0.1"]
    with contextlib.ExitStack() as stack:
        options = ["--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(found)]
        scheduler = stack.enter_context(_running(folder / "scheduler.log", "scheduler", *loopback, *options))
        wait_until(found.exists, "a scheduler")
        place = ["--scheduler-file", str(found), "--nthreads", "1", "--local-directory", str(folder)]
        workers = [
            stack.enter_context(_running(folder / f"worker-{number}.log", "worker", *loopback, *place))
            for number in range(2)
        ]
        yield Dask(_address(found), scheduler, tuple(workers))


def _address(found: Path) -> str:
    address = json.loads(found.read_text())["address"]
    assert isinstance(address, str)
    return address


@contextlib.contextmanager
def _running(log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask for the length of a block."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=_CHECKOUT,
            env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
