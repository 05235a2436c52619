"""This file makes a batch durable, and finishes what an earlier run left.

The one commit point is the DuckDB transaction on the work database: rows and manifest become true
together. The parts were written and flushed in staging before it; after it they are renamed into
`parquet/`. Whatever a killed run leaves is therefore either in the manifest, and `settle` moves it,
or not, and `settle` throws it away. At a URL they are put there instead of renamed
(`warehouse/storage/parts.py`); all else is the same. So it is with compacted parts
(`warehouse/compaction/compact.py`), but that a folder takes the place of another.
"""

from collections.abc import Callable, Iterator, Sequence

import duckdb
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, RECHECKS, RUNS, STORED, Table, conform
from warehouse.database.connection import transaction
from warehouse.database.load import load
from warehouse.ledger import sources
from warehouse.storage.files import clear, flush
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, write_part
from warehouse.storage.part_folders import discard, show
from warehouse.storage.part_names import BatchKind, is_compacted, part_name, run_of
from warehouse.storage.parts import place, placed
from warehouse.storage.staging import clear_staged

# The one batch number of the rows that a run writes at its end.
FINISH_NUMBER = BatchKind.FINISH.value[0]


def stage(
    layout: Layout, run_id: str, batch_number: int, tables: dict[Table, pa.Table]
) -> list[Part]:
    """Write the parts of a batch into staging and flush them; tables without rows have no part."""
    name = part_name(run_id, batch_number)
    parts = [
        write_part(rows, table, layout.staged_part(run_id, table.name, name), run_id)
        for table, rows in tables.items()
        if rows.num_rows
    ]
    for folder in {layout.staged_part(run_id, part.table.name, name).parent for part in parts}:
        flush(folder)
    return parts


def commit(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    parts: Sequence[Part],
    take_notes: Callable[[duckdb.DuckDBPyConnection], object] | None = None,
) -> None:
    """Commit staged parts: rows, manifest and the pipeline's notes in one transaction, then the files into place.

    Committing the same parts again changes nothing.
    """
    with transaction(connection):
        if take_notes:
            take_notes(connection)
        known = known_parts(connection)
        news = [part for part in parts if _part_path(layout, part) not in known]
        for part in news:
            _insert(connection, layout, part)
        if news:
            connection.execute("update pipeline.state set generation = generation + 1")
    for part in parts:
        _move(layout, part.run_id, part.table.name, part.name)


def settle(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Finish what earlier runs left: move committed parts, close the books of dead runs, empty the staging.

    The slices go first: on a full disk the rest may need their room.
    """
    for slices in (*layout.staging.glob("*/slices"), layout.remote_slices()):
        if slices:
            clear_staged(slices)
    move_committed(connection, layout)
    dead = sources.interrupted_runs(connection)
    for row in range(dead.num_rows):
        run_id = dead["run_id"][row].as_py()
        commit(connection, layout, stage(layout, run_id, FINISH_NUMBER, {RUNS: dead.slice(row, 1)}))
    clear(layout.staging)


def move_committed(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Move the parts that are in the manifest but still in staging; of compacted ones show the folder they are in."""
    known = known_parts(connection)
    for run_id, table_name, name in staged_parts(layout):
        is_known = layout.key(layout.part(table_name, name)) in known
        if is_compacted(name):
            _show_or_discard(layout, table_name, name, is_committed=is_known)
        elif is_known:
            _move(layout, run_id, table_name, name)


def move_begun(layout: Layout) -> None:
    """Move the staged parts of a batch of which one is in its place already: only a committed batch has one."""
    begun = {path.stem for path in placed(layout)}
    for run_id, table_name, name in staged_parts(layout):
        if name in begun:
            _move(layout, run_id, table_name, name)


def replace_in_manifest(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    table: Table,
    replaced: Sequence[str],
    news: Sequence[Part],
) -> None:
    """Commit that parts of a table, by name, became other parts: one transaction, and a generation of its own."""
    paths = [layout.key(layout.part(table.name, name)) for name in replaced]
    with transaction(connection):
        connection.execute(
            "delete from parquet_parts where part_path in (select unnest(?))", [paths]
        )
        for part in news:
            insert_manifest(connection, layout, part)
        connection.execute("update pipeline.state set generation = generation + 1")


def insert_manifest(connection: duckdb.DuckDBPyConnection, layout: Layout, part: Part) -> None:
    """Insert the manifest row of a part."""
    row = {
        "table_name": part.table.name,
        "part_path": _part_path(layout, part),
        **{
            name: getattr(part, name) for name in ("row_count", "size_bytes", "file_hash", "run_id")
        },
    }
    connection.register(
        "manifest", conform(pa.Table.from_pylist([row], PARQUET_PARTS.schema), PARQUET_PARTS)
    )
    connection.execute("insert into parquet_parts by name from manifest")
    connection.unregister("manifest")


def _insert(connection: duckdb.DuckDBPyConnection, layout: Layout, part: Part) -> None:
    load(connection, part.table, layout.staged_part(part.run_id, part.table.name, part.name))
    insert_manifest(connection, layout, part)


def insert_rechecks(connection: duckdb.DuckDBPyConnection, rechecks: pa.Table) -> None:
    """The newest look at each file takes the place of the one before."""
    if not rechecks.num_rows:
        return
    connection.register("rechecks", conform(rechecks, RECHECKS))
    connection.execute("""
        delete from pipeline.rechecks as old
        where exists (
            from rechecks where rechecks.landing_zone = old.landing_zone and rechecks.source_path = old.source_path
        )
    """)
    connection.execute("insert into pipeline.rechecks by name from rechecks")
    connection.unregister("rechecks")


def known_parts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The paths of the parts in the manifest."""
    return {
        path for (path,) in connection.execute("select part_path from parquet_parts").fetchall()
    }


def _part_path(layout: Layout, part: Part) -> str:
    return layout.key(layout.part(part.table.name, part.name))


def _move(layout: Layout, run_id: str, table_name: str, name: str) -> None:
    staged = layout.staged_part(run_id, table_name, name)
    if staged.exists():
        place(layout, staged, layout.part(table_name, name))


def _show_or_discard(layout: Layout, table_name: str, name: str, *, is_committed: bool) -> None:
    """Let a table show the folder that was made with a compacted part, if that was committed."""
    folder = layout.compacted_folder(table_name, name)
    if folder.is_dir():
        (show if is_committed else discard)(layout, folder)


def staged_parts(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """Run, table and name of every part still in staging; whatever tells of documents before the sources."""
    order = {table.name: place for place, table in enumerate(STORED)}
    paths = layout.staging.glob("*/parts/*/*.parquet")
    for path in sorted(paths, key=lambda path: (path.stem, order.get(path.parent.name, -1))):
        if run_id := run_of(path.stem):
            yield run_id, path.parent.name, path.stem
