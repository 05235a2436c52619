"""Run the slices of a batch in lean worker processes.

Each worker has a pipe and a thread of its own: the death of one is known at once, with the job that
it had, and disturbs no other. `flows/workers/cluster_pool.py` does the same on a cluster.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from tempfile import gettempdir
from types import ModuleType
from typing import Protocol

from flows.workers.blame import Job, Result, WorkerLostError, run_held, run_or_blame
from flows.workers.early_start import PRELOADED
from flows.workers.limits import Limits, limit_memory
from transforms.errors import TerminalError
from warehouse.database.memory import release_unused

# Slices per worker, at least, to preload a model: all wait a second for it, and some corpora never
# need it.
_MIN_SLICES_TO_PRELOAD = 3
_CAUSES = {
    signal.SIGKILL: "its worker was killed, perhaps for its memory",
    signal.SIGVTALRM: "it took more processor time than one file may, and did not stop",
}
# New objects after which garbage is looked for: with Python's 700 that took 2 to 4 % of a worker.
_OBJECTS_TO_COLLECT = 50_000
# A name, not a module, as those of `PRELOADED`.
_MODEL = "flows.workers.preload.model"
# `sys.modules` is one for all threads.
_starting = threading.Lock()


class WorkersNotStartedError(TerminalError):
    """The system gives no processes, or none of what they need."""


class Pool(Protocol):
    """A pool that runs slices."""

    def prepare(self, slices: int) -> None:
        """Start what takes a while, without waiting for it: so many slices will come."""
        ...

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order."""
        ...

    def close(self) -> None:
        """End the workers."""
        ...


class ProcessPool:
    """A pool whose workers start when there is work for them."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Remember how many workers, and what one file may take of them; start nothing."""
        self._workers = workers
        self._limits = limits
        self._crew: _Crew | None = None
        self._hiring = threading.Lock()

    def prepare(self, slices: int) -> None:
        """Start the process from which workers are forked, which imports the rules.

        The run's own process imports them meanwhile. What prevents the start is raised where a
        worker starts.
        """
        crew = self._hired(slices)
        with contextlib.suppress(OSError):
            crew.start_server()

    def run(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Yield the results of all jobs in order, each as soon as it is done.

        A text that ends its worker is given up; the rest of its slice is worked on again.

        Raises:
            WorkerLostError: workers end that have nothing to do; the next call starts new ones.
        """
        if not jobs:
            return
        crew = self._hired(len(jobs))
        futures = [
            crew.threads.submit(
                run_or_blame, partial(crew.ask, function), job, crew.require_healthy
            )
            for job in jobs
        ]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """End the workers, at once those that are at work."""
        crew, self._crew = self._crew, None
        if crew:
            crew.end()

    def _hired(self, slices: int) -> "_Crew":
        with self._hiring:
            if self._crew is None:
                self._crew = _Crew(self._workers, self._limits, slices)
            return self._crew


class _Crew:
    """Threads that wait for a worker each."""

    def __init__(self, workers: int, limits: Limits, slices: int) -> None:
        """Prepare a context whose workers share a model if there are enough slices."""
        self.threads = ThreadPoolExecutor(workers, "worker")
        self._limits = limits
        self._own = threading.local()
        self._workers: set[_Worker] = set()
        self._has_ended = False
        self._context = multiprocessing.get_context("forkserver")
        is_large = slices >= _MIN_SLICES_TO_PRELOAD * workers
        self._context.set_forkserver_preload([*PRELOADED, *([_MODEL] if is_large else [])])

    def start_server(self) -> None:
        """Start the process from which workers are forked.

        Raises:
            OSError: the system gives no process, or none of what it needs.
        """
        with _starting:
            forkserver.ensure_running()

    def ask(self, function: Callable[[Job], Result], job: Job) -> Result:
        """Let the worker of this thread run a job.

        Raises:
            WorkerLostError: the worker ended; the message says by what.
        """
        return self._worker().ask(partial(run_held, function, job))

    def require_healthy(self) -> None:
        """Start a worker and let it do nothing.

        Raises:
            WorkerLostError: it ended.
        """
        try:
            self._worker().ask(bool)
        except WorkerLostError as error:
            raise WorkerLostError(f"workers end without any work ({error}); run again") from error

    def end(self) -> None:
        """End workers and threads."""
        with _starting:
            self._has_ended = True
            for worker in self._workers:
                worker.end()
        self.threads.shutdown(cancel_futures=True)

    def _worker(self) -> "_Worker":
        """Return the worker of this thread; start one where there is none, or it has ended."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.is_alive():
            with _starting:
                if self._has_ended:
                    raise CancelledError
                if worker:
                    self._workers.discard(worker)
                self._own.worker = worker = _Worker(self._context, self._limits)
                self._workers.add(worker)
        return worker


class _Worker:
    """A worker process, and the pipe to it."""

    def __init__(self, context: ForkServerContext, limits: Limits) -> None:
        """Start the process.

        Raises:
            WorkersNotStartedError: the system gives no process, or none of what it needs.
        """
        try:
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, limits), daemon=True)
            with without_main_module():
                self._process.start()
        except OSError as error:
            raise WorkersNotStartedError(
                f"cannot start a worker process: {error}: look at {gettempdir()}, where its socket "
                "is, and at the limits of processes and open files"
            ) from error
        theirs.close()

    def ask(self, task: Callable[[], Result]) -> Result:
        """Send a task, wait for its answer, and return it; raise what it raises.

        Raises:
            WorkerLostError: the process ended, or the task took more than a file may.
        """
        try:
            self._pipe.send(task)
            wait([self._pipe, self._process.sentinel])
            answer: Result
            answer, error = self._pipe.recv()
        except (EOFError, ConnectionError) as ended:
            raise WorkerLostError(self._cause()) from ended
        if error is not None:
            raise error
        return answer

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _cause(self) -> str:
        """Say what the process was ended by."""
        self._process.join()
        code = self._process.exitcode or 0
        if code >= 0:
            return f"its worker exited with code {code}"
        ended_by = signal.Signals(-code)
        return _CAUSES.get(ended_by, f"its worker crashed ({ended_by.name})")


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


def _work(pipe: Connection, limits: Limits) -> None:
    """Run tasks, in a worker, until the pipe is closed."""
    _prepare_worker(limits)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(task))
        # The next task may come late.
        release_unused()


def _answer(task: Callable[[], object]) -> tuple[object, BaseException | None]:
    """Return the answer of a task, or what it raised."""
    try:
        return task(), None
    except Exception as error:  # noqa: BLE001 - raised again in the run's process
        error.add_note("".join(traceback.format_exception(error)))
        return None, error


def _prepare_worker(limits: Limits) -> None:
    """Use one thread for detection, ignore the terminal's Ctrl-C, and end with the run.

    And hold to the limit of memory, and look for garbage seldom.
    """
    os.environ["RAYON_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(limits)
    # What was imported is never garbage, and texts leave hardly any.
    gc.freeze()
    gc.set_threshold(_OBJECTS_TO_COLLECT)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
