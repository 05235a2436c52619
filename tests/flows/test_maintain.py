"""Maintain, without a Prefect server: what it does to a warehouse, what it says, when it alarms."""

import logging
import os
import time
from pathlib import Path

import pytest

from flows.cli.inspection import status
from flows.ingest import ingest
from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from flows.steps.quality import CheckFailedError
from transforms.errors import UsageError
from warehouse.checks import run_checks
from warehouse.database.connection import connect_read_only
from warehouse.storage.part_names import is_compacted


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
        "16 checks run",
    ]


def test_maintain_removes_old_generations_and_staging(settings: Settings) -> None:
    layout = settings.store.layout
    for number in range(3):
        (Path(settings.landing) / f"{number}.txt").write_text(
            f"Story {number}\n\nIt rained {number} days."
        )
        ingest.fn(settings)
    (layout.staging / "dead").mkdir(parents=True)
    maintain.fn(settings.model_copy(update={"keep_generations": 1}))
    assert list(layout.generations()) == [layout.published_generation()]
    assert not layout.staging.exists()


def test_maintain_fails_where_a_rule_is_broken_and_names_it(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (part,) = (settings.store.layout.parquet / "runs").iterdir()
    part.write_bytes(b"no Parquet")
    with pytest.raises(CheckFailedError, match="parts_are_as_written"):
        maintain.fn(settings)
    assert [record.levelname for record in caplog.records if record.name == "zakhira"] == ["ERROR"]


def test_maintain_makes_no_warehouse_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run zakhira ingest first"):
        maintain.fn(Settings(warehouse=tmp_path / "nope"))
    assert not (tmp_path / "nope").exists()


@pytest.fixture
def hourly(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A warehouse of three runs, ready to be compacted, where two parts are worth that."""
    monkeypatch.setattr("warehouse.compaction.plan._FEWEST_PARTS", 2)
    found = settings.model_copy(update={"keep_generations": 1})
    for number in range(2):
        (Path(found.landing) / f"{number}.txt").write_text(
            f"Story {number}\n\nIt rained {number} days."
        )
        ingest.fn(found)
    maintain.fn(found)  # makes links of folders
    return found


def test_maintain_compacts_parts_and_says_so_and_publishes_what_is_there(
    hourly: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    layout = hourly.store.layout
    with caplog.at_level(logging.INFO, "zakhira"):
        checks = maintain.fn(hourly)
    assert [each.broken_count for each in checks] == [0] * len(checks)
    said = [record.getMessage() for record in caplog.records if record.name == "zakhira"]
    assert "documents: 3 parts compacted into 1 part" in said
    assert (
        f"{hourly.warehouse}: nothing is left over; 1 generation kept; 12 parts compacted" in said
    )
    assert [
        is_compacted(path.stem) for path in (layout.parquet / "documents").glob("*.parquet")
    ] == [True]
    assert status(hourly.store)["parquet_parts"] == 5
    with connect_read_only(layout.published) as connection:
        outcomes = connection.execute(
            "select outcome, new_document_count from run_history limit 1"
        ).fetchall()
    assert outcomes == [("completed", 0)]


def test_replaced_parts_are_kept_for_the_grace_period_and_no_longer(hourly: Settings) -> None:
    layout = hourly.store.layout
    (waiting,) = (layout.compacted / "documents").glob("before-*")
    maintain.fn(hourly)
    assert len(list(waiting.glob("*.parquet"))) == 3
    long_ago = time.time() - hourly.grace_hours * 3600 - 1
    os.utime(waiting, (long_ago, long_ago))
    maintain.fn(hourly)
    assert not waiting.exists()
    assert (layout.compacted / "runs").exists()


def test_a_warehouse_that_was_compacted_goes_on(hourly: Settings) -> None:
    maintain.fn(hourly)
    (Path(hourly.landing) / "later.txt").write_text("A later story\n\nThe sun shone.")
    assert ingest.fn(hourly).new_documents == 1
    assert ingest.fn(hourly).unchanged == 4
    maintain.fn(hourly)
    assert rebuild_warehouse(hourly) > 0
    assert [check.name for check in run_checks(hourly.store) if check.broken_count] == []
