"""This file is a Dask cluster, started or found by Prefect's `DaskTaskRunner`."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from functools import partial
from typing import Any

from flows.workers.preflight import Job, Result, WorkerSetup, run_on_worker
from flows.workers.process_pool import without_main_module

_LOCAL = {
    "host": "127.0.0.1",
    "security": True,  # whoever reaches a scheduler runs code as us: certificates of its own, for 0.1 s
    "dashboard_address": "127.0.0.1:0",
    "threads_per_worker": 1,
    "silence_logs": logging.CRITICAL,
}
_CONNECT_SECONDS = "10s"


class DaskCluster:
    """A Dask cluster; it tries a slice again when its worker dies, three times (`scheduler.allowed-failures`)."""

    def __init__(self, address: str | None, workers: int) -> None:
        """Start or find it."""
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
        self, site: WorkerSetup, function: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Result]:
        """The results of all jobs, in their order.

        A result is fetched as soon as it is there, not in its turn: what a dead worker still held
        is made again.
        """
        futures = self._client.map(partial(run_on_worker, site, function), jobs, pure=False)
        places = {future.key: place for place, future in enumerate(futures)}
        results: dict[int, Result] = {}
        given = 0
        try:
            for future, result in self._as_completed(futures, self._client.loop, with_results=True):
                if (
                    future.cancelled()
                ):  # the scheduler is gone; the result is an exception, and was not raised
                    raise CancelledError
                results[places[future.key]] = result
                future.release()
                while given in results:
                    yield results.pop(given)
                    given += 1
        finally:
            self._client.cancel(futures, force=True)

    def close(self) -> None:
        """End the cluster where the runner started it, and the connection to it."""
        self._runner.__exit__(None, None, None)


def start(address: str | None, workers: int) -> DaskCluster:
    """The cluster at an address, or one of so many worker processes on this machine.

    Raises:
        OSError: none answers there.
    """
    return DaskCluster(address, workers)
