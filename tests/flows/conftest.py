"""What must be true after every test of whole runs."""

from collections.abc import Iterator

import pytest

from tests.place import Place
from warehouse.checks import run_checks
from warehouse.storage.folder_store import FolderStore


@pytest.fixture
def clean(place: Place) -> Iterator[None]:
    """After every test the checks hold and nothing is left in staging."""
    yield
    if place.layout.published.exists():
        assert [
            check for check in run_checks(FolderStore(place.layout)) if check.broken_count
        ] == []
    assert list(place.layout.staging.glob("*")) == [], "staging is empty after a run"
