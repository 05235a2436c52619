"""Parquet is the record: both DuckDB files can be deleted at any time, and come back the same."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.points import before, kill
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.victims import Orders
from tests.faults.warehouses import contents, every_row, problems, seen_by_readers
from warehouse.storage.layout import Layout

pytestmark = pytest.mark.faults

_MOVE = "_move(store, part.run_id, part.table.name, part.name)"
# A batch is committed; its parts are still in staging, all or all but the first.
_MOMENTS = {"before the moves": before(_MOVE), "after a move": before(_MOVE, hit=2)}
# Both databases are gone; the fresh one is not yet in its place.
_REBUILD = before("move(fresh, layout.work_database)")


def _all_databases(layout: Layout) -> None:
    _work_database(layout)
    _published_ones(layout)


def _work_database(layout: Layout) -> None:
    layout.work_database.unlink()


def _published_ones(layout: Layout) -> None:
    shutil.rmtree(layout.versions)
    layout.published.unlink()


def _all_but_parquet(layout: Layout) -> None:
    _published_ones(layout)
    shutil.rmtree(layout.state)


_LOSSES = (_all_databases, _work_database, _published_ones, _all_but_parquet)


@pytest.mark.parametrize("lose", _LOSSES)
def test_rebuild_brings_back_every_row_of_deleted_databases(
    scene: Scene, warehouse: Path, lose: Callable[[Layout], None]
) -> None:
    rows, parquet = every_row(scene.after), _parquet(scene.after)
    lose(Layout(copy(scene.after, warehouse)))
    found = json.loads(must_succeed(scene.run(("rebuild", "--json"), warehouse)).stdout)
    assert found["parts"] == len(parquet)
    assert every_row(warehouse) == rows
    assert _parquet(warehouse) == parquet
    assert problems(warehouse) == []


@pytest.mark.parametrize("lose", _LOSSES)
def test_ingest_without_its_databases_makes_them_anew_and_takes_in_nothing_twice(
    scene: Scene, warehouse: Path, lose: Callable[[Layout], None]
) -> None:
    rows, parquet = every_row(scene.after), _parquet(scene.after)
    lose(Layout(copy(scene.after, warehouse)))
    found = json.loads(
        must_succeed(scene.run(("ingest", str(scene.landing), "--json"), warehouse)).stdout
    )
    assert found["unchanged"] == found["seen"] > 0
    assert every_row(warehouse) == rows
    assert _parquet(warehouse) == parquet
    assert problems(warehouse) == []


def test_rebuild_that_was_killed_is_done_by_the_next_ingest(scene: Scene, warehouse: Path) -> None:
    copy(scene.before, warehouse)
    orders = Orders(at=_REBUILD, action=kill)
    assert scene.run(("rebuild",), warehouse, orders).exit_code == -9
    assert not Layout(warehouse).work_database.exists()
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def test_rebuild_finds_the_changes_that_the_landing_zone_had_since(
    scene: Scene, warehouse: Path
) -> None:
    _all_databases(Layout(copy(scene.before, warehouse)))
    must_succeed(scene.run(("rebuild",), warehouse))
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


@pytest.mark.parametrize("moment", _MOMENTS)
def test_rebuild_after_a_kill_keeps_the_batch_that_was_committed(
    scene: Scene, warehouse: Path, moment: str
) -> None:
    assert (
        scene.ingest(
            copy(scene.before, warehouse), Orders(at=_MOMENTS[moment], action=kill)
        ).exit_code
        == -9
    )
    known = len(contents(warehouse).sources)
    must_succeed(scene.run(("rebuild",), warehouse))
    assert problems(warehouse) == []
    assert len(contents(warehouse).sources) > known, "the batch was committed: it must not be lost"
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


@pytest.mark.parametrize("moment", _MOMENTS)
@pytest.mark.parametrize("lose", [_work_database, _all_databases])
def test_databases_deleted_after_a_kill_leave_a_record_that_is_whole(
    scene: Scene, warehouse: Path, moment: str, lose: Callable[[Layout], None]
) -> None:
    assert (
        scene.ingest(
            copy(scene.before, warehouse), Orders(at=_MOMENTS[moment], action=kill)
        ).exit_code
        == -9
    )
    lose(Layout(warehouse))
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def test_log_of_a_deleted_work_database_does_not_meet_the_next_one(
    scene: Scene, warehouse: Path
) -> None:
    layout = Layout(copy(scene.before, warehouse))
    logged = before(_MOVE)
    assert scene.ingest(warehouse, Orders(at=logged, action=kill)).exit_code == -9
    assert layout.work_database.with_name("work.duckdb.wal").exists()
    layout.work_database.unlink()
    shutil.rmtree(layout.parquet)
    _published_ones(layout)
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []


def _parquet(warehouse: Path) -> dict[str, str]:
    return {
        path: found
        for path, found in seen_by_readers(warehouse).items()
        if path.endswith(".parquet")
    }
