"""A Ray cluster, started or found by Prefect's `RayTaskRunner`."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from flows.workers.blame import Job, Result
from flows.workers.preflight import WorkerSetup, run_on_worker

_QUIET = {"log_to_driver": False, "logging_level": "ERROR"}
_LOCAL = {
    "include_dashboard": False,
    # It holds jobs and names of files only; Ray would reserve 30 % of the memory.
    "object_store_memory": 256 << 20,
}
_NO_MESSAGES = {"RAY_USAGE_STATS_ENABLED": "0"}
# Without this a cluster for this machine listens on all of its addresses, whatever
# `_node_ip_address` says (2.60).
_LOOPBACK_ONLY = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


class RayCluster:
    """A Ray cluster; it retries a slice whose worker died three times (Ray's `max_retries`)."""

    def __init__(self, address: str | None, workers: int) -> None:
        """Start or find the cluster in a thread of its own.

        The kernel ends a local Ray with the thread that started it.
        """
        os.environ.update(_NO_MESSAGES if address else _NO_MESSAGES | _LOOPBACK_ONLY)
        import ray  # noqa: PLC0415 - an extra, and reads the environment
        from prefect_ray import RayTaskRunner  # noqa: PLC0415

        self._ray = ray
        self.lost = (ray.exceptions.RayError,)
        self._runner = RayTaskRunner(
            address, _QUIET if address else {**_QUIET, **_LOCAL, "num_cpus": workers}
        )
        self._runner.logger.setLevel(logging.ERROR)
        self._keeper = ThreadPoolExecutor(1)
        self._keeper.submit(self._runner.__enter__).result()

    def map(
        self, setup: WorkerSetup, function: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Result]:
        """Yield the results of all jobs in order.

        When one fails, the others are left to end by themselves: `ray.cancel` of a task that ends
        at that moment ends our process (a failed check in Ray 2.60, like
        ray-project/ray#54785).
        """
        remote = self._ray.remote(run_on_worker)
        for reference in [remote.remote(setup, function, job) for job in jobs]:
            try:
                result: Result = self._ray.get(reference)
            except self._ray.exceptions.RayTaskError as error:
                raise error.cause from error  # without what Ray puts around it
            yield result

    def close(self) -> None:
        """End the cluster if the runner started it, and the connection to it."""
        self._keeper.submit(self._runner.__exit__, None, None, None).result()
        self._keeper.shutdown()


def start(address: str | None, workers: int) -> RayCluster:
    """Find the cluster at an address, or start one with worker processes on this machine.

    Raises:
        OSError: no cluster answers there.
    """
    return RayCluster(address, workers)
