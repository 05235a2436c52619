"""What must be true after every test of whole runs, and a landing zone of two files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import Settings
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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a run over a news text and an empty file, without a warehouse yet."""
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a.txt").write_text(
        "شہر میں کتاب میلہ شروع\n\nکراچی: کتاب میلہ آج صبح شروع ہو گیا۔", encoding="utf-8"
    )
    (landing / "empty.txt").write_bytes(b"")
    return Settings(landing=landing, warehouse=tmp_path / "warehouse", workers=1)
