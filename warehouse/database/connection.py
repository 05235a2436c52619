"""DuckDB connections: read-only opening, transactions, and questions with little memory."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from os.path import realpath
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from warehouse.database.errors import WarehouseError, damage_errors
from warehouse.database.sql import literal
from warehouse.locking.scratch import scratch_folder

_LITTLE_MEMORY = ("256MB", "512MB")

Answer = TypeVar("Answer")


@contextlib.contextmanager
def connect_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published generation as an analyst does.

    Raises:
        WarehouseError: the file is damaged or missing.
    """
    with damage_errors(path), _opened_read_only(path) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


def _opened_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    file = realpath(path)
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        if realpath(path) != file:  # a takedown published, and removed the generation of before
            return _opened_read_only(path)
        message = str(error).partition("\n")[0]
        raise WarehouseError(
            f"{path} cannot be opened ({message}); to make it again, run: zakhira rebuild"
        ) from error


def close_to_files(connection: duckdb.DuckDBPyConnection, until_closed: ExitStack) -> None:
    """Let a connection open no file any more: none to read, to write, to attach or to load.

    Not even below the warehouse, for DuckDB's `allowed_directories` are allowed to be written. The
    folder to which it spills is one of them, so it is one of its own, where there is room for one.
    No setting can be changed afterwards.
    """
    with contextlib.suppress(OSError):
        spill = until_closed.enter_context(scratch_folder())
        connection.execute(f"set temp_directory = {literal(str(spill))}")
    connection.execute("set allow_community_extensions = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def with_little_memory(
    connection: duckdb.DuckDBPyConnection, ask: Callable[[], Answer], *less: str
) -> Answer:
    """Return the answer to a question that scans large tables, with 256 MB for DuckDB.

    By itself DuckDB keeps all that it has read until the file is closed. Where so little does not
    suffice, as for a very long text, or there is no room to spill, the question is asked once more
    with 512 MB, and then with DuckDB's own limit. It is asked with `less` first, where that is
    given.
    """
    usual = own_memory_limit(connection)
    try:
        for limit in (*less, *_LITTLE_MEMORY):
            with contextlib.suppress(duckdb.OutOfMemoryException, duckdb.IOException):
                connection.execute(f"set memory_limit = {literal(limit)}")
                return ask()
        connection.execute(f"set memory_limit = {literal(usual)}")
        return ask()
    finally:
        connection.execute(f"set memory_limit = {literal(usual)}")


def fetch_with_little_memory(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object] | None = None,
) -> list[tuple[Any, ...]]:
    """Return the rows of a query, as `with_little_memory` asks it."""
    return with_little_memory(connection, lambda: connection.execute(query, parameters).fetchall())


def own_memory_limit(connection: duckdb.DuckDBPyConnection) -> str:
    """Return DuckDB's own memory limit.

    It is shown rounded down, so a limit read and set again and again would shrink. `reset` makes
    DuckDB show its own limit once more, but does not bring it back (1.5).
    """
    connection.execute("reset memory_limit")
    return str(connection.execute("select current_setting('memory_limit')").fetchall()[0][0])


@contextlib.contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit all of a block, or nothing of it."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    connection.execute("commit")
