"""One run writes at a time; the second is told who does, or waits; asking disturbs nobody."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.faults.points import before, kill, stop
from tests.faults.processes import open_files, process, wait_until
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.stem import Child, Stem
from tests.faults.victims import Orders, ask_who_writes, ask_who_writes_and_halt, zakhira
from tests.faults.warehouses import contents, problems
from warehouse.database.connection import connect_read_only
from warehouse.locking import file_lock
from warehouse.storage.layout import Layout

pytestmark = pytest.mark.faults

_IN_MID_RUN = before("rechecks = recheck_rows(run.run, decisions, PIPELINE_VERSION)")


@pytest.fixture
def halted(scene: Scene, warehouse: Path) -> Iterator[Child]:
    """A run that holds the lock and does nothing until it gets SIGCONT."""
    run = _start(scene, copy(scene.before, warehouse), Orders(at=_IN_MID_RUN, action=stop))
    wait_until(process(run.pid).has_stopped, "the first run in its middle")
    yield run
    run.signal(signal.SIGKILL)


def _start(scene: Scene, warehouse: Path, orders: Orders, *options: str) -> Child:
    orders = orders._replace(verifier=scene.stem.address)
    return scene.stem.start(
        zakhira, ["ingest", str(scene.landing), "--warehouse", str(warehouse), *options], orders
    )


def test_second_run_ends_with_code_3_and_names_the_first(
    halted: Child, scene: Scene, warehouse: Path
) -> None:
    second = scene.ingest(warehouse)
    halted.signal(signal.SIGCONT)
    must_succeed(halted.wait())
    with connect_read_only(Layout(warehouse).published) as connection:
        ((first_run_id,),) = connection.execute("select max(run_id) from runs").fetchall()
    assert second.exit_code == 3
    assert second.stderr.startswith(f"zakhira: run {first_run_id} (pid {halted.pid} on ")
    assert "--wait" in second.stderr
    assert second.stderr.count("\n") == 1
    assert contents(warehouse) == scene.contents_after()


def test_second_run_that_may_wait_comes_next(halted: Child, scene: Scene, warehouse: Path) -> None:
    second = _start(scene, warehouse, Orders(), "--wait", "60", "--json")
    wait_until(lambda: _waits_for_a_lock(second.pid), "the second run at the lock")
    halted.signal(signal.SIGCONT)
    must_succeed(halted.wait())
    found = json.loads(must_succeed(second.wait()).stdout)
    assert found["unchanged"] == found["seen"] > 0
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def test_second_run_waits_no_longer_than_it_was_told(
    halted: Child, scene: Scene, warehouse: Path
) -> None:
    assert halted.pid
    began = time.monotonic()
    second = _start(scene, warehouse, Orders(), "--wait", "0.7").wait()
    assert second.exit_code == 3
    assert time.monotonic() - began >= 0.7


def test_rebuild_beside_a_run_ends_with_code_3(
    halted: Child, scene: Scene, warehouse: Path
) -> None:
    ended = scene.run(("rebuild",), warehouse)
    assert ended.exit_code == 3
    assert f"pid {halted.pid}" in ended.stderr


def test_status_names_the_run_that_writes_and_readers_answer(
    halted: Child, scene: Scene, warehouse: Path
) -> None:
    status = json.loads(must_succeed(scene.run(("status", "--json"), warehouse)).stdout)
    assert status["writer"]["pid"] == halted.pid
    assert must_succeed(scene.run(("sql", "select count(*) from documents"), warehouse)).stdout
    must_succeed(scene.run(("check",), warehouse))
    assert contents(warehouse)._replace(quarantine={}) == scene.contents_before()._replace(
        quarantine={}
    )


def test_lock_of_a_killed_run_stops_nobody(scene: Scene, warehouse: Path) -> None:
    orders = Orders(at=_IN_MID_RUN, action=kill)
    assert scene.ingest(copy(scene.before, warehouse), orders).exit_code == -signal.SIGKILL
    assert Layout(warehouse).lock.read_text(encoding="utf-8")
    status = json.loads(must_succeed(scene.run(("status", "--json"), warehouse)).stdout)
    assert status["writer"] is None
    must_succeed(scene.ingest(warehouse))
    assert contents(warehouse) == scene.contents_after()


def test_six_runs_at_once_take_their_turns(scene: Scene, warehouse: Path) -> None:
    copy(scene.before, warehouse)
    runs = [_start(scene, warehouse, Orders(), "--wait", "100") for _ in range(6)]
    for run in runs:
        must_succeed(run.wait())
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def _is_in_its_middle(asker: Child) -> bool:
    with contextlib.suppress(ProcessLookupError):
        return process(asker.pid).has_stopped() or asker.has_ended()
    return asker.has_ended()


def test_run_that_starts_while_somebody_asks_who_writes_is_never_turned_away(
    stem: Stem, warehouse: Path
) -> None:
    path = Layout(warehouse).lock
    with file_lock.hold(path, "an earlier run"):
        assert file_lock.holder(path) == file_lock.Holder(
            os.getpid(), os.uname().nodename, "an earlier run"
        )
    for lines in count(1):
        asker = stem.start(ask_who_writes_and_halt, path, lines)
        wait_until(partial(_is_in_its_middle, asker), "an asker in its middle")
        if asker.has_ended():
            break
        with file_lock.hold(path, "this run"):
            assert file_lock.holder(path) == file_lock.Holder(
                os.getpid(), os.uname().nodename, "this run"
            )
        asker.signal(signal.SIGKILL)
    assert lines > 4, "the asker was not halted"


def test_runs_that_start_while_many_ask_who_writes_are_never_turned_away(
    stem: Stem, warehouse: Path
) -> None:
    path = Layout(warehouse).lock
    with file_lock.hold(path, "an earlier run"):
        pass
    starts, enough = 0, warehouse.parent / "enough"
    askers = [stem.start(ask_who_writes, path, enough) for _ in range(6)]
    try:
        deadline = time.monotonic() + 4
        while time.monotonic() < deadline:
            with file_lock.hold(path, f"run {starts}"):
                starts += 1
    finally:
        enough.touch()
    for asker in askers:
        must_succeed(asker.wait())
    assert starts > 50


def _waits_for_a_lock(pid: int) -> bool:
    """Whether a process has the lock file open: it is about to wait, or waits."""
    return any(path.name == "lock" for path in open_files(pid))
