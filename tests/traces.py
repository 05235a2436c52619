"""Find a text in every file of a warehouse: in its bytes, and in what these hold packed."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.database.sql import quote


def traces(folder: Path, marker: str) -> list[str]:
    """The files below a folder that hold a text, in order.

    Each is looked through as bytes, in UTF-8 and UTF-16; a part of Parquet and a database also as
    the values in them.
    """
    return traces_of(folder, [marker])


def traces_of(folder: Path, markers: Sequence[str]) -> list[str]:
    """The files that hold one of some texts; each file is read once."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if markers else []
    return [
        str(path.relative_to(folder))
        for path in files
        if _in_bytes(path, markers) or _holds(_values(path), markers)
    ]


def _in_bytes(path: Path, markers: Sequence[str]) -> bool:
    payload = path.read_bytes()
    return any(
        marker.encode(encoding) in payload
        for encoding in ("utf-8", "utf-16-le")
        for marker in markers
    )


def _holds(values: str, markers: Sequence[str]) -> bool:
    return any(marker in values for marker in markers)


def _values(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist()) + str(pq.read_metadata(path).metadata)
    if path.suffix == ".duckdb":
        return _rows(path)
    return ""


def _rows(path: Path) -> str:
    query = "select database_name, schema_name, table_name from duckdb_tables()"
    with duckdb.connect(str(path), read_only=True) as connection:
        return "".join(
            str(connection.execute(f"from {'.'.join(map(quote, table))}").fetchall())
            for table in connection.execute(query).fetchall()
        )
