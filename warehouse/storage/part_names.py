"""Names of Parquet parts: the run that wrote a part, and the number of its batch."""

import re
from enum import Enum

_PART_NAME = re.compile(r"(\d{8}T\d{6}-\d{6}Z-[0-9a-f]{6})\.(\d{5})")


class BatchKind(Enum):
    """What a batch of a run brings; the value is the range of its batch numbers.

    Parts sort by name, so within a run each kind comes after those above it here.
    """

    # Raw files and the documents they bring.
    FILES = range(80_000)
    # Boilerplate lines that the corpus taught.
    LEARN = range(80_000, 81_000)
    # New descriptions of known documents.
    REDESCRIBE = range(81_000, 90_000)
    # Near-duplicates.
    COMPARE = range(90_000, 95_000)
    # The rows of other parts, in fewer ones.
    COMPACT = range(95_000, 99_999)
    # The files found gone, and the row of the run.
    FINISH = range(99_999, 100_000)


def part_name(run_id: str, batch_number: int) -> str:
    """Return the name of the parts of one batch.

    >>> part_name("20260307T061700-123000Z-3f9a1c", 2)
    '20260307T061700-123000Z-3f9a1c.00002'
    """
    return f"{run_id}.{batch_number:05}"


def run_of(name: str) -> str | None:
    """Return the run that wrote a part; null for the name of something else.

    >>> run_of("20260307T061700-123000Z-3f9a1c.00002")
    '20260307T061700-123000Z-3f9a1c'
    >>> run_of("export")
    """
    match = _PART_NAME.fullmatch(name)
    return match[1] if match else None


def kind_of(name: str) -> BatchKind | None:
    """Return the kind of batch that a part is of; null for the name of something else.

    >>> kind_of("20260307T061700-123000Z-3f9a1c.00002")
    <BatchKind.FILES: range(0, 80000)>
    >>> kind_of("export")
    """
    match = _PART_NAME.fullmatch(name)
    if match is None:
        return None
    number = int(match[2])
    return next(kind for kind in BatchKind if number in kind.value)


def is_compacted(name: str) -> bool:
    """Check whether a part was made of others: it holds no row that was not in one of them.

    >>> is_compacted("20260307T061700-123000Z-3f9a1c.95002")
    True
    >>> is_compacted("20260307T061700-123000Z-3f9a1c.99999")
    False
    """
    return kind_of(name) is BatchKind.COMPACT
