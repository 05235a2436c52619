"""The text that ends its worker is found, and given up alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.workers.blame import WorkerLostError, run_or_blame
from flows.workers.slices import halves_of
from warehouse.storage.staging import Staged, StagedFile


class Numbers(NamedTuple):
    """A job on numbers, in place of texts."""

    numbers: Sequence[int]
    target: Staged

    def halves(self) -> list[Self]:
        return [
            self._replace(numbers=numbers, target=target)
            for numbers, target in halves_of(self.numbers, self.target)
        ]

    def give_up(self, reason: str) -> Staged:
        [number] = self.numbers
        return self.target.write_table(pa.table({"number": [number], "outcome": [reason]}))


class Pair(NamedTuple):
    """A job that is not on texts."""

    target: Staged


def _ends(ending: frozenset[int], job: Numbers) -> Staged:
    if ending & set(job.numbers):
        raise WorkerLostError("its worker was killed")
    outcomes = ["done"] * len(job.numbers)
    return job.target.write_table(pa.table({"number": job.numbers, "outcome": outcomes}))


def _healthy() -> None:
    pass


@given(st.integers(1, 40), st.frozensets(st.integers(0, 39), max_size=5))
def test_each_text_that_ends_its_worker_is_given_up_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, count: int, ending: frozenset[int]
) -> None:
    target = StagedFile(tmp_path_factory.mktemp("blame") / "a.arrow")
    job = Numbers(range(count), target)
    found = run_or_blame(lambda each: _ends(ending, each), job, _healthy)
    assert found.read_table().to_pylist() == [
        {"number": number, "outcome": "its worker was killed" if number in ending else "done"}
        for number in range(count)
    ]


def test_a_worker_that_was_killed_once_costs_nothing(tmp_path: Path) -> None:
    deaths = iter([WorkerLostError("killed")])

    def run(job: Numbers) -> Staged:
        for death in deaths:
            raise death
        return _ends(frozenset(), job)

    job = Numbers([7], StagedFile(tmp_path / "a.arrow"))
    assert run_or_blame(run, job, _healthy).read_table()["outcome"].to_pylist() == ["done"]


def test_where_workers_end_without_work_no_text_is_blamed(tmp_path: Path) -> None:
    def ill() -> None:
        raise WorkerLostError("workers end without any work")

    job = Numbers([7], StagedFile(tmp_path / "a.arrow"))
    with pytest.raises(WorkerLostError, match="without any work"):
        run_or_blame(lambda each: _ends(frozenset({7}), each), job, ill)


def test_a_slice_is_not_cut_where_workers_end_without_work(tmp_path: Path) -> None:
    asked: list[int] = []

    def run(job: Numbers) -> Staged:
        asked.append(len(job.numbers))
        raise WorkerLostError("its worker was killed")

    def ill() -> None:
        raise WorkerLostError("workers end without any work")

    with pytest.raises(WorkerLostError, match="without any work"):
        run_or_blame(run, Numbers(range(8), StagedFile(tmp_path / "a.arrow")), ill)
    assert asked == [8]


def test_no_text_is_blamed_where_workers_began_to_end_without_work(tmp_path: Path) -> None:
    health = iter([True, False])

    def require_healthy() -> None:
        if not next(health):
            raise WorkerLostError("workers end without any work")

    job = Numbers([7], StagedFile(tmp_path / "a.arrow"))
    with pytest.raises(WorkerLostError, match="without any work"):
        run_or_blame(lambda each: _ends(frozenset({7}), each), job, require_healthy)


def test_a_job_that_is_not_on_texts_is_not_cut(tmp_path: Path) -> None:
    def run(_: Pair) -> Staged:
        raise WorkerLostError("killed")

    with pytest.raises(WorkerLostError, match="killed"):
        run_or_blame(run, Pair(StagedFile(tmp_path / "a.arrow")), _healthy)
