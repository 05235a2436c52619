"""Batching: group items in order until a batch is as large as may be worked on at once."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def batch_by_size(
    items: Iterable[Item], size_of: Callable[[Item], int], most: int
) -> Iterator[list[Item]]:
    """Batch items in order, so that the total size of a batch is at most `most`.

    A larger item is a batch of its own.

    >>> list(batch_by_size([2, 2, 9, 1, 3], int, most=4))
    [[2, 2], [9], [1, 3]]
    """
    batch: list[Item] = []
    total = 0
    for item in items:
        size = size_of(item)
        if batch and total + size > most:
            yield batch
            batch = []
            total = 0
        batch.append(item)
        total += size
    if batch:
        yield batch
