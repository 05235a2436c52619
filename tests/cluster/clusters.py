"""This file starts real clusters on loopback: Dask or Ray, each with two workers.

Each Dask worker is a process of its own.
"""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
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
        options = [
            "--port",
            "0",
            "--dashboard-address",
            "127.0.0.1:0",
            "--scheduler-file",
            str(found),
        ]
        scheduler = stack.enter_context(
            _running(folder / "scheduler.log", "dask", "scheduler", *loopback, *options)
        )
        wait_until(found.exists, "a scheduler")
        place = [
            "--scheduler-file",
            str(found),
            "--nthreads",
            "1",
            "--local-directory",
            str(folder),
        ]
        workers = [
            stack.enter_context(
                _running(folder / f"worker-{number}.log", "dask", "worker", *loopback, *place)
            )
            for number in range(2)
        ]
        yield Dask(_address(found), scheduler, tuple(workers))


def set_ray_token() -> None:
    """Give this process and its children one Ray token: to reach a cluster takes its token."""
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))


@contextlib.contextmanager
def ray_cluster(log: Path) -> Iterator[str]:
    """The address of a Ray cluster with two workers, for the length of a block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    head = [
        "--head",
        "--block",
        "--node-ip-address",
        "127.0.0.1",
        "--port",
        str(port),
        "--num-cpus",
        "2",
    ]
    small = [
        "--include-dashboard",
        "false",
        "--object-store-memory",
        str(256 << 20),
        "--disable-usage-stats",
    ]
    with (
        tempfile.TemporaryDirectory(prefix="ray-") as folder,  # its sockets need a short path
        _running(log, "ray.scripts.scripts", "start", *head, *small, "--temp-dir", folder),
    ):
        wait_until(lambda: "Ray runtime started" in log.read_text(), "a Ray cluster")
        yield f"127.0.0.1:{port}"


def _address(found: Path) -> str:
    address = json.loads(found.read_text())["address"]
    assert isinstance(address, str)
    return address


@contextlib.contextmanager
def _running(log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A module as a process for the length of a block."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
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
