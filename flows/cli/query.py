"""Answer a query of the published warehouse as a box, as CSV, or as JSON."""

import csv
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import Any, Literal, TypeVar

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
_SECONDS_BETWEEN_INTERRUPTS = 0.05

Row = tuple[Any, ...]
Found = TypeVar("Found")


def answer(store: Store, query: str, form: Literal["box", "csv", "json"]) -> None:
    """Print what a query finds in the published warehouse.

    Raises:
        UsageError: the query is wrong; the message is DuckDB's.
    """
    layout = require_published(store)
    try:
        with connect_read_only(layout.published) as connection:
            # Started by `python -c`, DuckDB would draw a progress bar on standard output.
            connection.execute("set enable_progress_bar = false")
            if form == "box":
                _print_box(connection, query)
            else:
                _print_rows(connection, query, form)
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def _interruptible(connection: duckdb.DuckDBPyConnection, ask: Callable[[], Found]) -> Found:
    """Return what DuckDB answers; Ctrl-C ends it at once.

    It is asked in another thread: in the main thread DuckDB 2.0.1 may miss a signal.
    """
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask)
        try:
            return asked.result()
        except KeyboardInterrupt:
            # Repeated, because DuckDB 2.0.1 was seen to lose one.
            while wait([asked], _SECONDS_BETWEEN_INTERRUPTS).not_done:
                connection.interrupt()
            raise


def _print_box(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    width = _terminal_width()

    def show() -> None:
        found = connection.sql(query)
        if found is not None:
            found.show(max_rows=_MOST_ROWS_SHOWN, max_width=width)

    _interruptible(connection, show)


def _terminal_width() -> int:
    return os.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH


def _print_rows(
    connection: duckdb.DuckDBPyConnection, query: str, form: Literal["csv", "json"]
) -> None:
    def execute() -> duckdb.DuckDBPyConnection:
        # A query of comments alone has no result.
        return connection.execute(query) or connection.execute("select 1 limit 0")

    found = _interruptible(connection, execute)
    names = [column[0] for column in found.description or ()]
    fetch = partial(found.fetchmany, _ROWS_AT_ONCE)
    batches = iter(lambda: _interruptible(connection, fetch), [])
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
