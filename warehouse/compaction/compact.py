"""Compact small parts into right-sized ones under new names; no reader counts a row twice.

Every run adds a part a table, and a glob over thousands of them is slow. The manifest alone decides
what is compacted. Then, table by table: the new parts are written in staging, a folder is made of
them and the parts that stay (`warehouse/storage/part_folders.py`), one transaction replaces the
manifest rows, and the table shows the new folder. A run that is killed before the transaction
leaves staging and a folder, which `settle` discards. Of one that is killed after it, `settle` shows
the folder.

A part is left as it is until every generation on disk knows it. So a generation can be brought up
to date from the parts it does not know: it has the rows of all compacted ones (`is_compacted`), and
only their names change for it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schemas import TABLES, Table
from warehouse.compaction.merge_descriptions import DescriptionMerge
from warehouse.database.connection import connect_read_only
from warehouse.database.errors import WarehouseError
from warehouse.database.sql import sql_files
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, Stream, rows_of_part, write_stream
from warehouse.storage.part_folders import build, remove_replaced, show
from warehouse.storage.part_names import run_of
from warehouse.writer.commit import known_parts, replace_in_manifest

# A right-sized part: a hundred gigabytes are 800 of them.
PART_BYTES = 128 << 20
# A part of half the size or more is left alone, so a row is rewritten a few times and then never
# again.
_SMALL_BYTES = PART_BYTES // 2
# So many small parts are worth one that is not full yet: a third of what hourly runs bring in a
# day.
_FEWEST_PARTS = 8
# In one run: 128 GiB. The next one goes on.
_MAX_NEW_PARTS = 1_000


class SmallPart(NamedTuple):
    """A part that is smaller than it should be."""

    name: str
    row_count: int
    size_bytes: int


class Group(NamedTuple):
    """Small parts of one table that become one, in the order of their names."""

    table: Table
    parts: tuple[SmallPart, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(part.name for part in self.parts)


def plan(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[list[Group]]:
    """Return the groups of parts that are worth compacting, for each table that has any.

    Documents come before their descriptions.
    """
    groups = (
        Group(table, parts)
        for table, small in _small_parts(connection, layout).items()
        for parts in group_parts(small)
    )
    by_table: dict[Table, list[Group]] = {}
    for group in islice(groups, _MAX_NEW_PARTS):
        by_table.setdefault(group.table, []).append(group)
    return list(by_table.values())


def group_parts(parts: Sequence[SmallPart]) -> Iterator[tuple[SmallPart, ...]]:
    """Group parts in order so that each group fills one part.

    The last group is left out where its part is not full and it has fewer than `_FEWEST_PARTS`.

    >>> [len(group) for group in group_parts([SmallPart("a", 1, 1 << 20)] * 300)]
    [128, 128, 44]
    >>> [len(group) for group in group_parts([SmallPart("a", 1, 50 << 20)] * 10)]
    [3, 3, 3]
    """
    group: list[SmallPart] = []
    for part in parts:
        group.append(part)
        if sum(each.size_bytes for each in group) >= PART_BYTES:
            yield tuple(group)
            group = []
    if len(group) >= _FEWEST_PARTS:
        yield tuple(group)


def compact(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    groups: Sequence[Group],
    next_name: Callable[[], str],
    merging: DescriptionMerge,
) -> list[Part]:
    """Compact the groups of one table, all or none of them; return the new parts.

    Raises:
        PartError: a part cannot be read; nothing is changed.
        StorageError: the disk is full or cannot be written.
    """
    new_parts = [_write(layout, group, next_name(), merging) for group in groups]
    replaced = [name for group in groups for name in group.names]
    table = groups[0].table
    staged = [layout.staged_part(part.run_id, table.name, part.name) for part in new_parts]
    folder = layout.compacted_folder(table.name, new_parts[0].name)
    build(layout, folder, staged, replaced)
    replace_in_manifest(connection, layout, table, replaced, new_parts)
    show(layout, folder)
    return new_parts


def remove_replaced_folders(
    connection: duckdb.DuckDBPyConnection, layout: Layout, moment: datetime
) -> int:
    """Remove the folders that tables showed until a moment or earlier; return how many.

    Those of a table that lacks a part of its manifest stay: they may hold all that is left of it.
    """
    removed = 0
    for table in TABLES:
        names = connection.execute(
            "select parse_filename(part_path) from parquet_parts where table_name = ?", [table.name]
        ).fetchall()
        if all((layout.shown(table.name) / name).is_file() for (name,) in names):
            removed += remove_replaced(layout, table.name, moment)
    return removed


def _small_parts(
    connection: duckdb.DuckDBPyConnection, layout: Layout
) -> dict[Table, list[SmallPart]]:
    """Return the parts that may be compacted, in order of name, by table."""
    known = _known_to_every_generation(layout)
    found: dict[Table, list[SmallPart]] = {table: [] for table in TABLES}
    tables = {table.name: table for table in TABLES}
    rows = connection.execute(
        sql_files("compaction")["small_parts"], {"small_bytes": _SMALL_BYTES}
    ).fetchall()
    for table_name, *part in rows:
        small = SmallPart(*part)
        if _is_ready(tables[table_name], layout.part(table_name, small.name), known):
            found[tables[table_name]].append(small)
    return found


def _known_to_every_generation(layout: Layout) -> frozenset[Path]:
    """Return the parts that all generations on disk have in their manifests.

    None where a generation cannot be read, or where there is none.
    """
    known: list[set[str]] = []
    for path in layout.generations().values():
        try:
            with connect_read_only(path) as connection:
                known.append(known_parts(connection))
        except (WarehouseError, duckdb.Error):
            return frozenset()
    shared = set.intersection(*known) if known else set()
    return frozenset(layout.root / key for key in shared)


def _is_ready(table: Table, path: Path, known: frozenset[Path]) -> bool:
    """Check whether a part is there, known everywhere, and has the columns of this version."""
    try:
        return path in known and pq.read_schema(path).names == table.schema.names
    except (OSError, pa.ArrowException):
        return False


def _write(layout: Layout, group: Group, name: str, merging: DescriptionMerge) -> Part:
    """Write the part that a group becomes into staging."""
    table, run_id = group.table, str(run_of(name))
    row_count = merging.row_count(table, group.names, sum(part.row_count for part in group.parts))
    pieces = (
        merging.merge(table, each, rows)
        for each in group.names
        for rows in rows_of_part(layout.part(table.name, each), table)
    )
    path = layout.staged_part(run_id, table.name, name)
    return write_stream(Stream(pieces, row_count, group.names), table, path, run_id)
