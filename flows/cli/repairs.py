"""What a repair found or did, as rows and in words."""

from collections.abc import Sequence

from flows.run.messages import counted
from warehouse.writer.repair import LostPart, Repaired


def as_rows(found: Sequence[LostPart] | Sequence[Repaired]) -> list[dict[str, object]]:
    """Return lost parts, or what became of them, as rows."""
    rows = []
    for each in found:
        lost = each.lost if isinstance(each, Repaired) else each
        row: dict[str, object] = {
            "state": "damaged" if lost.is_damaged else "missing",
            "part": lost.key,
            "rows": lost.row_count,
        }
        if isinstance(each, Repaired):
            row |= {"state": _outcome(each), "rows": each.part.row_count if each.part else 0}
        rows.append(row)
    return rows


def _outcome(repaired: Repaired) -> str:
    if repaired.part is None:
        return "given up"
    return "restored" if repaired.is_equal else "rewritten"


def message(count: int, *, is_rehearsal: bool) -> str:
    """Return what a repair found or did, and what to do next.

    >>> message(0, is_rehearsal=True)
    'every part is as it was written'
    >>> message(2, is_rehearsal=True)
    '2 parts would be written again: zakhira repair --yes'
    """
    if not count:
        return "every part is as it was written"
    parts = counted(count, "part")
    if is_rehearsal:
        return f"{parts} would be written again: zakhira repair --yes"
    return f"{parts} written again; next: zakhira check"
