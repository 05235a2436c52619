"""A run killed at random moments: its workers end by themselves, the next run completes it."""

import shutil
import signal
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests import corpus
from tests.faults.processes import Process, descendants, wait_until
from tests.faults.scene import copy, must_succeed
from tests.faults.stem import Ended, Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import (
    NOTHING,
    Contents,
    broken_checks,
    contents,
    problems,
    seen_by_readers,
)

pytestmark = [pytest.mark.faults, pytest.mark.kills]

_MOMENTS = 25
_SETTINGS = {
    "ZAKHIRA_BATCH_FILES": "30",
    "ZAKHIRA_SLICE_FILES": "8",
    "ZAKHIRA_KEEP_GENERATIONS": "1",
}


class Crowd(NamedTuple):
    """A landing zone with work for a pool, a warehouse with some of it, and an undisturbed run."""

    stem: Stem
    landing: Path
    before: Path
    outcome: Contents
    seconds: float

    def arguments(self, warehouse: Path) -> list[str]:
        """The command that takes it all in."""
        return ["ingest", str(self.landing), "--warehouse", str(warehouse)]

    def orders(self, workers: int) -> Orders:
        """How it is run."""
        return Orders({**_SETTINGS, "ZAKHIRA_WORKERS": str(workers)}, verifier=self.stem.address)

    def ingest(self, warehouse: Path, workers: int = 1) -> Ended:
        """Run it to its end; one worker is the run's own process, which starts sooner."""
        return self.stem.run(zakhira, self.arguments(warehouse), self.orders(workers))


@pytest.fixture(scope="session")
def crowd(fast_folder: Path, stem: Stem) -> Crowd:
    folder = fast_folder / "crowd"
    crowd = Crowd(stem, folder / "landing", folder / "before", NOTHING, 0.0)
    corpus.write(crowd.landing, corpus.landing_zone(30))
    must_succeed(crowd.ingest(crowd.before))
    corpus.write(crowd.landing, corpus.landing_zone(90, first=30))
    undisturbed = copy(crowd.before, folder / "undisturbed")
    began = time.monotonic()
    must_succeed(crowd.ingest(undisturbed, workers=2))
    seconds = time.monotonic() - began
    assert problems(undisturbed) == []
    return crowd._replace(outcome=contents(undisturbed), seconds=seconds)


@pytest.mark.parametrize("number", range(_MOMENTS))
def test_run_killed_at_a_random_moment_is_completed_by_the_next(
    crowd: Crowd, number: int, warehouse: Path
) -> None:
    moment = Random(number).random()  # noqa: S311 - no secret
    orphans = _kill(crowd, copy(crowd.before, warehouse), moment)
    between = seen_by_readers(warehouse)
    if number % 2:
        _wait_for_the_end_of(orphans)
    assert broken_checks(warehouse) == [], f"after a kill at {moment:.3f} of a run"
    must_succeed(crowd.ingest(warehouse))
    _wait_for_the_end_of(orphans)
    assert problems(warehouse) == [], f"after a kill at {moment:.3f} of a run"
    assert contents(warehouse) == crowd.outcome
    parts = {path for path in between.items() if path[0].endswith(".parquet")}
    assert parts <= seen_by_readers(warehouse).items()


def _kill(crowd: Crowd, warehouse: Path, moment: float) -> list[Process]:
    """Kill a run at a share of its time, or earlier; return the processes it leaves."""
    while True:
        run = crowd.stem.start(zakhira, crowd.arguments(warehouse), crowd.orders(workers=2))
        time.sleep(moment * crowd.seconds)
        family = descendants(run.pid)
        run.signal(signal.SIGKILL)
        if run.wait().exit_code == -signal.SIGKILL:
            return family
        moment *= 0.9
        shutil.rmtree(warehouse)
        copy(crowd.before, warehouse)


def _wait_for_the_end_of(orphans: list[Process]) -> None:
    """Workers see that their run is gone; nobody has to look for them."""
    wait_until(
        lambda: not any(orphan.is_alive() for orphan in orphans),
        f"the end of {[orphan for orphan in orphans if orphan.is_alive()]}",
    )
