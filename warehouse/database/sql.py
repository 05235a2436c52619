"""Quoting of SQL identifiers and strings, and the `.sql` files."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def quote(identifier: str) -> str:
    """Return an SQL identifier; the one place that quotes.

    >>> quote('6" pipe')
    '"6"" pipe"'
    """
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return an SQL string, for the statements that take no parameters (attach, comment on).

    >>> literal("the pipeline's own")
    "'the pipeline''s own'"
    """
    return "'" + text.replace("'", "''") + "'"


@cache
def sql_files(folder: str) -> Mapping[str, str]:
    """Return the `.sql` files of a folder below `warehouse/sql`, by name."""
    found = [
        path
        for path in (files("warehouse") / "sql" / folder).iterdir()
        if path.name.endswith(".sql")
    ]
    return {
        path.name.removesuffix(".sql"): path.read_text(encoding="utf-8")
        for path in sorted(found, key=str)
    }
