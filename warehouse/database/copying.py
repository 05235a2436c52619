"""Copy a database row by row, so that nothing is left of what was deleted from it."""

from pathlib import Path

import duckdb

from transforms.schemas import PARQUET_PARTS, PIPELINE_TABLES, STORED
from warehouse.database.connection import transaction, with_little_memory
from warehouse.database.sql import literal, quote
from warehouse.database.work_database import WorkDatabase

# Rows copied with one connection: DuckDB keeps what it has read and written until a file is closed.
_ROWS_AT_ONCE = 20_000


def copy_rows(old: Path, new: WorkDatabase) -> None:
    """Create a database with the rows of another, in their order.

    DuckDB frees the blocks of deleted rows and leaves their bytes in the file until others are
    written there. A copy of the rows has no such blocks. Nobody else may have either file open.

    Raises:
        StorageError: the disk is full or cannot be written.
        WarehouseError: the old file is damaged, or another version made its tables.
    """
    with new.create() as connection:
        _attach(connection, old)
        ((ddl_hash,),) = connection.execute("select ddl_hash from pipeline.state").fetchall()
        with transaction(connection):
            connection.execute("delete from pipeline.state")
            connection.execute(
                "insert into pipeline.state select generation, ? from old.pipeline.state",
                [ddl_hash],
            )
        tables = [
            *(f"main.{quote(table.name)}" for table in (*STORED, PARQUET_PARTS)),
            *(f"pipeline.{quote(table.name)}" for table in PIPELINE_TABLES),
        ]
        ends = {table: _end(connection, table) for table in tables}
        connection.execute("detach old")
    for table, end in ends.items():
        for first in range(0, end, _ROWS_AT_ONCE):
            with new.connect() as connection:
                _attach(connection, old)
                _copy(connection, table, first)
                connection.execute("detach old")


def _attach(connection: duckdb.DuckDBPyConnection, old: Path) -> None:
    connection.execute(f"attach {literal(str(old))} as old (read_only)")


def _end(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    query = f"select coalesce(max(rowid), -1) + 1 from old.{table}"
    return int(connection.execute(query).fetchall()[0][0])


def _copy(connection: duckdb.DuckDBPyConnection, table: str, first: int) -> None:
    between = [first, first + _ROWS_AT_ONCE - 1]
    query = f"insert into {table} by name select * from old.{table} where rowid between ? and ?"

    def copy() -> None:
        with transaction(connection):
            connection.execute(query, between)

    with_little_memory(connection, copy)
