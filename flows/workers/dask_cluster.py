"""A Dask cluster, started or found by Prefect's `DaskTaskRunner`."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from functools import partial
from typing import Any

from flows.workers.blame import Job, Result
from flows.workers.preflight import WorkerSetup, run_on_worker
from flows.workers.process_pool import without_main_module

_LOCAL = {
    "host": "127.0.0.1",
    # Who reaches a scheduler runs code as us: it gets certificates of its own, which take 0.1 s.
    "security": True,
    "dashboard_address": "127.0.0.1:0",
    "threads_per_worker": 1,
    "silence_logs": logging.CRITICAL,
}
_CONNECT_SECONDS = "10s"


class DaskCluster:
    """A Dask cluster.

    It retries a slice whose worker died three times (`scheduler.allowed-failures`).
    """

    def __init__(self, address: str | None, workers: int) -> None:
        """Start or find the cluster."""
        from distributed import as_completed  # noqa: PLC0415 - an extra
        from distributed.comm import CommClosedError  # noqa: PLC0415
        from distributed.scheduler import KilledWorker, NoValidWorkerError  # noqa: PLC0415
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415

        self._as_completed = as_completed
        self.lost = (KilledWorker, NoValidWorkerError, CancelledError, CommClosedError)
        where: dict[str, Any] = {"cluster_kwargs": {**_LOCAL, "n_workers": workers}}
        runner = DaskTaskRunner(
            **({"address": address} if address else where),
            client_kwargs={"timeout": _CONNECT_SECONDS},
        )
        for logger in (runner.logger, logging.getLogger("distributed")):
            logger.setLevel(logging.CRITICAL)  # what matters is raised
        self._runner = runner.__enter__()
        try:
            with without_main_module():
                self._client = runner.client
        except BaseException:
            self.close()
            raise

    def map(
        self, setup: WorkerSetup, function: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Result]:
        """Yield the results of all jobs in order.

        Each is fetched as soon as it is done, not in its turn: results that a dead worker still
        held would be computed again.
        """
        futures = self._client.map(partial(run_on_worker, setup, function), jobs, pure=False)
        positions = {future.key: position for position, future in enumerate(futures)}
        results: dict[int, Result] = {}
        yielded = 0
        try:
            for future, result in self._as_completed(futures, self._client.loop, with_results=True):
                if future.cancelled():
                    # The scheduler is gone; the result is an exception that was not raised.
                    raise CancelledError
                results[positions[future.key]] = result
                future.release()
                while yielded in results:
                    yield results.pop(yielded)
                    yielded += 1
        finally:
            self._client.cancel(futures, force=True)

    def close(self) -> None:
        """End the cluster if the runner started it, and the connection to it."""
        self._runner.__exit__(None, None, None)


def start(address: str | None, workers: int) -> DaskCluster:
    """Find the cluster at an address, or start one with worker processes on this machine.

    Raises:
        OSError: no cluster answers there.
    """
    return DaskCluster(address, workers)
