"""Progress: what is said of a stage is so, however stages overlap and batches come."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.run.progress import PUBLISHING, Progress, ProgressCounter, Stage, watching
from warehouse.ledger.runs import Counts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time, to be set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return iter([now])


def stage_of(seen: list[Progress], name: str) -> Stage:
    """The stage as it was reported last."""
    return next(stage for stage in seen[-1].stages if stage.name == name)


def test_speed_and_time_left_are_those_of_the_files_counted(clock: Iterator[list[float]]) -> None:
    now, seen = next(clock), list[Progress]()
    with watching(seen.append):
        counter = ProgressCounter()
    with counter.stage("reading", "file", 1_000):
        assert stage_of(seen, "reading").sentence() == "reading: 0 of 1,000 files"
        now[0] += 2
        counter.advance("reading", 100)
        assert stage_of(seen, "reading").sentence() == (
            "reading: 100 of 1,000 files, 50 files/s, about 18 s left"
        )
    now[0] += 2  # it waits for the batch before
    with counter.stage("reading", "file", 1_000):
        now[0] += 1
        counter.advance("reading", 900)
    assert stage_of(seen, "reading").sentence() == "reading: 1,000 of 1,000 files, 200 files/s"
    now[0] += 50
    with counter.stage(PUBLISHING):
        assert stage_of(seen, "reading").seconds == 5


def test_a_stage_that_counts_nothing_tells_the_time_spent_in_it(
    clock: Iterator[list[float]],
) -> None:
    now, seen = next(clock), list[Progress]()
    with watching(seen.append):
        counter = ProgressCounter()
    for _ in range(2):
        with counter.stage("learning boilerplate"):
            now[0] += 3
        now[0] += 10
    assert stage_of(seen, "learning boilerplate").sentence() == "learning boilerplate: 6 s"


@given(st.lists(st.sampled_from([1, 10, 100]), max_size=20))
def test_the_percent_never_falls_and_ends_before_all_is_published(sizes: list[int]) -> None:
    seen = list[Progress]()
    with watching(seen.append):
        counter = ProgressCounter()
    for name in ("listing", "reading", "describing", "signing", "comparing"):
        with counter.stage(name, "file", sum(sizes)):
            assert list(counter.follow(name, sizes, sizes)) == sizes
    with counter.stage(PUBLISHING):
        pass
    percents = [each.percent for each in seen]
    assert percents == sorted(percents)
    assert 0 <= percents[0] <= percents[-1] < 100


def test_stages_under_way_are_told_or_the_last_one() -> None:
    running = Stage("reading", "file", 1, 2, 0.0, is_running=True)
    ended = Stage("listing", "file", 2, None, 0.0, is_running=False)
    both = Progress((ended, running, running._replace(name="describing")), 0, Counts(), 0.0)
    assert both.sentence() == "reading: 1 of 2 files; describing: 1 of 2 files"
    assert both._replace(stages=(ended,)).sentence() == "listing: 2 files"
