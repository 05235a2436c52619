"""This file runs the slices of a batch on a cluster, Dask or Ray, through the task runner that Prefect has for it.

The runner starts or finds the cluster; slices go by the runner's own client and not as Prefect
tasks, which cost 75 ms each (docs/scaling.md). The cluster itself tries a slice again whose worker
died. A slice leaves its rows as a file that appears whole or not at all, so a second attempt, even
beside the first, makes the same file again.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Protocol

from flows.settings import Settings
from flows.workers.preflight import Job, Result, WorkerSetup
from flows.workers.process_pool import WorkerLostError
from transforms.errors import TransientError, UsageError

_log = logging.getLogger("zakhira")


class ClusterError(TransientError):
    """The cluster does not answer."""


class ComputeCluster(Protocol):
    """A cluster that was started or found."""

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """What it raises where workers are gone for good."""
        ...

    def map(
        self, site: WorkerSetup, function: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Result]:
        """The results of all jobs, in their order; what a function raises comes as it was raised."""
        ...

    def close(self) -> None:
        """End what was started, leave what was found."""
        ...


class ClusterPool:
    """A cluster that is started or found with the first batch of more than one slice."""

    def __init__(self, settings: Settings, site: WorkerSetup) -> None:
        """Remember which; start nothing."""
        self._settings = settings
        self._site = site
        self._cluster: ComputeCluster | None = None
        self._starting = threading.Lock()

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """The results of all jobs, in their order, each as soon as it and those before it are there.

        Raises:
            ClusterError: no cluster answers. WorkerLostError: it lost more workers than it makes up
            for; the next call starts or finds it anew. WorkerSetupError: a worker is not set up for
            this run.
        """
        if len(jobs) <= 1:
            yield from map(function, jobs)
            return
        cluster = self._started()
        try:
            yield from cluster.map(self._site, function, jobs)
        except cluster.lost as error:
            if self._cluster is cluster:
                self.close()
            raise WorkerLostError(
                f"the {self._settings.engine} cluster lost its workers; run again"
            ) from error

    def close(self) -> None:
        """End the cluster, or leave it."""
        cluster, self._cluster = self._cluster, None
        if cluster:
            cluster.close()

    def _started(self) -> ComputeCluster:
        with self._starting:
            if self._cluster is None:
                self._cluster = _start(self._settings)
            return self._cluster


def require_engine(settings: Settings) -> None:
    """Fail where the engine is not installed.

    Raises:
        UsageError: see there.
    """
    if settings.engine != "processes" and find_spec(f"prefect_{settings.engine}") is None:
        raise UsageError(
            f"the engine {settings.engine} needs an extra: pip install 'zakhira[{settings.engine}]'"
        )


def _start_dask(address: str | None, workers: int) -> ComputeCluster:
    from flows.workers import dask_cluster  # noqa: PLC0415 - needs the extra zakhira[dask]

    return dask_cluster.start(address, workers)


def _start_ray(address: str | None, workers: int) -> ComputeCluster:
    from flows.workers import ray_cluster  # noqa: PLC0415 - needs the extra zakhira[ray]

    return ray_cluster.start(address, workers)


_STARTS = {"dask": _start_dask, "ray": _start_ray}


def _start(settings: Settings) -> ComputeCluster:
    address = settings.engine_address
    where = f"at {address}" if address else f"of {settings.workers} workers on this machine"
    try:
        cluster = _STARTS[settings.engine](address, settings.workers)
    except OSError as error:
        raise ClusterError(f"no {settings.engine} cluster answers {where}: {error}") from error
    _log.info("slices run on the %s cluster %s", settings.engine, where)
    return cluster
