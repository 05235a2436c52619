"""A session with the published warehouse: read-only, and closed to every other file."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from functools import partial
from typing import Any, NamedTuple, TypeVar

import duckdb

from transforms.errors import UsageError
from warehouse.database.connection import close_to_files, connect_read_only
from warehouse.database.sql import literal, sql_files
from warehouse.generations.published import require_published
from warehouse.storage.layout import Layout
from warehouse.storage.store import Store

_SECONDS_BETWEEN_INTERRUPTS = 0.05
_WRITING = {
    duckdb.StatementType.COPY,
    duckdb.StatementType.COPY_DATABASE,
    duckdb.StatementType.EXPORT,
}

_ROWS_AT_ONCE = 1_000

Answer = TypeVar("Answer")
Row = tuple[Any, ...]


class Found(NamedTuple):
    """What a statement finds: the columns, and the rows as they are fetched."""

    names: list[str]
    types: list[str]
    rows: Iterator[Row]


@contextlib.contextmanager
def opened(
    store: Store, *, is_unsafe: bool = False, is_lossless: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse; unless it is unsafe, no other file can be opened.

    Raises:
        UsageError: there is no warehouse.
    """
    layout = require_published(store)
    with connect_read_only(layout.published) as connection, ExitStack() as until_closed:
        # Started by `python -c`, DuckDB would draw a progress bar on standard output.
        connection.execute("set enable_progress_bar = false")
        # Else a large integer (HUGEINT, the type of a sum) is a decimal in Arrow.
        connection.execute(f"set arrow_lossless_conversion = {is_lossless}")
        _show_check_results(connection, layout)
        if not is_unsafe:
            close_to_files(connection, until_closed)
        yield connection


def _show_check_results(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Let queries find the record of the checks, which lies beside the database, as a table.

    It is empty where there is no record, or none that can be read.
    """
    connection.execute(sql_files("session")["check_results"])
    if layout.check_results.exists():
        path = literal(str(layout.check_results))
        with contextlib.suppress(duckdb.Error):
            connection.execute(
                "insert into check_results by name "
                f"from read_parquet({path}, hive_partitioning = false)"
            )


def statements(
    connection: duckdb.DuckDBPyConnection, text: str, *, is_unsafe: bool = False
) -> list[duckdb.Statement]:
    """Return the statements of a text, in order.

    Raises:
        UsageError: one writes files: DuckDB would let it write the database's own log.
        duckdb.Error: the text is no SQL.
    """
    found = connection.extract_statements(text)
    if not is_unsafe and any(map(_writes_files, found)):
        raise UsageError("a query writes no files: use zakhira export, or zakhira sql --unsafe")
    return found


def _writes_files(statement: duckdb.Statement) -> bool:
    explains = statement.type == duckdb.StatementType.EXPLAIN
    return statement.type in _WRITING or (explains and "copy" in statement.query.lower())


@contextlib.contextmanager
def query_errors() -> Iterator[None]:
    """Turn an error of DuckDB into one of usage, in DuckDB's words.

    Raises:
        UsageError: the query is wrong.
        KeyboardInterrupt: it was interrupted.
    """
    try:
        yield
    except duckdb.InterruptException as error:
        # Ctrl-C that met DuckDB and not Python.
        raise KeyboardInterrupt from error
    except duckdb.PermissionException as error:
        raise UsageError(
            f"{error}; a query reads and writes no files, unless zakhira sql is given --unsafe"
        ) from error
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def interruptible(connection: duckdb.DuckDBPyConnection, ask: Callable[[], Answer]) -> Answer:
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


def drop_rest(connection: duckdb.DuckDBPyConnection) -> None:
    """Give up the rows that were not fetched: since 2.0, DuckDB answers nothing else before."""
    if hasattr(connection, "abort"):
        connection.abort()


def rows_of(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> Found:
    """Return what a statement finds; its rows must be fetched, or dropped, before the next."""

    def execute() -> duckdb.DuckDBPyConnection:
        # A statement that finds nothing, such as a setting, has no result.
        return connection.execute(statement) or connection.execute("select 1 limit 0")

    found = interruptible(connection, execute)
    columns = found.description or ()
    fetch = partial(found.fetchmany, _ROWS_AT_ONCE)
    batches = iter(lambda: interruptible(connection, fetch), [])
    rows = (row for batch in batches for row in batch)
    return Found([column[0] for column in columns], [str(column[1]) for column in columns], rows)
