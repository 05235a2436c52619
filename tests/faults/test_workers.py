"""A worker that dies costs its run nothing; workers that all die end it with one sentence."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.points import before, stop
from tests.faults.processes import Process, descendants, parent_pid, process, wait_until
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.stem import Child
from tests.faults.victims import Orders, lose_workers_at_their_start, zakhira
from tests.faults.warehouses import broken_checks, contents, problems, seen_by_readers

pytestmark = pytest.mark.faults

_POOL = {"ZAKHIRA_WORKERS": "2", "ZAKHIRA_SLICE_FILES": "1", "ZAKHIRA_BATCH_FILES": "5"}
_HANDING_OUT = "crew = self._hired(len(jobs))"
_MOMENTS = {
    "with the first batch read": before("extracts = pa.concat_tables("),
    "with the second batch in hand": before(_HANDING_OUT, hit=2),
    "with two steps in the pool": before(_HANDING_OUT, hit=3),
}


def _start_and_halt(scene: Scene, warehouse: Path, moment: str) -> Child:
    orders = Orders(_POOL, at=_MOMENTS[moment], action=stop, verifier=scene.stem.address)
    run = scene.stem.start(
        zakhira, ["ingest", str(scene.landing), "--warehouse", str(warehouse)], orders
    )
    wait_until(process(run.pid).has_stopped, moment)
    return run


def _workers(run: Child) -> list[Process]:
    """The processes of a run's pool: the grandchildren, which its fork server made."""
    near = {child.pid for child in descendants(run.pid)}
    return [child for child in descendants(run.pid) if parent_pid(child) in near]


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_run_that_loses_a_worker_goes_on_and_loses_nothing(
    scene: Scene, warehouse: Path, moment: str
) -> None:
    run = _start_and_halt(scene, copy(scene.before, warehouse), moment)
    family = descendants(run.pid)
    os.kill(_workers(run)[0].pid, signal.SIGKILL)
    run.signal(signal.SIGCONT)
    assert run.wait().exit_code == 0
    wait_until(lambda: not any(child.is_alive() for child in family), "the end of the pool")
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def test_a_run_whose_workers_die_at_their_start_ends_in_one_sentence_and_blames_no_file(
    scene: Scene, warehouse: Path
) -> None:
    starting = before("self.threads = ThreadPoolExecutor(workers")
    orders = Orders(_POOL, at=starting, action=lose_workers_at_their_start)
    ended = scene.ingest(copy(scene.before, warehouse), orders)
    assert ended.exit_code == 1
    assert ended.stderr.startswith("zakhira: workers end without any work (")
    assert "Traceback" not in ended.stderr
    assert seen_by_readers(scene.before).items() <= seen_by_readers(warehouse).items()
    assert broken_checks(warehouse) == []
    must_succeed(scene.ingest(warehouse, Orders(_POOL)))
    assert contents(warehouse) == scene.contents_after()
