"""Work on the texts of a slice, the unit of parallel work. No Prefect here.

A job names files and comes back as the name of an Arrow file in staging: neither texts nor tables
travel between processes. The texts of a slice are worked on together; where that fails, one by one,
and what fails on a single text is the outcome of that text (`transforms/failures.py`).
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pyarrow as pa

from flows.workers.limits import Limits, within
from transforms.failures import Guard
from warehouse.storage.staging import Staged

Item = TypeVar("Item")


def together_or_alone(
    items: Sequence[Item],
    together: Callable[[Sequence[Item]], pa.Table],
    alone: Callable[[Item], pa.Table],
    limits: Limits,
) -> pa.Table:
    """Return the rows of some items, worked on together; where that fails, one by one."""
    guard = Guard()
    no_rows: pa.Table | None = None
    with within(limits):
        rows = guard.ask("slice", lambda: together(items), no_rows)
    return pa.concat_tables(map(alone, items)) if rows is None else rows


def halves_of(rows: Sequence[Item], target: Staged) -> list[tuple[Sequence[Item], Staged]]:
    """Return both halves of some rows, each with a file of its own; none of one row.

    >>> from pathlib import Path
    >>> from warehouse.storage.staging import StagedFile
    >>> halves = halves_of(range(3), StagedFile(Path("a.arrow")))
    >>> [(rows, file.name) for rows, file in halves]
    [(range(0, 1), '0-a.arrow'), (range(1, 3), '1-a.arrow')]
    """
    middle = len(rows) // 2
    if not middle:
        return []
    halves = rows[:middle], rows[middle:]
    return [
        (half, target.with_name(f"{number}-{target.name}")) for number, half in enumerate(halves)
    ]
