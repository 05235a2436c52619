"""Reading never waits for writing, and never sees half of it."""

from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.faults import readers
from tests.faults.readers import Report
from tests.faults.scene import must_succeed
from tests.faults.stem import Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import problems
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

pytestmark = [pytest.mark.faults, pytest.mark.kills]

_INGESTS = 20
_SLOWLY = {f"warehouse/{name}.py" for name in ("parquet", "files", "commit", "publish")}
_SETTINGS = {"ZAKHIRA_BATCH_FILES": "4", "ZAKHIRA_WORKERS": "1"}


def test_twenty_ingests_are_read_all_the_while_without_an_error_or_half_of_anything(
    warehouse: Path, stem: Stem
) -> None:
    folder = warehouse.parent
    landing, stop = folder / "landing", folder / "stop"
    _ingest(stem, landing, warehouse, corpus.landing_zone(8))
    arguments = (warehouse, stop)
    children = {
        "link": stem.start(readers.read_until_stopped, readers.LINK, *arguments, folder / "link"),
        "database": stem.start(
            readers.read_until_stopped, readers.DATABASE, *arguments, folder / "database"
        ),
        "parquet": stem.start(
            readers.read_until_stopped, readers.PARQUET, *arguments, folder / "parquet"
        ),
        "analyst": stem.start(readers.keep_session_open, *arguments, folder / "analyst"),
    }
    try:
        for number in range(1, _INGESTS + 1):
            (landing / sorted(corpus.landing_zone(8, first=number * 10 - 10))[number % 8]).unlink()
            _ingest(stem, landing, warehouse, corpus.landing_zone(8, first=number * 10))
    finally:
        stop.touch()
    for child in children.values():
        must_succeed(child.wait())
    reports = {name: readers.read_report(folder / name) for name in children}
    assert problems(warehouse) == []
    _require_a_file_behind_the_link(reports["link"])
    _require_whole_generations(reports["database"])
    _require_whole_batches(reports["parquet"], Layout(warehouse))
    _require_one_answer(reports["analyst"])


def _ingest(stem: Stem, landing: Path, warehouse: Path, news: dict[str, bytes]) -> None:
    corpus.write(landing, news)
    orders = Orders(_SETTINGS, verifier=stem.address, slow=_SLOWLY)
    must_succeed(stem.run(zakhira, ["ingest", str(landing), "--warehouse", str(warehouse)], orders))


def _require_a_file_behind_the_link(report: Report) -> None:
    """Whenever it was opened, the link led to a generation that was a DuckDB file."""
    assert report.errors == []
    assert {magic for _, (_, magic) in _looks(report, "link")} == {b"DUCK"}
    assert len(report.seen) > _INGESTS // 3


def _require_whole_generations(report: Report) -> None:
    """Each connection found one generation, whole, and every check clean."""
    assert report.errors == []
    assert {wrong for _, (_, wrong) in _looks(report, "database")} == {()}
    assert {broken for _, broken in _looks(report, "checks")} == {()}
    generations = {generation for _, (generation, _) in _looks(report, "database")}
    assert len(generations) > _INGESTS // 3, "the reader was too slow to tell"


def _require_whole_batches(report: Report, layout: Layout) -> None:
    """Each glob found, of each run and table, the rows of its first batches: one, two, or all."""
    assert report.errors == []
    query = """
        select table_name, run_id, list(row_count order by part_path)
        from parquet_parts
        group by all
    """
    with connect_read_only(layout.published) as connection:
        rows_of = connection.execute(query).fetchall()
    whole = {(table, run): list(accumulate(rows)) for table, run, rows in rows_of}
    for engine in ("glob_with_duckdb", "glob_with_pyarrow", "glob_with_polars"):
        assert len(_looks(report, engine)) > _INGESTS // 3, f"{engine} was too slow to tell"
        for _, rows in _looks(report, engine):
            halves = [row for row in rows if row[2] not in whole[row[:2]]]
            assert halves == [], engine


def _require_one_answer(report: Report) -> None:
    """A session kept open, amid a transaction and a result, answered its own generation."""
    assert report.errors == []
    assert len(report.seen) == 1
    assert report.reads > _INGESTS


def _looks(report: Report, name: str) -> list[tuple[str, Any]]:
    return [(look, answer) for look, answer in report.seen if look == name]
