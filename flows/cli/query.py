"""This file answers a query of the published warehouse: as a box, as CSV, or as JSON."""

import csv
import os
import sys
from typing import Literal

import duckdb

from flows.cli.formats import as_cell, as_json
from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.generations.publish import require_published
from warehouse.storage.store import Store

_ROWS_AT_ONCE = 1_000
_MOST_ROWS_SHOWN = 200


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
                _print_rows(
                    connection.execute(query) or connection.execute("select 1 limit 0"), form
                )
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def _print_box(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    found = connection.sql(query)
    if found is not None:
        found.show(max_rows=_MOST_ROWS_SHOWN, max_width=_terminal_width())


def _terminal_width() -> int:
    return os.get_terminal_size().columns if sys.stdout.isatty() else 160


def _print_rows(found: duckdb.DuckDBPyConnection, form: str) -> None:
    names = [column[0] for column in found.description or ()]
    if len(set(names)) < len(names) and form == "json":
        raise UsageError("two columns have one name; JSON needs names of their own: add `as`")
    rows = iter(lambda: found.fetchmany(_ROWS_AT_ONCE), [])
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        for some in rows:
            writer.writerows(map(as_cell, row) for row in some)
        return
    print("[", end="")
    separator = ""
    for row in (row for some in rows for row in some):
        shown = as_json(dict(zip(names, row, strict=True)))
        print(separator, shown, sep="", end="")
        separator = ",\n "
    print("]")
