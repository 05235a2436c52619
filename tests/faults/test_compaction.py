"""Compaction that is killed or read: readers see every row once; the next run completes it."""

import shutil
from collections.abc import Callable
from itertools import dropwhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import corpus
from tests.faults import readers
from tests.faults.points import Point, before, kill, met, read_recording
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.stem import Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import (
    Contents,
    broken_checks,
    contents,
    every_row,
    problems,
    waiting_folders,
)
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout
from warehouse.storage.part_names import is_compacted

pytestmark = [pytest.mark.faults, pytest.mark.kills]

_MAINTAIN = ("maintain",)
# Two parts are worth a compaction, and what was replaced goes at the end of the same run.
_EAGERLY = Orders({"ZAKHIRA_GRACE_HOURS": "0"}, fewest_parts=2)
_OWN_FILES = {
    "warehouse/storage/part_folders.py",
    "warehouse/compaction/compact.py",
    "warehouse/storage/parquet.py",
    "shutil.py",
}
_FEWEST_CHANGES = 12
_SHARES = 2
# One table is compacted, the second one is on its way.
_MOMENTS = {
    "before the commit": before(
        "replace_in_manifest(connection, layout, table, replaced, new_parts)", hit=2
    ),
    "before the folder is shown": before("os.utime(shown)", hit=2),
    "after the folder is shown": before("flush(layout.parquet)", hit=2),
    "before the publication": before("if has_parts(run.store):"),
}


class Story(NamedTuple):
    """A warehouse with small parts, and the maintenance that compacts them."""

    start: Path
    outcome: Contents
    by_glob: object
    changes: list[Point]


@pytest.fixture(scope="session")
def stories(scene: Scene) -> dict[str, Story]:
    """A warehouse that only has to compact: folders become links, the next run compacts them."""
    folder = scene.before.parent / "compaction"
    plain = copy(scene.after, folder / "plain")
    must_succeed(scene.run(_MAINTAIN, plain))
    begun = _tell(scene, plain, folder / "begun")
    compacted = _tell(scene, folder / "begun", folder / "compacted")
    assert _compacted(folder / "begun") == set()
    assert _compacted(folder / "compacted") >= {"documents", "document_metadata", "sources", "runs"}
    return {"begin": begun, "compact": compacted}


@pytest.fixture
def story(stories: dict[str, Story]) -> Story:
    """That of the second run."""
    return stories["compact"]


def _tell(scene: Scene, start: Path, undisturbed: Path) -> Story:
    notes = undisturbed.with_suffix(".recording")
    must_succeed(scene.run(_MAINTAIN, copy(start, undisturbed), _EAGERLY._replace(recording=notes)))
    assert problems(undisturbed) == []
    assert contents(undisturbed) == contents(start)
    changes = dropwhile(
        lambda point: point.file != "warehouse/storage/part_folders.py",
        read_recording(notes).changes,
    )
    return Story(start, contents(start), readers.glob_with_duckdb(start), _its_own(list(changes)))


def _its_own(changes: list[Point]) -> list[Point]:
    """The changes that no other run has, each at the second table: all tables go the same way."""
    own = [point for point in changes if point.file in _OWN_FILES]
    return met(2, own)


def _compacted(warehouse: Path) -> set[str]:
    return {
        path.parent.name
        for path in Layout(warehouse).parquet.glob("*/*.parquet")
        if is_compacted(path.stem)
    }


@pytest.mark.parametrize("share", range(_SHARES))
@pytest.mark.parametrize("name", ["begin", "compact"])
def test_compaction_killed_at_any_line_is_completed_by_the_next_run(
    stories: dict[str, Story], name: str, share: int, scene: Scene, warehouse: Path
) -> None:
    story = stories[name]
    assert len(story.changes) >= _FEWEST_CHANGES
    for number, point in enumerate(story.changes[share::_SHARES]):
        _kill(story, scene, warehouse, point)
        command = _MAINTAIN if number % 2 else ("ingest", str(scene.landing))
        must_succeed(scene.run(command, warehouse, _EAGERLY))
        _require_whole(story, warehouse)
        shutil.rmtree(warehouse)


def _kill(story: Story, scene: Scene, warehouse: Path, point: Point) -> None:
    """Kill the maintenance at a point; whoever looks then finds every row once."""
    ended = scene.run(
        _MAINTAIN, copy(story.start, warehouse), _EAGERLY._replace(at=point, action=kill)
    )
    assert ended.exit_code == -9, (point, ended)
    assert readers.glob_with_duckdb(warehouse) == story.by_glob, point
    assert broken_checks(warehouse) == [], point


def _require_whole(story: Story, warehouse: Path) -> None:
    assert problems(warehouse) == []
    assert contents(warehouse) == story.outcome
    for look in readers.PARQUET:
        assert getattr(readers, look)(warehouse) == story.by_glob


def _nothing(_layout: Layout) -> None:
    pass


def _work_database(layout: Layout) -> None:
    layout.work_database.unlink()


def _state(layout: Layout) -> None:
    shutil.rmtree(layout.state)


def _all_but_parquet(layout: Layout) -> None:
    _state(layout)
    shutil.rmtree(layout.versions)
    layout.published.unlink()


_LOSSES = [(_nothing, moment) for moment in _MOMENTS] + [
    (_all_but_parquet, moment) for moment in _MOMENTS
]
_LOSSES += [(_work_database, "before the folder is shown"), (_state, "after the folder is shown")]


@pytest.mark.parametrize(("lose", "moment"), _LOSSES)
def test_rebuild_after_a_kill_counts_every_row_once(
    story: Story, scene: Scene, warehouse: Path, lose: Callable[[Layout], None], moment: str
) -> None:
    rows = _but_manifest(every_row(story.start))
    _kill(story, scene, warehouse, _MOMENTS[moment])
    lose(Layout(warehouse))
    must_succeed(scene.run(("rebuild",), warehouse))
    _require_whole(story, warehouse)
    assert _but_manifest(every_row(warehouse)) == rows
    must_succeed(scene.run(_MAINTAIN, warehouse, _EAGERLY))
    _require_whole(story, warehouse)
    assert waiting_folders(Layout(warehouse)) == []


def _but_manifest(rows: dict[str, Any]) -> dict[str, Any]:
    return {table: found for table, found in rows.items() if table not in {"parquet_parts", "runs"}}


def test_a_run_that_died_behind_its_compaction_is_told_of_without_the_rows_it_compacted(
    story: Story, scene: Scene, warehouse: Path
) -> None:
    _kill(story, scene, warehouse, before("record_run(run, run.progress.counts"))
    must_succeed(scene.run(_MAINTAIN, warehouse, _EAGERLY))
    query = (
        "select * exclude (run_id, started_at, finished_at) from runs where outcome = 'interrupted'"
    )
    with connect_read_only(Layout(warehouse).published) as connection:
        (row,) = query_arrow(connection, query).to_pylist()
    assert {name: value for name, value in row.items() if value} == {"outcome": "interrupted"}


_CYCLES = 4
_SLOWLY = {f"warehouse/{name}.py" for name in ("folders", "compaction")}
# What a reader is told who listed names through the link just before a folder was swapped.
_LOOK_AGAIN = ("No such file or directory", "No files found", "does not exist in schema")


def test_readers_of_the_link_see_whole_runs_during_compaction_and_none_sees_a_row_twice(
    warehouse: Path, stem: Stem
) -> None:
    folder = warehouse.parent
    landing, stop = folder / "landing", folder / "stop"
    settings = {"ZAKHIRA_WORKERS": "1", "ZAKHIRA_KEEP_GENERATIONS": "1", "ZAKHIRA_GRACE_HOURS": "1"}
    orders = Orders(settings, verifier=stem.address, slow=_SLOWLY, fewest_parts=2)
    place = ["--warehouse", str(warehouse)]

    def ingest(first: int) -> None:
        corpus.write(landing, corpus.landing_zone(8, first=first))
        must_succeed(stem.run(zakhira, ["ingest", str(landing), *place], orders))

    def maintain() -> None:
        must_succeed(stem.run(zakhira, ["maintain", *place], orders))

    for first in (0, 10):
        ingest(first)
    looks = {"followed": readers.FOLLOWED, "globs": readers.PARQUET, "checks": ("checks",)}
    children = {
        name: stem.start(readers.read_until_stopped, asked, warehouse, stop, folder / name)
        for name, asked in looks.items()
    }
    try:
        maintain()
        for cycle in range(2, 2 + _CYCLES):
            maintain()
            ingest(10 * cycle)
    finally:
        stop.touch()
    for child in children.values():
        must_succeed(child.wait())
    assert problems(warehouse) == []
    reports = {name: readers.read_report(folder / name) for name in children}
    assert reports["followed"].errors == []
    assert {broken for _, broken in reports["checks"].seen} == {()}
    expected = readers.glob_with_duckdb(warehouse)
    for name in readers.FOLLOWED:
        _require_whole_runs(
            [found for look, found in reports["followed"].seen if look == name], expected
        )
    unknown = [
        error
        for error in reports["globs"].errors
        if not any(words in error for words in _LOOK_AGAIN)
    ]
    assert unknown == []
    assert [
        found for _, found in reports["globs"].seen if not set(found) <= set(_rows(expected))
    ] == []


def _require_whole_runs(seen: list[Any], expected: object) -> None:
    """Each look found all rows of the first runs, one batch each, of each table, and no others."""
    assert len(seen) >= _CYCLES, "the reader was too slow to tell"
    for found in seen:
        for table in readers.RUN_COLUMNS:
            of_table = [row for row in found if row[0] == table]
            assert len(of_table) >= 2
            assert of_table == [row for row in _rows(expected) if row[0] == table][: len(of_table)]


def _rows(found: object) -> tuple[Any, ...]:
    assert isinstance(found, tuple)
    return found
