"""The record of the checks grows by what each run found, for a year, and is always whole."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.golden import golden
from transforms.schemas import CHECK_RESULTS
from warehouse.checks import Check, Kind, Severity
from warehouse.database.ddl import table_ddl
from warehouse.locking import file_lock
from warehouse.quality.results import record
from warehouse.storage.layout import Layout

NOW = datetime(2026, 3, 7, 6, tzinfo=UTC)
BROKEN = Check("titles.sql", "titles are long", 7, [{"title": "برف\n"}], Severity.WARN, Kind.OWN)
NOT_RUN = Check("x.sql", "", 0, [], kind=Kind.OWN, error="no such table")
SOUND = Check("unique_content_hash", "content_hash is unique", 0, [])


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "warehouse")


def test_a_row_says_when_what_and_how_it_came_out(layout: Layout) -> None:
    record(layout, [BROKEN, NOT_RUN, SOUND], "a-run", NOW, None)
    rows = pq.read_table(layout.check_results).to_pylist()
    assert {(row["checked_at"], row["run_id"], row["generation"]) for row in rows} == {
        (NOW, "a-run", None)
    }
    names = ("check_name", "kind", "severity", "status", "broken_count", "error")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("titles.sql", "own", "warn", "warn", 7, None),
        ("x.sql", "own", "error", "error", None, "no such table"),
        ("unique_content_hash", "rule", "error", "pass", 0, None),
    ]
    assert json.loads(rows[0]["sample"]) == [{"title": "برف\n"}]


def test_rows_of_a_generation_that_was_replaced_meanwhile_are_not_shown(layout: Layout) -> None:
    """A text in them may have been taken down while the checks were run."""
    record(layout, [BROKEN], "a-run", NOW, 7)
    (row,) = pq.read_table(layout.check_results).to_pylist()
    assert (row["generation"], row["broken_count"], row["sample"]) == (7, 7, None)


def test_it_is_added_to_for_a_year(layout: Layout) -> None:
    for days in (400, 366, 364, 0):
        record(layout, [SOUND], str(days), NOW - timedelta(days=days), None)
    assert pq.read_table(layout.check_results)["run_id"].to_pylist() == ["364", "0"]
    files = {path for path in layout.root.rglob("*") if path.is_file()}
    assert files == {layout.check_results, layout.check_results_lock}


@pytest.mark.parametrize("damage", [b"", b"no Parquet", b"PAR1PAR1"])
def test_a_record_that_cannot_be_read_begins_anew(
    layout: Layout, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    layout.root.mkdir()
    layout.check_results.write_bytes(damage)
    record(layout, [SOUND], "a-run", NOW, None)
    assert pq.read_table(layout.check_results).num_rows == 1
    assert "check_results.parquet cannot be read, and begins anew" in caplog.text


def test_where_it_cannot_be_written_nothing_is_lost_but_the_record(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout.check_results.mkdir(parents=True)
    record(layout, [SOUND], "a-run", NOW, None)
    assert list(layout.check_results.iterdir()) == []
    monkeypatch.setattr("warehouse.quality.results._WAIT_SECONDS", 0.0)
    with file_lock.hold(layout.check_results_lock, "another"):
        record(layout, [SOUND], "a-run", NOW, None)


def test_sessions_make_the_table_that_the_schemas_declare() -> None:
    ddl = table_ddl(CHECK_RESULTS).replace("create table main.", "create temp table ", 1)
    head = "-- fmt: off\n-- made of transforms/schemas.py by a test\n"
    golden("../../warehouse/sql/session/check_results.sql", head + ddl.replace("main.", "temp."))
