"""A soak of a few runs, so that the long one does not rot; and what it must find."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from polars.exceptions import PanicException

from tests.faults import readers
from tests.faults.warehouses import files_below
from tests.place import Place
from tests.soak.__main__ import soak
from tests.soak.draws import draw
from tests.soak.twin import differences, reachable
from tests.soak.verdicts import State, complaints
from tests.soak.watchers import Answer, ask
from tests.soak.zone import Zone

pytestmark = pytest.mark.faults

_RUN = ("sources", "r1")
_BEFORE = State(10, {}, {}, 0)
_AFTER = State(20, {_RUN: 5, ("documents", "r1"): 3}, {_RUN: [2, 5]}, 0)


@pytest.mark.timeout(900)  # some twenty commands, where the machine may be busy
def test_two_runs_end_with_a_warehouse_that_equals_its_twin() -> None:
    # An ingest that is killed; damage, and a takedown while the disk is full. The paths of sockets
    # below the folder have to be short.
    with TemporaryDirectory(prefix="zakhira-soak-") as folder:
        summary = soak(Path(folder), 2, seed=1422)
    assert summary.warehouse_bytes.keys() == summary.twin_bytes.keys()
    assert summary.faults.keys() == {"kill -9", "full disk"}
    assert summary.damages
    assert summary.commands["forget"] > 0
    assert summary.answers["database"] > 0


def test_a_seed_draws_the_same_again(tmp_path: Path) -> None:
    zones = [Zone(tmp_path / name, Random(5)) for name in "ab"]  # noqa: S311 - no secret
    for _ in range(60):
        assert zones[0].change() == zones[1].change()
    assert _files(zones[0].folder) == _files(zones[1].folder)
    assert draw(Random(8)) == draw(Random(8))  # noqa: S311 - no secret


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([["sources", "r1", 2]], []),
        ([["sources", "r1", 5], ["documents", "r1", 1]], []),
        ([["sources", "r1", 3]], ["half a batch"]),
        ([["sources", "r1", 6]], ["had 6 rows"]),
        ([["sources", "r1", 5], ["sources", "r2", 1]], ["had 1 rows"]),
    ],
)
def test_a_reader_is_told_of_whole_batches(told: list[list[object]], expected: list[str]) -> None:
    answer = Answer(12, 13, "followed_with_polars", told, None)
    found = list(complaints(answer, [_BEFORE, _AFTER]))
    assert len(found) == len(expected)
    assert all(words in line for words, line in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("question", "takedowns", "expected"),
    [
        ("followed_with_polars", 1, []),
        ("followed_with_polars", 0, ["a panic"]),
        ("followed_with_duckdb", 1, ["a panic"]),
    ],
)
def test_polars_alone_may_fail_and_only_while_texts_are_taken_down(
    question: str, takedowns: int, expected: list[str]
) -> None:
    answer = Answer(12, 13, question, None, "a panic")
    states = [_BEFORE, _AFTER._replace(takedowns=takedowns)]
    assert list(complaints(answer, states)) == expected


def test_a_reader_lives_on_when_polars_panics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(_warehouse: Path) -> None:
        raise PanicException("range.end as u64 <= self.size")

    monkeypatch.setattr(readers, "followed_with_polars", panic)
    told = ask("followed_with_polars", tmp_path)
    assert told == (None, "PanicException: range.end as u64 <= self.size")


def test_a_row_more_is_a_difference_but_not_one_of_the_run(place: Place, tmp_path: Path) -> None:
    place.ingest()
    (tmp_path / "twin").mkdir()
    twin = Place(tmp_path / "twin")
    for path in place.landing.iterdir():
        twin.put(path.name, path.read_bytes())
    twin.ingest(landing_name=str(place.landing))
    assert differences(place.layout.root, twin.layout.root) == []
    place.put("d.txt", "ایک اور خبر\n\nشام کو بارش ہوئی۔")
    place.ingest()
    found = differences(place.layout.root, twin.layout.root)
    assert found
    assert all(line.split(": ")[1].startswith("only the soaked one") for line in found)
    assert len(reachable(place.layout.root)["files"]) == 4


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files_below(folder)
        if path.is_file()
    }
