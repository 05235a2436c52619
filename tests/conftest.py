"""What all tests share."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.generations import forked

if TYPE_CHECKING:
    from tests.place import MadeOnce, Place

os.environ["DO_NOT_TRACK"] = "1"  # before anything imports Prefect

settings.register_profile("zakhira", deadline=None)  # machines of two cores are busy
settings.load_profile("zakhira")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for a server, so that the other tests go on meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("server") is None)


@pytest.fixture(scope="session", autouse=True)
def forked_generations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fork what makes a generation, in runs of these tests; the command itself starts it anew."""
    with forked(tmp_path_factory.mktemp("stem") / "socket"):
        yield


@pytest.fixture(autouse=True)
def inline_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs in this process start no workers; a test that is about them sets the real pool."""
    if "flows.run.context" in sys.modules:
        from tests.inline_pool import InlinePool

        monkeypatch.setattr("flows.run.context.ProcessPool", InlinePool)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> "MadeOnce":
    """The places that several tests begin with."""
    from tests.place import MadeOnce  # it imports Prefect, which most tests do without

    return MadeOnce(tmp_path_factory.mktemp("places"))


@pytest.fixture
def place(made_once: "MadeOnce") -> "Place":
    """A landing zone of three texts, and a warehouse to be; the folder of the next test, too."""
    return made_once.empty()


@pytest.fixture
def ingested(place: "Place", made_once: "MadeOnce") -> None:
    """Let a test begin with the warehouse of a first run over that landing zone."""
    made_once.fill(place, ingest_once)


def ingest_once(place: "Place") -> None:
    place.ingest()
