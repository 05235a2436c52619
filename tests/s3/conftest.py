"""Fixtures: a running S3 server, and a bucket for each test."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.stem import Stem, planted
from tests.s3.server import BINARY, CREDENTIALS, Bucket, S3Server

_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these need the server; `make test` does without."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.s3)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A server, and credentials for it in the environment."""
    if not BINARY.exists():
        pytest.fail("no S3 server is installed: run make test-s3")
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith(("AWS_", "ZAKHIRA_"))]:
            environment.delenv(name)
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        found = S3Server(tmp_path_factory.mktemp("s3") / "server")
        found.start()
        yield found
        found.stop()


@pytest.fixture
def bucket(server: S3Server) -> Bucket:
    """An empty bucket."""
    return Bucket(server, f"bucket-{os.getpid()}-{next(_numbers)}")


@pytest.fixture(scope="session")
def stem(server: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stem]:
    """What forks runs that can be killed; they have the server's credentials."""
    assert server
    with planted(tmp_path_factory.mktemp("stem") / "socket") as stem:
        yield stem
