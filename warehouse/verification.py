"""This file is the process that copies a database and reads the copy: `python -m warehouse.verification FROM TO`."""

import sys
from pathlib import Path

from transforms.errors import ZakhiraError
from warehouse.database import WarehouseError, connect_read_only, quote
from warehouse.files import copy, storage_errors


def copy_and_read(source: Path, target: Path) -> None:
    """Copy a closed database file, open the copy read-only, and read every value of every table.

    Raises:
        WarehouseError: a table has not the rows that the manifest names.
        StorageError: the disk is full or cannot be written.
    """
    with storage_errors(target):
        copy(source, target)
    with connect_read_only(target) as connection:
        counts = {
            name: connection.execute(f"select count(*), bit_xor(hash(t)) from {quote(name)} as t").fetchall()[0][0]
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'main'"
            ).fetchall()
        }
        manifest = "select table_name, sum(row_count)::bigint from parquet_parts group by table_name"
        for name, row_count in connection.execute(manifest).fetchall():
            if counts.get(name, row_count) != row_count:
                raise WarehouseError(f"{name} has {counts[name]} rows; its parts have {row_count}")


if __name__ == "__main__":
    try:
        copy_and_read(Path(sys.argv[1]), Path(sys.argv[2]))
    except ZakhiraError as error:
        sys.exit(str(error))
