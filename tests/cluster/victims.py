"""Cluster workers do their work in the tests, but one of them dies at it."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow as pa

from flows.workers import describe_slice as describing
from flows.workers import extract_slice as extracting
from flows.workers.blame import Job
from flows.workers.describe_slice import DescribeJob
from flows.workers.extract_job import ExtractJob
from warehouse.storage.staging import ExtractedSlice, Staged, StagedFile, StagedObject

Result = TypeVar("Result")

# The variable that says it where the run and its workers share no folder.
PLACE_OF_DEATHS = "PLACE_OF_DEATHS"


class Order(NamedTuple):
    """A job of the tests: something to do, and where to leave word of it."""

    target: Staged
    number: int = 0


def extract_slice(job: ExtractJob) -> list[ExtractedSlice]:
    """Extract a slice; kill the first worker at it when half of its rows are on the disk."""
    return _dying_once(extracting.extract_slice, job, _place(job.target) / "died-extracting")


def describe_slice(job: DescribeJob) -> Staged:
    """Describe a slice; the same."""
    return _dying_once(describing.describe_slice, job, _place(job.target) / "died-describing")


def _place(staged: Staged) -> Path:
    """Where to leave word of a death: beside the warehouse in whose staging a file is."""
    if PLACE_OF_DEATHS in os.environ:
        return Path(os.environ[PLACE_OF_DEATHS])
    parents = staged.scratch.parents
    return next(folder for folder in parents if folder.name == "state").parent.parent


def _dying_once(function: Callable[[Job], Result], job: Job, note: Path) -> Result:
    with contextlib.suppress(FileExistsError):
        note.touch(exist_ok=False)
        for kind in (StagedFile, StagedObject):
            kind.write_table = partialmethod(_write_half_and_die, kind.write_table)  # type: ignore[method-assign, assignment]
    return function(job)


def _write_half_and_die(
    staged: Staged, write_table: Callable[[Staged, pa.Table], Staged], table: pa.Table
) -> None:
    """Half a file, or an object that nobody will be told of."""
    write_table(staged, table)
    path = Path(str(staged))
    if path.exists():
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def die_of_the_first(order: Order) -> int:
    """Be killed by the first order, at every attempt."""
    if order.number == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return order.number


def fail(order: Order) -> Staged:
    """Find the disk full."""
    raise OSError(28, "No space left on device", str(order.target))


def wait(order: Order) -> Staged:
    """Say that it began, and wait."""
    Path(str(order.target)).touch()
    time.sleep(8)
    return order.target


def answer_late(order: Order) -> int:
    """The number of the order; the first takes longest."""
    time.sleep(0.3 if order.number == 0 else 0)
    return order.number
