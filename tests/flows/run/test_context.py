"""A run hands out batch numbers: each once, and none of another kind."""

from pathlib import Path

import pytest

from flows.run.context import BatchNumbersError, CorpusRun
from flows.settings import Settings
from flows.steps.redescribe import _MAX_BATCHES
from tests.inline_pool import InlinePool
from tests.rows import NOON
from warehouse.database.work_database import WorkDatabase
from warehouse.ledger.runs import Run, run_id
from warehouse.storage.part_names import BatchKind


@pytest.fixture
def run(tmp_path: Path) -> CorpusRun:
    settings = Settings(warehouse=tmp_path / "warehouse", workers=1)
    database = WorkDatabase(settings.store.layout.work_database, settings.store.layout.spill)
    return CorpusRun(settings, Run(run_id(NOON, bytes(3)), NOON, None), InlinePool(), database)


def test_each_kind_of_batch_counts_for_itself(run: CorpusRun) -> None:
    kinds = [BatchKind.LEARN, BatchKind.COMPACT, BatchKind.LEARN]
    assert [run.next_number(kind) for kind in kinds] == [80_000, 95_000, 80_001]


def test_a_run_never_takes_the_numbers_of_the_next_kind(run: CorpusRun) -> None:
    numbers = [run.next_number(BatchKind.LEARN) for _ in range(1_000)]
    assert numbers[-1] == 80_999
    with pytest.raises(BatchNumbersError, match="1,000 learn batches at most: run again"):
        run.next_number(BatchKind.LEARN)


def test_a_run_describes_fewer_batches_anew_than_there_are_numbers_for() -> None:
    assert len(BatchKind.REDESCRIBE.value) > _MAX_BATCHES
