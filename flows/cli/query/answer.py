"""Answer a query of the published warehouse as a box, as CSV, or as JSON."""

import contextlib
import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar

import duckdb

from flows.cli.formats import as_cell, as_json
from flows.escapes import for_terminal
from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.database.sql import literal
from warehouse.generations.publish import require_published
from warehouse.storage.store import Store

_ROWS_AT_ONCE = 1_000
_MOST_ROWS_SHOWN = 200
# Columns of a box where there is no terminal.
_WIDTH = 160
_SECONDS_BETWEEN_INTERRUPTS = 0.05
_WRITING = {
    duckdb.StatementType.COPY,
    duckdb.StatementType.COPY_DATABASE,
    duckdb.StatementType.EXPORT,
}

Row = tuple[Any, ...]
Found = TypeVar("Found")


def answer(
    store: Store, query: str, form: Literal["box", "csv", "json"], *, is_unsafe: bool = False
) -> None:
    """Print what a query finds in the published warehouse.

    It reads and writes no other file, unless it is unsafe.

    Raises:
        UsageError: the query is wrong; the message is DuckDB's.
    """
    layout = require_published(store)
    try:
        with connect_read_only(layout.published) as connection, ExitStack() as until_answered:
            # Started by `python -c`, DuckDB would draw a progress bar on standard output.
            connection.execute("set enable_progress_bar = false")
            if not is_unsafe:
                _close_in(connection, until_answered)
                _require_no_copy(connection, query)
            if form == "box":
                _print_box(connection, query)
            else:
                _print_rows(connection, query, form)
    except duckdb.PermissionException as error:
        raise UsageError(
            f"{error}; zakhira sql reads and writes no files, unless it is given --unsafe"
        ) from error
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def _close_in(connection: duckdb.DuckDBPyConnection, until_answered: ExitStack) -> None:
    """Let a connection open no file any more: none to read, to write, to attach or to load.

    Not even below the warehouse, for DuckDB's `allowed_directories` are allowed to be written. The
    folder to which it spills is one of them, so it is one of its own, where there is room for one.
    """
    with contextlib.suppress(OSError):
        spill = until_answered.enter_context(TemporaryDirectory(prefix="zakhira-sql-"))
        connection.execute(f"set temp_directory = {literal(spill)}")
    connection.execute("set allow_community_extensions = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def _require_no_copy(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Refuse statements that write files: DuckDB would let them write the database's own log.

    Raises:
        UsageError: there is such a statement.
    """
    for statement in connection.extract_statements(query):
        explains = statement.type == duckdb.StatementType.EXPLAIN
        if statement.type in _WRITING or (explains and "copy" in statement.query.lower()):
            raise UsageError("zakhira sql writes no files, unless it is given --unsafe")


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
    box = io.StringIO()

    def show() -> None:
        found = connection.sql(query)
        if found is not None:
            with contextlib.redirect_stdout(box):
                found.show(max_rows=_MOST_ROWS_SHOWN, max_width=width)

    _interruptible(connection, show)
    print(for_terminal(box.getvalue()), end="")


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
    """Print a row a line; a file gets letters as they are, a terminal none that steers it."""
    sink = _Escaping() if sys.stdout.isatty() else sys.stdout
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(names)
    for rows in batches:
        writer.writerows(map(as_cell, row) for row in rows)


class _Escaping:
    """Standard output, for a terminal."""

    def write(self, text: str) -> int:
        return sys.stdout.write(for_terminal(text))


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
