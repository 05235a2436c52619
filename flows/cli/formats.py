"""This file gives what is printed its form: lines for a person, JSON for scripts."""

import json
import math
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `--help` needs no storage
    from warehouse.checks import Check


def as_lines(found: dict[str, object]) -> str:
    """Names and values, one a line, for a person."""
    width = max(map(len, found))
    return "\n".join(f"{name:<{width}}  {_shown(value)}" for name, value in found.items())


def as_page(row: dict[str, object]) -> str:
    """What is known of a file, and then its text."""
    facts = {name: value for name, value in row.items() if name != "text"}
    return f"{as_lines(facts)}\n\n{row['text']}\n" if row["text"] else as_lines(facts)


def check_lines(checks: Iterable["Check"]) -> str:
    """What the rules found, one a line, with the first rows that break each."""
    return "\n".join(
        f"{'broken' if check.broken_count else 'ok':<7} {check.name}: {check.rule}"
        + (f" ({check.broken_count:,} rows break it)" if check.broken_count else "")
        + "".join(f"\n          {as_json(row)}" for row in check.sample)
        for check in checks
    )


def as_json(found: object) -> str:
    """JSON with moments and dates in ISO 8601, and text as it is written where standard output can show it."""
    can_show = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    return json.dumps(_plain(found), default=_iso, ensure_ascii=not can_show, allow_nan=False)


def as_cell(value: object) -> object:
    """A value as CSV takes it: lists and structs as JSON, bytes in hex."""
    if isinstance(value, dict | list | tuple):
        return as_json(value)
    return value.hex() if isinstance(value, bytes) else value


def _plain(found: object) -> object:
    """JSON has no infinity and no NaN, they are null, and no names but text."""
    if isinstance(found, dict):
        return {
            name if isinstance(name, str) else _iso(name): _plain(value)
            for name, value in found.items()
        }
    if isinstance(found, list | tuple):
        return [_plain(value) for value in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _shown(value: object) -> str:
    return (
        "-"
        if value is None
        else f"{value:,}"
        if isinstance(value, int) and not isinstance(value, bool)
        else str(value)
    )
