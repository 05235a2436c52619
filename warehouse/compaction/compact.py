"""Replace parts by others with the same rows; no reader counts a row twice.

`warehouse/compaction/plan.py` says which: small parts, and parts that are behind their
descriptions. Then, table by table: the new parts are written in staging, a folder is made of them
and the parts that stay (`warehouse/storage/part_folders.py`), one transaction replaces the manifest
rows, and the table shows the new folder. A run that is killed before the transaction leaves staging
and a folder, which `settle` discards. Of one that is killed after it, `settle` shows the folder.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import duckdb

from transforms.schemas import TABLES
from warehouse.compaction.merge_descriptions import DescriptionMerge
from warehouse.compaction.plan import Group
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, Stream, rows_of_part, write_stream
from warehouse.storage.part_folders import build, remove_replaced, show
from warehouse.storage.part_names import run_of
from warehouse.writer.commit import replace_in_manifest


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
    stream = Stream(pieces, row_count, (*group.names, *group.earlier_names))
    return write_stream(stream, table, path, run_id)
