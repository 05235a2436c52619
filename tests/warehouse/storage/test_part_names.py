"""Batch numbers say what a batch brings: on disk they never change their meaning."""

from datetime import UTC, datetime

import pytest

from warehouse.ledger.runs import run_id
from warehouse.storage.part_names import BatchKind, is_compacted, kind_of, part_name, run_of

RUN_ID = run_id(datetime(2026, 3, 7, 6, 17, tzinfo=UTC), bytes(3))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (0, BatchKind.FILES),
        (79_999, BatchKind.FILES),
        (80_000, BatchKind.LEARN),
        (80_999, BatchKind.LEARN),
        (81_000, BatchKind.REDESCRIBE),
        (89_999, BatchKind.REDESCRIBE),
        (90_000, BatchKind.COMPARE),
        (94_999, BatchKind.COMPARE),
        (95_000, BatchKind.COMPACT),
        (99_998, BatchKind.COMPACT),
        (99_999, BatchKind.FINISH),
    ],
)
def test_the_number_in_a_name_says_the_kind_of_the_batch(number: int, kind: BatchKind) -> None:
    name = part_name(RUN_ID, number)
    assert kind_of(name) is kind
    assert is_compacted(name) == (kind is BatchKind.COMPACT)
    assert run_of(name) == RUN_ID


def test_every_number_of_five_digits_is_of_one_kind_and_kinds_sort_as_they_are_declared() -> None:
    numbers = [number for kind in BatchKind for number in kind.value]
    assert numbers == list(range(100_000))


@pytest.mark.parametrize("name", ["export", f"{RUN_ID}.2", f"{RUN_ID}.00002.parquet", ""])
def test_the_name_of_something_else_is_of_no_run_and_of_no_kind(name: str) -> None:
    assert run_of(name) is None
    assert kind_of(name) is None
    assert not is_compacted(name)
