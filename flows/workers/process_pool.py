"""Run the slices of a batch in a pool of lean processes; a single slice runs in this one.

`flows/workers/cluster_pool.py` does the same on a cluster.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from types import ModuleType
from typing import Protocol

import pyarrow as pa

from flows.workers.preflight import Job, Result
from transforms.errors import TransientError

# Slices per worker, at least, to preload a model: all wait a second for it, and some corpora never
# need it.
_MIN_SLICES_TO_PRELOAD = 3


class WorkerLostError(TransientError):
    """A worker process died: killed, or out of memory."""


class Pool(Protocol):
    """A pool that runs slices."""

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order."""
        ...

    def close(self) -> None:
        """End the workers."""
        ...


class ProcessPool:
    """A pool of worker processes that starts with the first batch of more than one slice."""

    def __init__(self, workers: int) -> None:
        """Remember how many workers; start nothing."""
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order, each as soon as it is done.

        Raises:
            WorkerLostError: a worker died; the next call starts new ones.
        """
        if len(jobs) <= 1 or self._workers == 1:
            yield from map(function, jobs)
            return
        executor = None
        try:
            executor = self._started(len(jobs))
            yield from executor.map(partial(_run_and_release, function), jobs)
        except BrokenProcessPool as error:
            if self._executor is executor:
                self.close()
            raise WorkerLostError(
                "a worker process died (killed, or out of memory); run again"
            ) from error

    def close(self) -> None:
        """End the workers."""
        executor, self._executor = self._executor, None
        if executor:
            executor.shutdown(cancel_futures=True)

    def _started(self, slices: int) -> ProcessPoolExecutor:
        with self._starting:
            if self._executor is None:
                self._executor = _start(self._workers, slices)
            return self._executor


def _start(workers: int, slices: int) -> ProcessPoolExecutor:
    """Start a pool whose processes import the slices and nothing else.

    With enough slices they share a model.
    """
    preloaded = "flows.workers.slices"
    if slices >= _MIN_SLICES_TO_PRELOAD * workers:
        preloaded = "flows.workers.model_preload"
    context = multiprocessing.get_context("forkserver")
    # A name, not a module: the fork server imports it, this process must not.
    context.set_forkserver_preload([preloaded])
    executor = ProcessPoolExecutor(workers, context, initializer=_prepare_worker)
    with without_main_module():
        list(executor.map(abs, range(workers)))
    return executor


@contextlib.contextmanager
def without_main_module() -> Iterator[None]:
    """Hide `__main__` while workers start, for each would import it again.

    Under Prefect that is all of Prefect: 1.2 s and 100 MB a worker, measured.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _prepare_worker() -> None:
    """Use one thread for detection, ignore the terminal's Ctrl-C, and end with the run."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _run_and_release(function: Callable[[Job], Result], job: Job) -> Result:
    """Run a slice, then free the memory that Arrow holds in reserve: the next may come late."""
    try:
        return function(job)
    finally:
        pa.default_memory_pool().release_unused()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
