"""Build a generation, in a process of its own.

    python -m warehouse.generations.build WAREHOUSE NUMBER ASIDE BASE

In the folder ASIDE are `manifest.arrow`, the manifest to be shown, and perhaps `made.duckdb`, a
retired generation to be brought up to date. Where there is none, it becomes a copy of BASE: a newer
generation or the work database. One in the folder is a copy already. Bringing up to date is loading
the Parquet parts that are not known, a few at a time: it costs what the changes cost. A copy is
read whole. The work database is never opened here: this process may outlive its run.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.errors import ZakhiraError
from transforms.schemas import (
    DESCRIPTIONS,
    DOCUMENTS,
    PARQUET_PARTS,
    PIPELINE_TABLES,
    REMOVALS,
    SOURCES,
    STORED,
    TABLES,
    Table,
)
from warehouse.database.batching import batch_by_size
from warehouse.database.connection import connect_read_only, transaction
from warehouse.database.errors import WarehouseError
from warehouse.database.load import load_parts
from warehouse.database.sql import literal, quote
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import word_index
from warehouse.storage.files import copy, storage_errors
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import replaced_by, row_count_of
from warehouse.storage.part_names import is_compacted
from warehouse.storage.staging import StagedFile

MANIFEST, MADE = "manifest.arrow", "made.duckdb"
# What the index of words is made of.
_INDEXED = (DOCUMENTS, DESCRIPTIONS, SOURCES, REMOVALS)
# Rows read with one connection, of one table or of several: DuckDB keeps what it has read until a
# file is closed.
_ROWS_READ_AT_ONCE = 50_000


def make(layout: Layout, number: int, aside: Path, base: Path) -> None:
    """Make the generation with a number; copy `base` where no retired one is there.

    Raises:
        WarehouseError: it cannot be made of this: other tables, other parts, or rows that the parts
            have not.
        StorageError: the disk is full or cannot be written.
    """
    made = aside / MADE
    is_copy = not made.exists()
    if is_copy and base.parent == aside:
        base.rename(made)
    elif is_copy:
        with storage_errors(layout.root):
            copy(base, made)
    made.chmod(0o600)
    complete(layout, number, made, StagedFile(aside / MANIFEST).read_table())
    if is_copy:
        read_whole(made)
        word_index.read_index(made)


def complete(
    layout: Layout, number: int, made: Path, manifest: pa.Table, *, is_indexed: bool = False
) -> None:
    """Let a file be the generation with a number: show all of a manifest, and index its words.

    The words of what it shows already may be indexed, by this version.

    Raises:
        WarehouseError: it has other tables, other parts, or rows that the parts have not.
    """
    with WorkDatabase(made, made.with_name("spill")) as database:
        new = _bring_up_to_date(database, layout, manifest)
        if not is_indexed or any(table in _INDEXED for table, _ in new):
            described = [path for table, path in new if table == DESCRIPTIONS]
            word_index.bring_up_to_date(database, described)
        with database.connect() as connection:
            connection.execute("update pipeline.state set generation = ?", [number])
            require_rows(connection)


def read_whole(database: Path) -> dict[str, int]:
    """Open a database read-only, read every value, and return a hash of the rows of each table.

    The order of the rows makes no difference.

    Raises:
        WarehouseError: it cannot be opened.
        duckdb.Error: a block of it is damaged.
    """
    with connect_read_only(database) as connection:
        ends = _ends(connection)
    hashes = dict.fromkeys(ends, 0)
    for pieces in batch_by_size(_pieces(ends), _size_of, _ROWS_READ_AT_ONCE):
        with connect_read_only(database) as connection:
            for name, first, last in pieces:
                query = (
                    f"select bit_xor(hash(t)) from {quote(name)} as t where rowid between ? and ?"
                )
                ((found,),) = connection.execute(query, [first, last]).fetchall()
                hashes[name] ^= int(found or 0)
    return hashes


def _ends(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the row after the last one, by table.

    There are fewer rows than that where some were deleted and inserted again.
    """
    ends = {}
    for table in STORED:
        query = f"select coalesce(max(rowid), -1) + 1 from {quote(table.name)}"
        ((end,),) = connection.execute(query).fetchall()
        ends[table.name] = int(end)
    return ends


def _pieces(ends: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Cut tables, given by their ends, into pieces: name, first and last row."""
    for name, end in ends.items():
        for first in range(0, end, _ROWS_READ_AT_ONCE):
            yield name, first, min(first + _ROWS_READ_AT_ONCE, end) - 1


def _size_of(piece: tuple[str, int, int]) -> int:
    _, first, last = piece
    return last + 1 - first


def require_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Fail where a table has not as many rows as its parts.

    Raises:
        WarehouseError: the first table that has not.
    """
    manifest = "select table_name, sum(row_count)::bigint from parquet_parts group by table_name"
    expected = dict(connection.execute(manifest).fetchall())
    counts = " union all ".join(
        f"select {literal(table.name)}, count(*) from {quote(table.name)}" for table in STORED
    )
    for name, row_count in connection.execute(counts).fetchall():
        if row_count != expected.get(name, 0):
            raise WarehouseError(
                f"{name} has {row_count} rows; its parts have {expected.get(name, 0)}: "
                "run zakhira rebuild"
            )


def _bring_up_to_date(
    database: WorkDatabase, layout: Layout, manifest: pa.Table
) -> list[tuple[Table, Path]]:
    """Load the parts that are not known, and drop the tables that only the pipeline needs.

    Returns the parts, by table.
    """
    with database.connect() as connection:
        connection.register("shown", manifest)
        with transaction(connection):
            for table in PIPELINE_TABLES:
                connection.execute(f"drop table if exists pipeline.{quote(table.name)}")
            unknown = _unknown_parts(connection, layout)
            new = _forget_replaced(connection, layout, unknown)
            columns = ", ".join(map(quote, PARQUET_PARTS.schema.names))
            connection.execute(
                f"insert into parquet_parts by name select {columns} from shown "
                "anti join parquet_parts using (part_path)"
            )
        connection.unregister("shown")
    load_parts(database, new)
    return new


def _unknown_parts(
    connection: duckdb.DuckDBPyConnection, layout: Layout
) -> list[tuple[Table, Path]]:
    """Return the parts to be shown that are not known, by table, in the order of their commits."""
    found = connection.execute("""
        select table_name, part_path
        from shown
        anti join parquet_parts using (part_path)
        order by all
    """).fetchall()
    return [
        (table, layout.root / path)
        for table in TABLES
        for name, path in found
        if name == table.name
    ]


def _forget_replaced(
    connection: duckdb.DuckDBPyConnection, layout: Layout, unknown: Sequence[tuple[Table, Path]]
) -> list[tuple[Table, Path]]:
    """Delete the parts that others were made of from the manifest; return the parts to load.

    The rows of a compacted part are known if those it was made of are, by any name that they had
    (`warehouse/compaction/plan.py`). If none is, it is loaded.

    Raises:
        WarehouseError: some of these are known and others are not, or some were lost.
    """
    gone = connection.execute("""
        select part_path, row_count from parquet_parts
        anti join shown using (part_path, file_hash)
    """)
    forgotten = dict(gone.fetchall())
    replaced: set[str] = set()
    new = []
    for table, path in unknown:
        before = _replaced_keys(layout, table, path)
        replaced |= before
        if not _has_rows(table, path, before, forgotten):
            new.append((table, path))
    if not forgotten.keys() <= replaced:
        raise WarehouseError("it has rows of parts that are no longer there")
    connection.execute(
        "delete from parquet_parts where part_path in (select unnest(?))", [sorted(forgotten)]
    )
    return new


def _replaced_keys(layout: Layout, table: Table, path: Path) -> set[str]:
    names = replaced_by(path) if is_compacted(path.stem) else ()
    return {layout.key(layout.part(table.name, name)) for name in names}


def _has_rows(
    table: Table, path: Path, before: AbstractSet[str], forgotten: Mapping[str, int]
) -> bool:
    """Check whether a database has the rows of a part, as parts that it knows by these keys.

    Raises:
        WarehouseError: it has some of them.
    """
    if table == DESCRIPTIONS and before:
        # Fewer rows than it was made of: who knows all of these has what they say.
        known, needed = len(before & forgotten.keys()), len(before)
    else:
        known = sum(forgotten.get(key, 0) for key in before)
        needed = row_count_of(path) if before else 0
    if known not in {0, needed} or (table == DESCRIPTIONS and before and not known):
        raise WarehouseError(f"it has some of the rows of {path} and lacks others")
    return bool(known)


if __name__ == "__main__":
    root, number, aside, base = sys.argv[1:]
    try:
        make(Layout(Path(root)), int(number), Path(aside), Path(base))
    except ZakhiraError as error:
        sys.exit(str(error))
