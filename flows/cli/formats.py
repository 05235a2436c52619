"""Forms of what the command prints: lines for a person, JSON for scripts."""

import json
import math
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from flows.escapes import for_spreadsheet, for_terminal, in_json, in_one_line

if TYPE_CHECKING:  # `--help` needs no storage
    from warehouse.checks import Check


# What people read for the status of a check.
_VERDICTS = {"pass": "ok", "warn": "warning", "fail": "broken", "error": "error"}


def as_lines(found: dict[str, object]) -> str:
    """Return names and values, one a line, for a person."""
    width = max(map(len, found))
    lines = (f"{name:<{width}}  {_as_text(value)}" for name, value in found.items())
    return for_terminal("\n".join(lines))


def as_page(row: dict[str, object]) -> str:
    """Return what is known of a file, and then its text if it has one."""
    facts = {name: value for name, value in row.items() if name != "text"}
    text = for_terminal(str(row["text"] or ""))
    return f"{as_lines(facts)}\n\n{text}\n" if text else as_lines(facts)


def check_lines(checks: Iterable["Check"]) -> str:
    """Return the checks, one a line, each broken one with the first rows that break it."""
    return "\n".join(line for check in checks for line in _check_lines(check))


def _check_lines(check: "Check") -> list[str]:
    rule = f": {check.rule}" if check.rule else ""
    head = in_one_line(f"{_VERDICTS[check.status]:<7} {check.name}{rule}")
    if check.error is not None:
        return [head, f"          could not be run: {in_one_line(check.error)}"]
    if not check.broken_count:
        return [head]
    rows = [f"          {as_json(row)}" for row in check.sample]
    count = "1 row breaks" if check.broken_count == 1 else f"{check.broken_count:,} rows break"
    return [f"{head} ({count} it)", *rows]


def as_json(found: object) -> str:
    """Return JSON as `to_json` does, with escapes for letters that standard output cannot show."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return to_json(found, is_ascii=not encoding.lower().startswith("utf"))


def to_json(found: object, *, is_ascii: bool = False) -> str:
    """Return JSON with moments and dates in ISO 8601, in which nothing steers a terminal."""
    text = json.dumps(_for_json(found), default=_as_name, ensure_ascii=is_ascii, allow_nan=False)
    return in_json(text)


def as_cell(value: object, to_text: Callable[[object], str] = as_json) -> object:
    """Return a value as CSV takes it: lists and structs as JSON, bytes in hex, no formula."""
    if isinstance(value, dict | list | tuple):
        return to_text(value)
    if isinstance(value, str):
        return for_spreadsheet(value)
    return value.hex() if isinstance(value, bytes) else value


def _for_json(found: object) -> object:
    """Replace what JSON has not: infinity and NaN by null, names by their text."""
    if isinstance(found, dict):
        return {
            name if isinstance(name, str) else _as_name(name): _for_json(value)
            for name, value in found.items()
        }
    if isinstance(found, list | tuple):
        return [_for_json(value) for value in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _as_name(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _as_text(value: object) -> str:
    """Return a value for a person.

    >>> _as_text(1234), _as_text(True), _as_text(None)
    ('1,234', 'True', '-')
    """
    if value is None:
        return "-"
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return f"{value:,}" if is_count else str(value)
