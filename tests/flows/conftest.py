"""A landing zone of three texts, and what must be true after every test of whole runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.place import TEXTS, Place
from warehouse.checks import run_checks


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    for name, text in TEXTS.items():
        found.put(name, text)
    return found


@pytest.fixture
def clean(place: Place) -> Iterator[None]:
    """After every test the checks hold and nothing is left in staging."""
    yield
    if place.layout.published.exists():
        assert [check for check in run_checks(place.layout) if check.broken_count] == []
    assert list(place.layout.staging.glob("*")) == [], "staging is empty after a run"
