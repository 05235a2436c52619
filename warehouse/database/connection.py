"""This file opens the work database and generates its DDL from `transforms.schemas`.

Nobody but the pipeline opens the work database, and nobody but readers opens a published
generation: DuckDB gives a file to one writing process or to many readers, and fails at once where
they meet.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database.ddl import tables_ddl, view_columns_ddl, views_ddl
from warehouse.database.errors import WarehouseError, database_errors
from warehouse.database.sql import literal

# The oldest DuckDB that reads our files; BI drivers bundle versions years old.
STORAGE_VERSION = "v1.4.0"

# Rows. A checkpoint writes the last group anew and merges small ones into groups of this size:
# with the 122,880 that DuckDB takes itself, sixteen commits of 8,000 documents took twice as long
# and five times the memory. A load of 200,000 files took 171 s and 1,030 MiB with 10,240, 152 s
# and 962 MiB with these, and the file is 3 % larger.
_ROW_GROUP = 4_096

_LITTLE_MEMORY = "256MB"

Answer = TypeVar("Answer")


def log_of(database: Path) -> Path:
    """DuckDB's log of a database file; there only while it is open, or was not closed."""
    return database.with_name(database.name + ".wal")


@contextlib.contextmanager
def create(path: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database with every table, empty; its folder is made. As `connect` then.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _attached(path, spill) as connection:
        yield connection


@contextlib.contextmanager
def connect(path: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for writing; closed (and so checkpointed) at the end.

    Raises:
        StorageError: the disk is full or cannot be written. DatabaseBusyError: another process has
        the file open. WarehouseError: it is gone, and is not made anew in silence; or another
        version made its tables: `zakhira
            rebuild` makes them anew from Parquet.
    """
    if not path.exists():
        raise WarehouseError(f"{path} is gone: somebody, or a later run, has removed it; run again")
    with _attached(path, spill) as connection:
        yield connection


@contextlib.contextmanager
def _attached(path: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with database_errors(path), _session(spill) as connection:
        options = f"storage_version {literal(STORAGE_VERSION)}, row_group_size {_ROW_GROUP}"
        connection.execute(f"attach {literal(str(path))} as work ({options})")
        connection.execute("use work")
        connection.execute("set timezone = 'UTC'")
        _make_current(connection)
        yield connection
        connection.execute("use memory")
        connection.execute("detach work")


@contextlib.contextmanager
def _session(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session of the one DuckDB of this process; after a failure a new one takes its place, with nothing open."""
    engine = _engine(spill)
    try:
        with engine.cursor() as session:
            yield session
    except BaseException:
        release_memory()
        engine.close()
        raise


@lru_cache(maxsize=1)
def _engine(spill: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB itself: it takes 10 ms to start, and a run opens its database a dozen times."""
    return duckdb.connect(config={"temp_directory": str(spill)})


def release_memory() -> None:
    """Give back the memory that DuckDB and Arrow hold: behind a step that read or wrote much it is some 200 MB."""
    _engine.cache_clear()
    pa.default_memory_pool().release_unused()


@contextlib.contextmanager
def connect_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published generation, as an analyst opens it.

    Raises:
        WarehouseError: the file is damaged or not there.
    """
    with _opened_read_only(path) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


def _opened_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened: {error}; to make it anew: zakhira rebuild"
        ) from error


def with_little_memory(connection: duckdb.DuckDBPyConnection, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question that scans large tables, of which DuckDB by itself keeps all until the file is closed.

    Where so little does not suffice, as for a very long text, or there is no room to spill, it is
    asked once more with the usual limit.
    """
    usual = _usual_memory()
    try:
        connection.execute(f"set memory_limit = {literal(_LITTLE_MEMORY)}")
        return ask()
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        connection.execute(f"set memory_limit = {literal(usual)}")
        return ask()
    finally:
        connection.execute(f"set memory_limit = {literal(usual)}")


@cache
def _usual_memory() -> str:
    """DuckDB's own limit; asked once, for it is told rounded down, and `reset` does not bring it back (1.5)."""
    with duckdb.connect() as connection:
        return str(connection.execute("select current_setting('memory_limit')").fetchall()[0][0])


@contextlib.contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of a block, or nothing of it."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    connection.execute("commit")


def _make_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a new file, and the views of a new version."""
    tables, views = tables_ddl(), views_ddl()
    query = (
        "select 1 from duckdb_schemas() where database_name = 'work' and schema_name = 'pipeline'"
    )
    if not connection.execute(query).fetchall():
        with transaction(connection):
            connection.execute(tables + views)
            connection.execute(view_columns_ddl(connection))
            connection.execute("insert into pipeline.state values (0, ?)", [_hash(tables + views)])
        return
    found = connection.execute("select ddl_hash from pipeline.state").fetchall()
    if found == [(_hash(tables + views),)]:
        return
    with transaction(connection):
        _require_tables(connection)
        connection.execute(views)
        connection.execute(view_columns_ddl(connection))
        connection.execute(
            "update pipeline.state set ddl_hash = ?, generation = generation + 1",
            [_hash(tables + views)],
        )


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Fail where a table has other columns than this version declares."""
    query = "select table_name, list(column_name order by column_index) from duckdb_columns()"
    rows = connection.execute(
        f"{query} where database_name = 'work' and not internal group by all"
    ).fetchall()
    found = dict(rows)
    for table in (*STORED, PARQUET_PARTS):
        if found.get(table.name) != table.schema.names:
            raise WarehouseError(
                f"table {table.name} was made by another version; run: zakhira rebuild"
            )


def _hash(ddl: str) -> str:
    return hashlib.sha256(ddl.encode()).hexdigest()
