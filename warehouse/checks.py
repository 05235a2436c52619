"""This file runs the checks: one select a rule (`warehouse/sql/checks`), which returns the rows that break it.

Checks read a published generation and the parts its manifest names, so they need no lock and disturb nobody.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, SOURCES, Table
from warehouse.database import connect_read_only, heading, literal, quote, sql_files
from warehouse.files import hash_of
from warehouse.layout import Layout
from warehouse.parquet import run_of
from warehouse.publish import require_published

_SAMPLE_ROWS = 5
_PART_FILES = pa.schema(
    [
        ("part_path", pa.string()),
        ("row_count", pa.int64()),
        ("size_bytes", pa.int64()),
        ("file_hash", pa.string()),
        ("run_id", pa.string()),
    ]
)


class Check(NamedTuple):
    """What one rule found."""

    name: str
    rule: str
    broken_count: int
    sample: list[dict[str, object]]
    """The first rows that break the rule."""


def run_checks(layout: Layout) -> list[Check]:
    """Every rule, in order of name, against the generation readers see.

    Raises:
        UsageError: nothing has been published yet.
    """
    require_published(layout)
    with connect_read_only(layout.published) as connection:
        _register_parts(connection, layout)
        return [_run(connection, name, query) for name, query in sql_files("checks").items()]


def _run(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> Check:
    (broken,) = connection.execute(f"select count(*) from ({query})").fetchall()[0]
    sample = connection.execute(f"from ({query}) limit {_SAMPLE_ROWS}").to_arrow_table().to_pylist()
    return Check(name, heading(query), int(broken), sample)


def _register_parts(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Give the checks what is on disk: `part_files`, and the rows of the manifest's parts as `parquet_<table>`."""
    rows = [_part_file(layout, path) for path in sorted(layout.parquet.glob("*/*.parquet"))]
    connection.register("part_files", pa.Table.from_pylist(rows, _PART_FILES))
    listed = {path for (path,) in connection.execute("select part_path from parquet_parts").fetchall()}
    readable = [row["part_path"] for row in rows if row["row_count"] is not None and row["part_path"] in listed]
    for table in (DOCUMENTS, DOCUMENT_METADATA, SOURCES):
        prefix = str(layout.part(table.name, "").parent.relative_to(layout.root))
        parts = [str(layout.root / str(path)) for path in readable if str(path).startswith(prefix + "/")]
        _create_view(connection, table, parts)


def _part_file(layout: Layout, file: Path) -> dict[str, object]:
    """What is on disk; a file that is no Parquet has no rows, one that is no part has no run."""
    try:
        row_count = pq.read_metadata(file).num_rows
    except (OSError, pa.ArrowInvalid):
        row_count = None
    return {
        "part_path": str(file.relative_to(layout.root)),
        "row_count": row_count,
        "size_bytes": file.stat().st_size,
        "file_hash": hash_of(file),
        "run_id": run_of(file.stem),
    }


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[str]) -> None:
    name = f"parquet_{table.name}"
    if parts:
        rows = f"read_parquet([{', '.join(map(literal, parts))}])"
        connection.execute(f"create temp view {quote(name)} as from {rows}")
    else:
        connection.register(name, table.schema.empty_table())
