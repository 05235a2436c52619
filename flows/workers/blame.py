"""Find the text that ends its worker: cut the slice in halves until one is left.

The others lose nothing: they are worked on again without it. Where a worker ends that has nothing
to do, no text is blamed.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any, Protocol, Self, TypeVar, runtime_checkable

import pyarrow as pa

from flows.workers.limits import LimitError
from transforms.errors import TransientError
from warehouse.storage.staging import Staged


class WorkerLostError(TransientError):
    """A worker ended, or gave up for want of time or memory."""


class StagingJob(Protocol):
    """A job that leaves a file."""

    @property
    def target(self) -> Staged:
        """The file that it leaves."""
        ...

    def _replace(self, *, target: Staged) -> Self: ...


@runtime_checkable
class TextJob(StagingJob, Protocol):
    """A job on the texts of a slice; its result is the file that it leaves, or a list of them."""

    def halves(self) -> list[Self]:
        """Return the same work as two jobs, in order; none where there is one text."""
        ...

    def give_up(self, reason: str) -> Any:  # noqa: ANN401 - as the job itself would return
        """Leave the file of a job with one text, which ends its worker; the reason is in words."""
        ...


Job = TypeVar("Job", bound=StagingJob)
Result = TypeVar("Result")


def run_held(function: Callable[[Job], Result], job: Job) -> Result:
    """Run a job in its worker.

    Raises:
        WorkerLostError: it takes more time or memory than it may, outside the questions that are
            guarded against that.
    """
    try:
        return function(job)
    except (LimitError, MemoryError) as error:
        raise WorkerLostError(f"{type(error).__name__}: {error}") from error


def run_or_blame(
    run: Callable[[Job], Result], job: Job, require_healthy: Callable[[], object]
) -> Result:
    """Run a job. Where its worker ends, find the text that ends it, and give that one up.

    `require_healthy` raises `WorkerLostError` where a worker ends that has nothing to do.

    Raises:
        WorkerLostError: it is not a text that ends the worker.
    """
    try:
        return run(job)
    except WorkerLostError:
        if not isinstance(job, TextJob):
            raise
        require_healthy()
        found: Result = _without_blamed(run, job, require_healthy)
        return found


def _without_blamed(
    run: Callable[[Any], Any], job: TextJob, require_healthy: Callable[[], object]
) -> Any:  # noqa: ANN401 - the result of a job on texts is a staged file, or a list
    """Run the halves of a job; where it has one text, try that once more, then give it up."""
    halves = job.halves()
    if halves:
        parts = [run_or_blame(run, half, require_healthy) for half in halves]
        if isinstance(parts[0], list):
            return list(chain(*parts))
        return job.target.write_table(pa.concat_tables(part.read_table() for part in parts))
    try:
        return run(job)
    except WorkerLostError as death:
        require_healthy()
        return job.give_up(str(death))
