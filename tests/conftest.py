"""What all tests share."""

import os

import pytest
from hypothesis import settings

os.environ["DO_NOT_TRACK"] = "1"  # before anything imports Prefect

settings.register_profile("zakhira", deadline=None)  # machines of two cores are busy
settings.load_profile("zakhira")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for a server, so that the other tests go on meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("server") is None)
