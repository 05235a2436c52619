"""The work database, which the pipeline writes, and the DuckDB engine that opens it.

Only the pipeline opens the work database, and only readers open a published generation: DuckDB
gives a file to one writing process or to many readers, and fails at once where they meet.
"""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from transforms.errors import ZakhiraError
from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database.connection import (
    fetch_with_little_memory,
    own_memory_limit,
    transaction,
)
from warehouse.database.ddl import index_ddl, tables_ddl, view_columns_ddl, views_ddl
from warehouse.database.errors import (
    DatabaseBusyError,
    OtherTablesError,
    WarehouseError,
    database_errors,
    is_busy,
)
from warehouse.database.memory import release_unused
from warehouse.database.sql import literal, quote

# The oldest DuckDB that reads our files; BI drivers bundle versions years old.
STORAGE_VERSION = "v1.4.0"

# Rows. A checkpoint rewrites the last group and merges small ones into groups of this size: with
# DuckDB's own 122,880, sixteen commits of 8,000 documents took twice as long and five times the
# memory. A load of 200,000 files took 171 s and 1,030 MiB with 10,240, 152 s and 962 MiB with
# these, and the file is 3 % larger.
_ROW_GROUP = 4_096

# A shorter connection has not read or written so much that freeing its memory is worth 5 ms: a
# small run opens its database three dozen times.
_LONG_SECONDS = 0.1

# `zakhira check` reads a table of the file and lets go of it; a run waits for that.
_BUSY_SECONDS = 10.0
_BUSY_PAUSE_SECONDS = 0.1


class WorkDatabase:
    """A database file that this process writes, with the DuckDB engine that opens it.

    The engine starts with the first connection, which takes 17 ms, and serves the next ones. After
    a long one, whose texts leave some 200 MB in it, it returns its memory. It ends with a
    connection that fails, and with `close`. The file is open only while a connection is.
    """

    def __init__(self, path: Path, spill: Path) -> None:
        """Name the file, and the folder where DuckDB spills what does not fit in memory."""
        self.path = path
        self._spill = spill
        self._engine: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the engine."""
        self.close()

    @contextlib.contextmanager
    def create(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Create the file and its folder, with every table, empty; then connect.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._attached() as connection:
            yield connection

    @contextlib.contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file for writing; close it at the end, which writes a checkpoint.

        Raises:
            StorageError: the disk is full or cannot be written.
            DatabaseBusyError: another process has the file open.
            WarehouseError: the file is gone, and is not created again in silence.
            OtherTablesError: another version made its tables; they can be made again from Parquet.
        """
        if not self.path.exists():
            raise WarehouseError(
                f"{self.path} is gone: a later run, or someone else, has removed it; run again"
            )
        with self._attached() as connection:
            yield connection

    def close(self) -> None:
        """End the engine, and free the memory that it, Arrow and the C library hold in reserve."""
        engine, self._engine = self._engine, None
        if engine:
            engine.close()
        release_unused()

    @contextlib.contextmanager
    def _attached(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with database_errors(self.path), self._session() as connection:
            options = f"storage_version {literal(STORAGE_VERSION)}, row_group_size {_ROW_GROUP}"
            _attach_when_free(connection, f"attach {literal(str(self.path))} as work ({options})")
            connection.execute("use work")
            connection.execute("set timezone = 'UTC'")
            _make_current(connection)
            yield connection
            connection.execute("use memory")
            connection.execute("detach work")

    @contextlib.contextmanager
    def _session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a session of the engine; free memory after a long one; after a failure, end it."""
        began = time.monotonic()
        try:
            with self._started().cursor() as session:
                yield session
                if time.monotonic() - began > _LONG_SECONDS:
                    _free_memory(session)
        except BaseException:
            self.close()
            raise

    def _started(self) -> duckdb.DuckDBPyConnection:
        if self._engine is None:
            self._engine = duckdb.connect(config={"temp_directory": str(self._spill)})
        return self._engine


def _free_memory(session: duckdb.DuckDBPyConnection) -> None:
    """Return the memory that DuckDB, Arrow and the C library hold in reserve; no file is attached.

    DuckDB's allocator keeps what was freed. It lets go of it when the memory limit is set, if only
    to what it is (2.0).
    """
    session.execute(f"set memory_limit = {literal(own_memory_limit(session))}")
    release_unused()


def _attach_when_free(connection: duckdb.DuckDBPyConnection, attach: str) -> None:
    """Attach a file; where another process has it open, try again for ten seconds."""
    last = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute(attach)
        except duckdb.IOException as error:
            if not is_busy(error) or time.monotonic() > last:
                raise
            time.sleep(_BUSY_PAUSE_SECONDS)
        else:
            return


def find_damage(path: Path) -> str | None:
    """Read a work database whole, and return what is wrong with it, if anything is.

    The file is opened for each table anew, so that no run waits for long. A file that is gone is
    made again by the next run, and one that a run has open is that run's to look at.
    """
    try:
        with (
            database_errors(path),
            duckdb.connect(config={"temp_directory": f"{path}.tmp"}) as engine,
        ):
            tables = "select schema_name, table_name from duckdb_tables() order by all"
            for schema, name in _read(engine, path, tables):
                table = f"work.{quote(schema)}.{quote(name)}"
                _read(engine, path, f"select bit_xor(hash(t)) from {table} as t")
    except DatabaseBusyError:
        return None
    except (ZakhiraError, duckdb.Error) as error:
        return str(error)
    return None


def _read(engine: duckdb.DuckDBPyConnection, path: Path, query: str) -> list[tuple[str, ...]]:
    """Return what a query finds in a file, open as `work` for as long; nothing where it is gone."""
    if not path.exists():
        return []
    engine.execute(f"attach {literal(str(path))} as work (read_only)")
    rows = fetch_with_little_memory(engine, query)
    engine.execute("detach work")
    return rows


def _make_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of a new file, and the views of a new version.

    Generations alone have the index of words; a new version of it makes a new generation, too.
    """
    tables, views = tables_ddl(), views_ddl()
    ddl_hash = _hash(tables + views + index_ddl())
    found = None
    with contextlib.suppress(duckdb.CatalogException):  # a new file
        found = connection.execute("select ddl_hash from pipeline.state").fetchall()
    if found is None:
        with transaction(connection):
            connection.execute(tables + views)
            connection.execute(view_columns_ddl(connection))
            connection.execute("insert into pipeline.state values (0, ?)", [ddl_hash])
        return
    if found == [(ddl_hash,)]:
        return
    with transaction(connection):
        _require_tables(connection)
        connection.execute(views)
        connection.execute(view_columns_ddl(connection))
        connection.execute(
            "update pipeline.state set ddl_hash = ?, generation = generation + 1",
            [ddl_hash],
        )


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Fail where a table has other columns than this version declares.

    Raises:
        OtherTablesError: one has, or is not there.
    """
    query = "select table_name, list(column_name order by column_index) from duckdb_columns()"
    rows = connection.execute(
        f"{query} where database_name = 'work' and schema_name = 'main' group by all"
    ).fetchall()
    found = dict(rows)
    for table in (*STORED, PARQUET_PARTS):
        if found.get(table.name) != table.schema.names:
            raise OtherTablesError(
                f"another version of zakhira made the table {table.name}: the next run of "
                "zakhira ingest or maintain brings it up to date"
            )


def _hash(ddl: str) -> str:
    return hashlib.sha256(ddl.encode()).hexdigest()
