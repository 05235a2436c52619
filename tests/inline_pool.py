"""A stand-in for the pool of worker processes, which runs slices in this process.

Tests of what a run does with texts are quick with it, and can change a rule by monkeypatching.
"""

from collections.abc import Callable, Iterator, Sequence

from flows.workers.blame import Job, Result, run_or_blame
from flows.workers.limits import Limits


class InlinePool:
    """Runs the slices of a batch in this process, one after the other."""

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        """Take what `ProcessPool` takes."""

    def prepare(self, slices: int) -> None:
        """Do nothing."""

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order."""
        return (run_or_blame(function, job, lambda: None) for job in jobs)

    def close(self) -> None:
        """Do nothing."""
