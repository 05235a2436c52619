"""Parts that are loaded a few at a time make the database that they make all at once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.history import History
from transforms.schemas import DOCUMENTS
from warehouse.database import fetch, load
from warehouse.database.batching import batch_by_size
from warehouse.database.errors import WarehouseError
from warehouse.database.load import _size_of
from warehouse.database.work_database import WorkDatabase


@pytest.mark.parametrize("most_bytes", [0, 1 << 30])
def test_a_rebuild_shows_the_newest_descriptions_however_many_parts_are_loaded_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_bytes: int
) -> None:
    monkeypatch.setattr(load, "_MAX_BYTES", most_bytes)
    monkeypatch.setattr(fetch, "VECTOR_ROWS", 2)
    history = History(tmp_path)
    for document_count, anew in [(3, []), (4, [0, 6]), (0, [0, 3]), (2, [8, 0, 4]), (1, [])]:
        history.ingest(document_count)
        history.describe_again(anew)
    assert history.in_database() == history.expected()
    history.rebuild()
    assert history.in_database() == history.expected()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 12), max_size=8))
def test_no_transaction_loads_more_than_its_bytes_but_a_part_that_is_larger(
    tmp_path: Path, sizes: list[int]
) -> None:
    parts = [(DOCUMENTS, tmp_path / str(number)) for number in range(len(sizes))]
    for (_, path), size in zip(parts, sizes, strict=True):
        path.write_bytes(bytes(size))
    groups = list(batch_by_size(parts, _size_of, 10))
    assert [part for group in groups for part in group] == parts
    assert all(
        sum(path.stat().st_size for _, path in group) <= 10 or len(group) == 1 for group in groups
    )


def test_a_database_that_was_cleared_away_is_not_made_anew(tmp_path: Path) -> None:
    part = tmp_path / "part.parquet"
    part.touch()
    with pytest.raises(
        WarehouseError, match="is gone: a later run, or someone else, has removed it"
    ):
        load.load_parts(
            WorkDatabase(tmp_path / "aside" / "warehouse.duckdb", tmp_path / "spill"),
            [(DOCUMENTS, part)],
        )
    assert not (tmp_path / "aside").exists()
