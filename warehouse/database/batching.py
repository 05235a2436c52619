"""This file puts things together, in their order, until they are as many or as large as may be worked on at once."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def batch_by_size(
    things: Iterable[Thing], size_of: Callable[[Thing], int], most: int
) -> Iterator[list[Thing]]:
    """The things in order, as many together as are no more than `most` in all; one that is larger stands alone.

    >>> list(batch_by_size([2, 2, 9, 1, 3], int, most=4))
    [[2, 2], [9], [1, 3]]
    """
    group: list[Thing] = []
    held = 0
    for thing in things:
        size = size_of(thing)
        if group and held + size > most:
            yield group
            group, held = [], 0
        group.append(thing)
        held += size
    if group:
        yield group
