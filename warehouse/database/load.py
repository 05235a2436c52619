"""Load rows, of a batch or of Parquet parts: the one way rows come into a database.

DuckDB keeps what a transaction has written until it ends, and what it has read until the file is
closed. So parts are loaded a few at a time, and a new description reads only the documents that lie
near its own.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schemas import DESCRIPTION, DESCRIPTIONS, STORED, Table
from warehouse.database.batching import batch_by_size
from warehouse.database.connection import transaction
from warehouse.database.fetch import row_ranges, vectors_with
from warehouse.database.sql import quote
from warehouse.database.work_database import WorkDatabase
from warehouse.storage.parquet import rows_of_part

# Of Parquet that one transaction loads, unless one part is larger: some 10,000 texts.
_MAX_BYTES = 16 << 20
_MAX_REDESCRIBED = 2_000


def load_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    """Load rows that are as declared; of `descriptions`, let `documents` show them."""
    if table == DESCRIPTIONS:
        for start in range(0, len(rows), _MAX_REDESCRIBED):
            _redescribe(connection, rows.slice(start, _MAX_REDESCRIBED))
    elif table in STORED:
        connection.register("new_rows", rows)
        connection.execute(f"insert into {quote(table.name)} by name from new_rows")
        connection.unregister("new_rows")


def _load(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Load the rows of a Parquet part as `load_rows` does; DuckDB reads what it stores itself."""
    if table == DESCRIPTIONS:
        for piece in rows_of_part(path, table):
            load_rows(connection, table, piece)
    elif table in STORED:
        # A folder above, as in `env=prod`, is no column.
        rows = "select * from read_parquet(?, hive_partitioning = false)"
        connection.execute(f"insert into {quote(table.name)} by name {rows}", [str(path)])


def load_parts(database: WorkDatabase, parts: Sequence[tuple[Table, Path]]) -> None:
    """Load the rows of many parts, in order, with several transactions.

    No reader may know the database yet.

    Raises:
        WarehouseError: the database is gone: a later run has cleared away what this one was making.
    """
    for group in batch_by_size(parts, _size_of, _MAX_BYTES):
        with database.connect() as connection, transaction(connection):
            for table, path in group:
                _load(connection, table, path)


def _size_of(part: tuple[Table, Path]) -> int:
    return part[1].stat().st_size


def _redescribe(connection: duckdb.DuckDBPyConnection, descriptions: pa.Table) -> None:
    """Let `documents` show some descriptions.

    The rows are taken out and put in again: an UPDATE of compressed texts takes 20 ms a row, this
    0.1.
    """
    columns = [quote(name) for name in (*DESCRIPTION.schema.names, "pipeline_version")]
    names = ", ".join(columns)
    new_values = ", ".join(f"descriptions_now.{column}" for column in columns)
    query = f"""
        select documents.rowid as row, documents.* exclude ({names}), {new_values} from documents
        inner join descriptions_now using (content_hash) where documents.rowid between ? and ?
    """
    connection.register("descriptions_now", descriptions)
    connection.execute(f"create temp table redescribed as {query}", [0, -1])
    for between in row_ranges(
        vectors_with(connection, "select content_hash from descriptions_now")
    ):
        connection.execute(f"insert into redescribed {query}", between)
    connection.execute("delete from documents where rowid in (select row from redescribed)")
    connection.execute("insert into documents by name select * exclude (row) from redescribed")
    connection.execute("drop table redescribed")
    connection.unregister("descriptions_now")
