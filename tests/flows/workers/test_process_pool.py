"""What the workers of a pool hold, and what becomes of those that end."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

import pyarrow as pa
import pytest

from flows.workers.blame import WorkerLostError
from flows.workers.limits import Limits, within
from flows.workers.process_pool import ProcessPool, WorkersNotStartedError
from flows.workers.slices import halves_of
from tests.limits import ROOMY
from transforms.language.models import load_py3langid
from warehouse.storage.files import storage_errors
from warehouse.storage.staging import Staged, StagedFile


class Asked(NamedTuple):
    """A slice that asks nothing of any model."""

    target: Staged


class Texts(NamedTuple):
    """A slice of texts, of which `END` ends its worker."""

    texts: tuple[str, ...]
    target: Staged
    limits: Limits = ROOMY

    def halves(self) -> list[Self]:
        return [
            self._replace(texts=tuple(texts), target=target)
            for texts, target in halves_of(self.texts, self.target)
        ]

    def give_up(self, reason: str) -> Staged:
        return self.target.write_table(pa.table({"outcome": [f"{self.texts[0]}: {reason}"]}))


def _each(job: Texts, end: Callable[[], object]) -> Staged:
    for text in job.texts:
        if text == "END":
            with within(job.limits):
                end()
    return job.target.write_table(pa.table({"outcome": list(job.texts)}))


def be_killed(job: Texts) -> Staged:
    """Work on texts; of one be killed, as for want of memory."""
    return _each(job, lambda: os.kill(os.getpid(), signal.SIGKILL))


def crash(job: Texts) -> Staged:
    """Work on texts; of one crash, as code in C may."""
    return _each(job, lambda: os.kill(os.getpid(), signal.SIGSEGV))


def hang_deaf(job: Texts) -> Staged:
    """Work on texts; of one hang in code that hears no signal, as code in C may."""

    def hang() -> None:
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        while True:
            time.process_time()

    return _each(job, hang)


def take_memory(job: Texts) -> Staged:
    """Work on texts; for one take more memory than there is."""
    return _each(job, lambda: bytearray(1 << 40))


def fail(_: Asked) -> None:
    """Fail."""
    raise LookupError("no such thing")


def has_model(_: Asked) -> bool:
    """Whether this worker has the model."""
    return load_py3langid.cache_info().currsize > 0


def tell(slices: int) -> None:
    """Write whether the workers have the model.

    It needs a process of its own: each process has only one forker of workers.
    """
    pool = ProcessPool(2, ROOMY)
    sys.stdout.write(f"{set(pool.run(has_model, [Asked(StagedFile(Path()))] * slices))}")
    pool.close()


@pytest.mark.parametrize(("slices", "shared"), [(2, False), (6, True)])
def test_workers_of_a_large_run_have_the_model_before_they_ask(slices: int, shared: bool) -> None:
    program = f"from tests.flows.workers.test_process_pool import tell; tell({slices})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{ {shared} }"


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (be_killed, "its worker was killed, perhaps for its memory"),
        (crash, "its worker crashed (SIGSEGV)"),
        (hang_deaf, "it took more processor time than one file may, and did not stop"),
        (take_memory, "MemoryError: "),
    ],
)
def test_a_text_that_ends_its_worker_is_named_and_the_others_are_done(
    tmp_path: Path, work: Callable[[Texts], Staged], reason: str
) -> None:
    limits = Limits(0.1, 1 << 30)
    slices = [("a", "b"), ("c", "END", "d"), ("e",)]
    jobs = [
        Texts(texts, StagedFile(tmp_path / f"{number}.arrow"), limits)
        for number, texts in enumerate(slices)
    ]
    pool = ProcessPool(2, limits)
    found = [each.read_table()["outcome"].to_pylist() for each in pool.run(work, jobs)]
    pool.close()
    assert found == [["a", "b"], ["c", f"END: {reason}", "d"], ["e"]]


def test_what_a_job_raises_is_raised_with_the_place_where_it_was(tmp_path: Path) -> None:
    pool = ProcessPool(1, ROOMY)
    with pytest.raises(LookupError, match="no such thing") as raised:
        list(pool.run(fail, [Asked(StagedFile(tmp_path))]))
    pool.close()
    assert "in fail" in raised.value.__notes__[0]


def test_a_pool_that_was_closed_starts_again(tmp_path: Path) -> None:
    pool = ProcessPool(1, ROOMY)
    job = Texts(("a",), StagedFile(tmp_path / "a.arrow"))
    for _ in range(2):
        assert len(list(pool.run(be_killed, [job]))) == 1
        pool.close()


def test_a_job_that_is_not_on_texts_ends_with_its_worker(tmp_path: Path) -> None:
    pool = ProcessPool(1, ROOMY)
    with pytest.raises(WorkerLostError, match="killed"):
        list(pool.run(die, [Asked(StagedFile(tmp_path))]))
    pool.close()


def die(_: Asked) -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_workers_that_cannot_start_are_no_fault_of_the_warehouse(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As where no process may be started: the error names no file."""

    def refuse(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("multiprocessing.context.ForkServerProcess.start", refuse)
    pool = ProcessPool(2, ROOMY)
    with (
        pytest.raises(WorkersNotStartedError, match=r"cannot start a worker process: .*No space"),
        storage_errors(tmp_path),
    ):
        list(pool.run(has_model, [Asked(StagedFile(Path()))] * 2))
    pool.close()


def test_what_prevents_an_early_start_is_told_where_workers_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", refuse)
    pool = ProcessPool(2, ROOMY)
    pool.prepare(2)
    monkeypatch.undo()
    monkeypatch.setattr("multiprocessing.forkserver._forkserver.ensure_running", refuse)
    with pytest.raises(WorkersNotStartedError, match="No space"):
        list(pool.run(has_model, [Asked(StagedFile(Path()))]))
    pool.close()


def test_a_prepared_pool_has_the_process_that_forks_before_there_is_a_job() -> None:
    code = """
from multiprocessing import forkserver
from tests.limits import ROOMY
from flows.workers.process_pool import ProcessPool
pool = ProcessPool(2, ROOMY)
pool.prepare(2)
pid = forkserver._forkserver._forkserver_pid
pool.close()
print(pid > 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
