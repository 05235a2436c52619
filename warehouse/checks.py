"""This file runs the checks: one select a rule (`warehouse/sql/checks`), which returns the rows that break it.

Checks read a published generation, the parts its manifest names and the names in quarantine, so
they need no lock and disturb nobody.
"""

import contextlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, SOURCES, Table
from warehouse.database.arrow import query_arrow
from warehouse.database.comments import heading
from warehouse.database.connection import connect_read_only, with_little_memory
from warehouse.database.sql import literal, quote, sql_files
from warehouse.generations.publish import require_published
from warehouse.landing.quarantine import copies
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import opened
from warehouse.storage.part_folders import replaced_files
from warehouse.storage.part_names import run_of
from warehouse.storage.parts import facts_of, placed

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
    # The first rows that break the rule.
    sample: list[dict[str, object]]


def run_checks(layout: Layout) -> list[Check]:
    """Every rule, in order of name, against the generation readers see.

    Raises:
        UsageError: nothing has been published yet.
    """
    require_published(layout)
    with connect_read_only(layout.published) as connection:
        with contextlib.suppress(
            FileNotFoundError
        ):  # without a place to spill it needs more memory
            connection.execute(f"set temp_directory = {literal(gettempdir())}")
        _register_parts(connection, layout)
        _register_quarantine(connection, layout)
        return [
            with_little_memory(connection, partial(_run, connection, name, query))
            for name, query in sql_files("checks").items()
        ]


def _run(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> Check:
    (broken,) = connection.execute(f"select count(*) from ({query})").fetchall()[0]
    sample = f"from ({query}) limit {_SAMPLE_ROWS if broken else 0}"
    return Check(name, heading(query), int(broken), query_arrow(connection, sample).to_pylist())


def _register_parts(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Give the checks what is on disk: `part_files`, and the rows of the whole ones as `parquet_<table>`."""
    written = set(connection.execute("select part_path, file_hash from parquet_parts").fetchall())
    files = _files(layout, {path for path, _ in written})
    rows = [_part_file(layout, path, file) for path, file in files.items()]
    connection.register("part_files", pa.Table.from_pylist(rows, _PART_FILES))
    whole = [
        str(row["part_path"]) for row in rows if (row["part_path"], row["file_hash"]) in written
    ]
    for table in (DOCUMENTS, DOCUMENT_METADATA, SOURCES):
        prefix = layout.key(layout.part(table.name, "").parent)
        create_view(
            connection,
            layout,
            table,
            [files[path] for path in whole if path.startswith(prefix + "/")],
        )


def _files(layout: Layout, written: AbstractSet[str]) -> dict[str, Path]:
    """Where each part is, by its path in the manifest, in order.

    Links are followed first: what is found then stays there, whatever is compacted meanwhile. A
    part that a later compaction replaced, of which this generation knows nothing yet, lies in the
    folder that its table showed before.
    """
    if layout.objects:
        return {layout.key(path): path for path in placed(layout)}
    folders = {path.name: path.resolve() for path in layout.parquet.glob("*")}
    found = {
        layout.key(layout.part(table, file.stem)): file
        for table, folder in folders.items()
        for file in folder.glob("*.parquet")
    }
    for missing in written - found.keys():
        part = Path(missing)
        for file in replaced_files(layout, part.parent.name, part.stem):
            found[missing] = file
    return dict(sorted(found.items()))


def _register_quarantine(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Give the checks the names of the copies of rejected files, as `rejected_files` tells them."""
    paths = pa.array(map(layout.key, copies(layout)), pa.string())
    connection.register("quarantine_files", pa.table({"quarantine_path": paths}))


def _part_file(layout: Layout, part_path: str, file: Path) -> dict[str, object]:
    """What is on disk; what is no Parquet has no rows, what no run wrote no run, what is closed to us no hash."""
    found: dict[str, object] = dict.fromkeys(_PART_FILES.names)
    return found | {"part_path": part_path, "run_id": run_of(file.stem)} | facts_of(layout, file)


def create_view(
    connection: duckdb.DuckDBPyConnection, layout: Layout, table: Table, parts: Sequence[Path]
) -> None:
    """Let `parquet_<table>` be the rows of some parts."""
    name = f"parquet_{table.name}"
    if not parts:
        connection.register(name, table.schema.empty_table())
    elif layout.objects is None:
        rows = f"read_parquet([{', '.join(literal(str(part)) for part in parts)}])"
        connection.execute(f"create temp view {quote(name)} as from {rows}")
    else:
        import pyarrow.dataset as ds  # noqa: PLC0415 - brings pandas, where that is installed: 0.2 s a process

        filesystem, prefix = opened(layout.objects)
        paths = [f"{prefix}/{layout.key(part)}" for part in parts]
        connection.register(
            name, ds.dataset(paths, schema=table.schema, filesystem=filesystem, format="parquet")
        )
