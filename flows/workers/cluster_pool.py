"""Run the slices of a batch on a compute cluster, through Prefect's task runner for Dask or Ray.

The runner starts or finds the cluster; slices go by the runner's own client and not as Prefect
tasks, which cost 75 ms each (docs/scaling.md). The cluster itself retries a slice whose worker
died. A slice leaves its rows as a file that appears whole or not at all, so a second attempt, even
at the same time as the first, makes the same file again.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from flows.settings import Settings
from flows.workers.blame import Job, Result, WorkerLostError, run_or_blame
from flows.workers.limits import Limits
from flows.workers.preflight import WorkerSetup
from flows.workers.process_pool import ProcessPool
from transforms.errors import TransientError, UsageError

_log = logging.getLogger("zakhira")


class ClusterError(TransientError):
    """No cluster answers."""


class ComputeCluster(Protocol):
    """A compute cluster that was started or found."""

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """The errors it raises when workers are gone for good."""
        ...

    def map(
        self, setup: WorkerSetup, function: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Result]:
        """Yield the results of all jobs in order; raise what a function raises, unchanged."""
        ...

    def close(self) -> None:
        """End a cluster that was started; disconnect from one that was found."""
        ...


class ClusterPool:
    """A pool that starts or finds its cluster with the first batch of more than one slice."""

    def __init__(self, settings: Settings, setup: WorkerSetup) -> None:
        """Remember which cluster; start nothing."""
        self._settings = settings
        self._setup = setup
        self._cluster: ComputeCluster | None = None
        # A single slice is not worth a cluster.
        self._alone = ProcessPool(1, Limits.of(settings))
        self._starting = threading.Lock()

    def prepare(self, slices: int) -> None:
        """Start nothing ahead."""

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order, each as soon as those before it are done.

        Where a text ends the workers that get it, the jobs that are left go to the cluster one by
        one, and the text is found and given up.

        Raises:
            ClusterError: no cluster answers.
            WorkerLostError: the cluster lost more workers than it replaces, and it is no text that
                ends them; the next call starts or finds it again.
            WorkerSetupError: a worker is not set up for this run.
        """
        if len(jobs) <= 1:
            yield from self._alone.run(function, jobs)
            return
        done_count = 0
        with contextlib.suppress(WorkerLostError):
            for result in self._map(function, jobs):
                yield result
                done_count += 1
            return
        ask = partial(self._ask, function)
        for job in jobs[done_count:]:
            yield run_or_blame(ask, job, partial(self._ask, _leave_nothing, job))

    def _ask(self, function: Callable[[Job], Result], job: Job) -> Result:
        [result] = self._map(function, [job])
        return result

    def _map(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order.

        Raises:
            WorkerLostError: the cluster lost its workers, or one took more than a text may.
        """
        cluster = self._started()
        try:
            yield from cluster.map(self._setup, function, jobs)
        except cluster.lost as error:
            if self._cluster is cluster:
                self.close()
            raise WorkerLostError(
                f"the {self._settings.engine} cluster lost its workers; run again"
            ) from error

    def close(self) -> None:
        """Close the cluster."""
        self._alone.close()
        cluster, self._cluster = self._cluster, None
        if cluster:
            cluster.close()

    def _started(self) -> ComputeCluster:
        with self._starting:
            if self._cluster is None:
                self._cluster = _start(self._settings)
            return self._cluster


def _leave_nothing(_: Job) -> None:
    """Show that a worker lives."""


def require_engine(settings: Settings) -> None:
    """Check that the engine is installed.

    Raises:
        UsageError: it needs an extra; the message says which.
    """
    if settings.engine != "processes" and find_spec(_ENGINES[settings.engine].package) is None:
        raise UsageError(
            f"the engine {settings.engine} needs an extra: pip install 'zakhira[{settings.engine}]'"
        )


def _start_dask(address: str | None, workers: int) -> ComputeCluster:
    from flows.workers import dask_cluster  # noqa: PLC0415 - needs the extra zakhira[dask]

    return dask_cluster.start(address, workers)


def _start_ray(address: str | None, workers: int) -> ComputeCluster:
    from flows.workers import ray_cluster  # noqa: PLC0415 - needs the extra zakhira[ray]

    return ray_cluster.start(address, workers)


class _Engine(NamedTuple):
    # Prefect's integration; it comes with the extra of the engine's name.
    package: str
    start: Callable[[str | None, int], ComputeCluster]


_ENGINES = {
    "dask": _Engine("prefect_dask", _start_dask),
    "ray": _Engine("prefect_ray", _start_ray),
}


def _start(settings: Settings) -> ComputeCluster:
    address = settings.engine_address
    where = f"at {address}" if address else f"of {settings.workers} workers on this machine"
    try:
        cluster = _ENGINES[settings.engine].start(address, settings.workers)
    except OSError as error:
        raise ClusterError(f"no {settings.engine} cluster answers {where}: {error}") from error
    _log.info("slices run on the %s cluster %s", settings.engine, where)
    return cluster
