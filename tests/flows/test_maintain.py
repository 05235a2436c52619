"""Maintain: what it does to a warehouse, what it says, and when it raises an alarm. Without a Prefect server."""

import logging
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.maintain import CheckFailedError, maintain
from flows.settings import Settings
from transforms.errors import UsageError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a.txt").write_text("A dry winter ends\n\nIt rained all day.")
    found = Settings(landing=landing, warehouse=tmp_path / "warehouse", workers=1)
    ingest.fn(found)
    return found


def test_maintain_says_what_it_did(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "zakhira"):
        maintain.fn(settings)
    assert [record.getMessage() for record in caplog.records if record.name == "zakhira"] == [
        f"{settings.warehouse}: nothing is left over; 1 generation kept",
        "13 rules checked",
    ]


def test_maintain_removes_old_generations_and_staging(settings: Settings) -> None:
    layout = settings.layout
    for number in range(3):
        (Path(settings.landing) / f"{number}.txt").write_text(f"Story {number}\n\nIt rained {number} days.")
        ingest.fn(settings)
    (layout.staging / "dead").mkdir(parents=True)
    maintain.fn(settings.model_copy(update={"keep_generations": 1}))
    assert list(layout.generations()) == [layout.published_generation()]
    assert not layout.staging.exists()


def test_maintain_fails_where_a_rule_is_broken_and_names_it(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (part,) = (settings.layout.parquet / "runs").iterdir()
    part.unlink()
    with pytest.raises(CheckFailedError, match="parts_are_as_written"):
        maintain.fn(settings)
    assert [record.levelname for record in caplog.records if record.name == "zakhira"] == ["ERROR"]


def test_maintain_makes_no_warehouse_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run zakhira ingest first"):
        maintain.fn(Settings(warehouse=tmp_path / "nope"))
    assert not (tmp_path / "nope").exists()
