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
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database.connection import transaction
from warehouse.database.ddl import tables_ddl, view_columns_ddl, views_ddl
from warehouse.database.errors import WarehouseError, database_errors
from warehouse.database.sql import literal

# The oldest DuckDB that reads our files; BI drivers bundle versions years old.
STORAGE_VERSION = "v1.4.0"

# Rows. A checkpoint rewrites the last group and merges small ones into groups of this size: with
# DuckDB's own 122,880, sixteen commits of 8,000 documents took twice as long and five times the
# memory. A load of 200,000 files took 171 s and 1,030 MiB with 10,240, 152 s and 962 MiB with
# these, and the file is 3 % larger.
_ROW_GROUP = 4_096

# A shorter connection has not read or written so much that freeing its memory is worth a new
# engine, which takes 10 ms to start: a small run opens its database a dozen times.
_LONG_SECONDS = 0.1


class WorkDatabase:
    """A database file that this process writes, with the DuckDB engine that opens it.

    The engine starts with the first connection and serves the next ones. It ends with a long
    connection, whose texts leave some 200 MB in it; with one that fails; and with `close`. The file
    is open only while a connection is.
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
            WarehouseError: the file is gone, and is not created again in silence; or another
                version made its tables, and `zakhira rebuild` makes them again from Parquet.
        """
        if not self.path.exists():
            raise WarehouseError(
                f"{self.path} is gone: a later run, or someone else, has removed it; run again"
            )
        with self._attached() as connection:
            yield connection

    def close(self) -> None:
        """End the engine, and free the memory that DuckDB and Arrow hold in reserve."""
        engine, self._engine = self._engine, None
        if engine:
            engine.close()
        pa.default_memory_pool().release_unused()

    @contextlib.contextmanager
    def _attached(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with database_errors(self.path), self._session() as connection:
            options = f"storage_version {literal(STORAGE_VERSION)}, row_group_size {_ROW_GROUP}"
            connection.execute(f"attach {literal(str(self.path))} as work ({options})")
            connection.execute("use work")
            connection.execute("set timezone = 'UTC'")
            _make_current(connection)
            yield connection
            connection.execute("use memory")
            connection.execute("detach work")

    @contextlib.contextmanager
    def _session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a session of the engine; after a long one, and after a failure, end the engine."""
        began = time.monotonic()
        try:
            with self._started().cursor() as session:
                yield session
        except BaseException:
            self.close()
            raise
        if time.monotonic() - began > _LONG_SECONDS:
            self.close()

    def _started(self) -> duckdb.DuckDBPyConnection:
        if self._engine is None:
            self._engine = duckdb.connect(config={"temp_directory": str(self._spill)})
        return self._engine


def _make_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of a new file, and the views of a new version."""
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
