"""A takedown that is killed at any moment is completed by the next run, and leaves no byte."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import corpus
from tests.faults.points import Point, before, kill, met, read_recording
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.victims import Orders
from tests.faults.warehouses import Contents, contents, problems
from tests.traces import traces

pytestmark = [pytest.mark.faults, pytest.mark.kills]

_MARKER = "زرقلمون"
_SENTENCES = "".join(
    f"بوڑھے ملاح نے بتایا کہ {_MARKER} کی کشتی نمبر {number} شام کو پرانے گھاٹ پر لگی۔ "
    for number in range(30)
)
_FILES = {
    "daily/story.txt": f"{_MARKER} کی واپسی\n\nسکھر: {_SENTENCES}",
    "wire/copy.txt": f"{_MARKER} کی واپسی\n\nسکھر: {_SENTENCES}\n",
    "daily/state.txt": f"گھاٹ پر {_MARKER}\n\nسکھر: {_SENTENCES}گھاٹ پر میلہ لگ گیا۔",
    "daily/damaged.txt": f"\0\1\2\3{_MARKER}\0\0\0\0\0\0",
}
_FORGET = (
    "forget", "--path", "daily/*", "--path", "wire/*", "--yes", "--reason", "a request",
)  # fmt: skip
# The journal says what is wanted; nothing was done yet.
_INTENDED = before("taken = take_down(store, database)")
_SHARES = 6
_FEWEST_CHANGES = 20


class Story(NamedTuple):
    """A warehouse with texts that are to go, what it holds before and after, and the moments."""

    start: Path
    before: Contents
    after: Contents
    changes: list[Point]


@pytest.fixture(scope="session")
def story(scene: Scene) -> Story:
    """A takedown in a warehouse whose tables are links, with folders that these replaced."""
    folder = scene.before.parent / "takedown"
    start, undisturbed = folder / "start" / "warehouse", folder / "undisturbed" / "warehouse"
    landing = Path(shutil.copytree(scene.landing, folder / "landing"))
    corpus.write(landing, {name: text.encode() for name, text in _FILES.items()})
    ingest = ("ingest", str(landing), "--landing-name", str(scene.landing))
    must_succeed(scene.run(ingest, copy(scene.after, start)))
    for _ in range(2):
        must_succeed(scene.run(("maintain",), start, Orders(fewest_parts=2)))
    notes = folder / "recording"
    must_succeed(scene.run(_FORGET, copy(start, undisturbed), Orders(recording=notes)))
    assert problems(undisturbed) == []
    assert traces(undisturbed, _MARKER) == []
    changes = met(1, read_recording(notes).changes)
    return Story(start, contents(start), contents(undisturbed), changes)


@pytest.mark.parametrize("share", range(_SHARES))
def test_takedown_killed_at_any_line_is_completed_by_the_next_run(
    story: Story, share: int, scene: Scene, warehouse: Path
) -> None:
    assert len(story.changes) >= _FEWEST_CHANGES
    for point in story.changes[share::_SHARES]:
        _kill(story, scene, warehouse, point)
        is_wanted = _journal(warehouse).exists()
        must_succeed(scene.run(("maintain",), warehouse))
        assert problems(warehouse) == [], point
        assert contents(warehouse) == (story.after if is_wanted else story.before), point
        assert not is_wanted or traces(warehouse, _MARKER) == [], point
        shutil.rmtree(warehouse)
        _journal(warehouse).unlink(missing_ok=True)


@pytest.mark.parametrize("lost", ["state/work.duckdb", "state", "versions"])
def test_takedown_is_completed_although_databases_are_lost_after_the_kill(
    story: Story, scene: Scene, warehouse: Path, lost: str
) -> None:
    _kill(story, scene, warehouse, before("_leave_no_bytes(store, database)"))
    path = warehouse / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    must_succeed(scene.run(("maintain",), warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == story.after
    assert traces(warehouse, _MARKER) == []


def test_an_intention_alone_is_carried_out(story: Story, scene: Scene, warehouse: Path) -> None:
    _kill(story, scene, warehouse, _INTENDED)
    assert contents(warehouse) == story.before
    must_succeed(scene.run(("maintain",), warehouse))
    assert contents(warehouse) == story.after


def _kill(story: Story, scene: Scene, warehouse: Path, point: Point) -> None:
    ended = scene.run(_FORGET, copy(story.start, warehouse), Orders(at=point, action=kill))
    assert ended.exit_code == -9, (point, ended)


def _journal(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.takedowns.jsonl")
