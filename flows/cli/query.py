"""Answer a query of the published warehouse as a box, as CSV, or as JSON."""

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import duckdb

from flows.cli.formats import as_cell, as_json
from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.generations.publish import require_published
from warehouse.storage.store import Store

_ROWS_AT_ONCE = 1_000
_MOST_ROWS_SHOWN = 200
# Columns of a box where there is no terminal.
_WIDTH = 160

Row = tuple[Any, ...]


def answer(store: Store, query: str, form: Literal["box", "csv", "json"]) -> None:
    """Print what a query finds in the published warehouse.

    Raises:
        UsageError: the query is wrong; the message is DuckDB's.
    """
    layout = require_published(store)
    try:
        with connect_read_only(layout.published) as connection:
            if form == "box":
                _print_box(connection, query)
            else:
                _print_rows(connection, query, form)
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def _print_box(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    found = connection.sql(query)
    if found is not None:
        found.show(max_rows=_MOST_ROWS_SHOWN, max_width=_terminal_width())


def _terminal_width() -> int:
    return os.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH


def _print_rows(
    connection: duckdb.DuckDBPyConnection, query: str, form: Literal["csv", "json"]
) -> None:
    # A query of comments alone has no result.
    found = connection.execute(query) or connection.execute("select 1 limit 0")
    names = [column[0] for column in found.description or ()]
    batches = iter(lambda: found.fetchmany(_ROWS_AT_ONCE), [])
    if form == "csv":
        _print_csv(names, batches)
    else:
        _print_json(names, batches)


def _print_csv(names: Sequence[str], batches: Iterable[list[Row]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for rows in batches:
        writer.writerows(map(as_cell, row) for row in rows)


def _print_json(names: Sequence[str], batches: Iterable[list[Row]]) -> None:
    """Print an array, an object a line."""
    if len(set(names)) < len(names):
        raise UsageError("two columns have one name; JSON needs names of their own: add `as`")
    print("[", end="")
    separator = ""
    for rows in batches:
        for row in rows:
            print(separator, as_json(dict(zip(names, row, strict=True))), sep="", end="")
            separator = ",\n "
    print("]")
