"""The next run completes one killed at any step, to the row and hash; readers never notice."""

import inspect
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from tests.faults.points import Point, before, kill, kill_after, met, read_recording, stop
from tests.faults.processes import Process, descendants, process, wait_until
from tests.faults.scene import SETTINGS, Scene, copy, must_succeed
from tests.faults.stem import Child
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import Contents, broken_checks, contents, problems, seen_by_readers
from warehouse.generations import build
from warehouse.storage import files
from warehouse.storage.layout import Layout

pytestmark = [pytest.mark.faults, pytest.mark.kills]

_FEWEST_CHANGES = 10
# Parts of each story, so that the processes of pytest-xdist can share it.
_SHARES = 4
_WRITERS = {"warehouse/storage/staging.py", "warehouse/storage/parquet.py", "shutil.py"}
# A batch is committed; the first of its parts has been moved, the others not yet.
_MIDDLE_OF_A_COMMIT = before("_move(store, part.run_id, part.table.name, part.name)", hit=2)


class Story(NamedTuple):
    """A command over a warehouse in some state, as it goes undisturbed."""

    command: tuple[str, ...]
    start: Path
    outcome: Contents
    # The lines after which the disk was not what it was before: the moments to kill it at.
    changes: list[Point]


def _nothing(_scene: Scene, start: Path) -> None:
    start.mkdir()


def _an_older_warehouse(scene: Scene, start: Path) -> None:
    copy(scene.before, start)


def _a_half_moved_batch(scene: Scene, start: Path) -> None:
    ended = scene.ingest(copy(scene.before, start), Orders(at=_MIDDLE_OF_A_COMMIT, action=kill))
    assert ended.exit_code == -9


def _parquet_alone(scene: Scene, start: Path) -> None:
    layout = Layout(copy(scene.before, start))
    shutil.rmtree(layout.versions)
    shutil.rmtree(layout.state)
    layout.published.unlink()


_RECOVERIES = {
    "ingest after a kill in the middle of a commit",
    "ingest where Parquet alone is left",
}
_INTO_NOTHING = "ingest into nothing"
_INTO_AN_OLDER_ONE = "ingest into an older warehouse"
_STARTS: dict[str, tuple[str, Callable[[Scene, Path], None]]] = {
    _INTO_NOTHING: ("ingest", _nothing),
    _INTO_AN_OLDER_ONE: ("ingest", _an_older_warehouse),
    "ingest after a kill in the middle of a commit": ("ingest", _a_half_moved_batch),
    "ingest where Parquet alone is left": ("ingest", _parquet_alone),
    "rebuild": ("rebuild", _an_older_warehouse),
}


@pytest.fixture(scope="session")
def stories(scene: Scene) -> Callable[[str], Story]:
    """The story of a name, told once without a disturbance."""
    return cache(partial(_tell, scene))


def _tell(scene: Scene, name: str) -> Story:
    command, set_start = _STARTS[name]
    folder = scene.before.parent / name.replace(" ", "-")
    folder.mkdir()
    set_start(scene, folder / "start")
    arguments = ("ingest", str(scene.landing)) if command == "ingest" else (command,)
    undisturbed, notes = copy(folder / "start", folder / "undisturbed"), folder / "recording"
    must_succeed(scene.run(arguments, undisturbed, Orders(recording=notes)))
    assert problems(undisturbed) == []
    changes = read_recording(notes).changes
    return Story(arguments, folder / "start", contents(undisturbed), _its_own(name, changes))


def _its_own(name: str, changes: list[Point]) -> list[Point]:
    """The changes that no other story has: before its slices, or outside of writing files.

    The same few lines write files, and remove folders, again and again: each is met once, in the
    longest story. There the others are met at their second time, so in the second batch where they
    have one, and in the other stories at their first.
    """
    if name in _RECOVERIES:
        return met(
            1, list(takewhile(lambda point: point.file != "warehouse/storage/staging.py", changes))
        )
    if name == _INTO_NOTHING:
        return met(1, [point for point in changes if point.file not in _WRITERS])
    writers = [point for point in changes if point.file in _WRITERS]
    return [*met(1, writers), *met(2, [point for point in changes if point.file not in _WRITERS])]


@pytest.mark.parametrize("share", range(_SHARES))
@pytest.mark.parametrize("name", _STARTS)
def test_run_killed_at_any_line_is_completed_by_the_next(
    stories: Callable[[str], Story], name: str, share: int, scene: Scene, warehouse: Path
) -> None:
    story = stories(name)
    assert len(story.changes) >= _FEWEST_CHANGES
    for point in story.changes[share::_SHARES]:
        _kill_and_run_again(
            story, scene, copy(story.start, warehouse), Orders(at=point, action=kill)
        )
        shutil.rmtree(warehouse)


# Steps that take a while inside DuckDB or pyarrow; the first in the story that has it.
_INSIDE = [
    ("the making of the database", _INTO_NOTHING, before("as work ({options})")),
    ("the writing of a part", _INTO_AN_OLDER_ONE, before("with pq.ParquetWriter")),
    ("the insert", _INTO_AN_OLDER_ONE, before("load_rows(connection, table, rows)")),
    ("the commit", _INTO_AN_OLDER_ONE, before('connection.execute("commit")')),
    ("a checkpoint", _INTO_AN_OLDER_ONE, before('connection.execute("detach work")', hit=5)),
    ("the last checkpoint", _INTO_AN_OLDER_ONE, before('connection.execute("checkpoint")', hit=3)),
]
_LONGEST_SECONDS = 0.02
_KILLS_INSIDE = 2


@pytest.mark.parametrize(
    ("name", "point"), [case[1:] for case in _INSIDE], ids=[case[0] for case in _INSIDE]
)
def test_run_killed_in_the_middle_of_a_step_is_completed_by_the_next(
    stories: Callable[[str], Story], name: str, point: Point, scene: Scene, warehouse: Path
) -> None:
    story = stories(name)
    delays = Random(name)  # noqa: S311 - no secret
    for _ in range(_KILLS_INSIDE):
        orders = Orders(
            at=point, action=partial(kill_after, delays.uniform(1e-5, _LONGEST_SECONDS))
        )
        _kill_and_run_again(story, scene, copy(story.start, warehouse), orders)
        shutil.rmtree(warehouse)


def test_publication_whose_verification_was_killed_is_completed_by_the_next_run(
    stories: Callable[[str], Story], scene: Scene, warehouse: Path
) -> None:
    killed, story = 0, stories(_INTO_AN_OLDER_ONE)
    lines = [
        *_lines("warehouse/generations/build.py", build.make),
        *_lines("warehouse/storage/files.py", files.copy),
    ]
    for point in lines[::2]:
        before_it = seen_by_readers(copy(story.start, warehouse))
        ended = scene.run(story.command, warehouse, Orders(at_verification=point, action=kill))
        if ended.exit_code:
            killed += 1
            assert ended.stderr.startswith("zakhira: could not publish"), point
            assert before_it.items() <= seen_by_readers(warehouse).items()
            _run_again(story, scene, warehouse)
        shutil.rmtree(warehouse)
    assert killed >= 8


def test_verification_that_outlives_its_run_cannot_spoil_the_next_publication(
    scene: Scene, warehouse: Path
) -> None:
    command = ["ingest", str(scene.landing), "--warehouse", str(copy(scene.before, warehouse))]
    run = scene.stem.start(zakhira, command, Orders(SETTINGS))
    wait_until(lambda: bool(_verifications(run)), "the publication of the first run")
    (orphan,) = _verifications(run)
    os.kill(orphan.pid, signal.SIGSTOP)
    run.signal(signal.SIGKILL)
    assert run.wait().exit_code == -signal.SIGKILL
    about_to_publish = before("self._reason = self._maker.submit(_make")
    again = scene.stem.start(zakhira, command, Orders(SETTINGS, at=about_to_publish, action=stop))
    wait_until(process(again.pid).has_stopped, "the publication of the second run")
    os.kill(orphan.pid, signal.SIGCONT)
    wait_until(lambda: not orphan.is_alive(), "the end of the verification that nobody waits for")
    again.signal(signal.SIGCONT)
    must_succeed(again.wait())
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def _verifications(run: Child) -> list[Process]:
    return [
        child
        for child in descendants(run.pid)
        if "-m warehouse.generations.build" in child.command()
    ]


def _lines(file: str, function: Callable[..., object]) -> Iterator[Point]:
    for line in sorted(
        {line for _, _, line in inspect.unwrap(function).__code__.co_lines() if line}
    ):
        yield Point(file, line)


def _kill_and_run_again(story: Story, scene: Scene, warehouse: Path, orders: Orders) -> None:
    ended = scene.run(story.command, warehouse, orders)
    assert ended.exit_code in {-9, -14}, (orders, ended)
    before_it, between = seen_by_readers(story.start), seen_by_readers(warehouse)
    if not before_it.items() <= between.items() and _is_published(story.start) | _is_published(
        warehouse
    ):
        assert broken_checks(warehouse) == []
    for path in between.keys() - before_it.keys():
        if path.endswith(".parquet"):
            pq.read_table(warehouse / "parquet" / path)
    _run_again(story, scene, warehouse)
    parts = {path for path in between.items() if path[0].endswith(".parquet")}
    assert parts <= seen_by_readers(warehouse).items(), "a part that readers saw is no longer there"


def _is_published(warehouse: Path) -> bool:
    return Layout(warehouse).published.is_symlink()


def _run_again(story: Story, scene: Scene, warehouse: Path) -> None:
    must_succeed(scene.run(story.command, warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == story.outcome
