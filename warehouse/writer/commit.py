"""Make a batch durable, and finish what an earlier run left.

The one commit point is the DuckDB transaction on the work database: rows and manifest become true
together. It waits until the parts are written and flushed in staging. After it they are put where
readers see them (`Store.put_file`): renamed into `parquet/`, or put at the URL. What a killed run
leaves is therefore in the manifest, and `settle` moves it, or is not, and `settle` discards it. So
it is with compacted parts (`warehouse/compaction/compact.py`), where a folder takes the place of
another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, RECHECKS, RUNS, STORED, Table, conform
from warehouse.database.connection import transaction
from warehouse.database.load import load_rows
from warehouse.ledger import sources
from warehouse.storage.files import clear, flush, hash_of
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, Stream, write_stream
from warehouse.storage.part_folders import discard, show
from warehouse.storage.part_names import BatchKind, is_compacted, part_name, run_of
from warehouse.storage.store import Store, part_keys

# The one batch number of the rows that a run writes at its end.
FINISH_NUMBER = BatchKind.FINISH.value[0]


def commit(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    batch: tuple[str, int],
    tables: Mapping[Table, pa.Table],
    record_notes: Callable[[duckdb.DuckDBPyConnection], object] | None = None,
) -> None:
    """Commit a batch of a run, given by its number, and put its parts where readers see them.

    Rows, manifest and the pipeline's notes are one transaction. DuckDB loads the rows while another
    thread writes the same rows as parts: both compress every text, on a core each. Committing the
    same batch again changes nothing. A table without rows has no part.

    Raises:
        SchemaError: the rows are not as declared.
    """
    layout = store.layout
    run_id, number = batch
    name = part_name(run_id, number)
    filled = {table: conform(rows, table) for table, rows in tables.items() if rows.num_rows}
    with ThreadPoolExecutor(1, "parts") as writer:
        staging = writer.submit(_stage, layout, run_id, name, filled)
        with transaction(connection):
            if record_notes:
                record_notes(connection)
            known = known_parts(connection)
            new = {
                table: rows
                for table, rows in filled.items()
                if layout.key(layout.part(table.name, name)) not in known
            }
            for table, rows in new.items():
                load_rows(connection, table, rows)
            parts = staging.result()
            _record(connection, layout, [part for part in parts if part.table in new])
    for part in parts:
        _move(store, part.run_id, part.table.name, part.name)


def _stage(layout: Layout, run_id: str, name: str, tables: Mapping[Table, pa.Table]) -> list[Part]:
    """Write the parts of a batch into staging, and flush them."""
    parts = [
        write_stream(
            Stream([rows], rows.num_rows),
            table,
            layout.staged_part(run_id, table.name, name),
            run_id,
        )
        for table, rows in tables.items()
    ]
    for folder in {layout.staged_part(run_id, part.table.name, name).parent for part in parts}:
        flush(folder)
    return parts


def _record(connection: duckdb.DuckDBPyConnection, layout: Layout, parts: Sequence[Part]) -> None:
    """Insert the manifest rows of new parts, and count the commit, if there are any."""
    for part in parts:
        insert_manifest(connection, layout, part)
    if parts:
        connection.execute("update pipeline.state set generation = generation + 1")


def has_committed(connection: duckdb.DuckDBPyConnection, run_id: str) -> bool:
    """Check whether a run has committed a part."""
    query = "select 1 from parquet_parts where run_id = ? limit 1"
    return bool(connection.execute(query, [run_id]).fetchall())


def settle(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Finish what earlier runs left.

    Moves committed parts, records dead runs, and empties the staging. The slices go
    first: on a full disk the rest may need their room.
    """
    layout = store.layout
    store.slices.clear()
    move_committed(connection, store)
    move_rewritten(connection, store)
    dead = sources.interrupted_runs(connection)
    for row in range(dead.num_rows):
        run_id = dead["run_id"][row].as_py()
        commit(connection, store, (run_id, FINISH_NUMBER), {RUNS: dead.slice(row, 1)})
    clear(layout.staging)


def move_committed(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Move the parts that are in the manifest but still in staging.

    Of a compacted part, show the folder that it is in.
    """
    layout = store.layout
    known = known_parts(connection)
    for run_id, table_name, name in staged_parts(layout):
        is_known = layout.key(layout.part(table_name, name)) in known
        if is_compacted(name):
            _show_or_discard(layout, table_name, name, is_committed=is_known)
        elif is_known:
            _move(store, run_id, table_name, name)


def move_rewritten(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Put parts that a takedown wrote anew in the place of the old ones, where it was committed."""
    layout = store.layout
    staged = sorted(layout.staging.glob("*/rewritten/*/*.parquet"))
    if not staged:  # as nearly always
        return
    hashes = dict(connection.execute("select part_path, file_hash from parquet_parts").fetchall())
    for path in staged:
        key = layout.key(layout.part(path.parent.name, path.stem))
        if hashes.get(key) == hash_of(path):
            store.put_file(path, key)


def move_begun(store: Store) -> None:
    """Move the rest of each batch that has a part in its place: only a committed batch has one."""
    begun = {Path(key).stem for key in part_keys(store)}
    for run_id, table_name, name in staged_parts(store.layout):
        if name in begun:
            _move(store, run_id, table_name, name)


def replace_in_manifest(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    table: Table,
    replaced: Sequence[str],
    new_parts: Sequence[Part],
) -> None:
    """Commit that parts of a table became other parts: one transaction, one generation."""
    paths = [layout.key(layout.part(table.name, name)) for name in replaced]
    with transaction(connection):
        connection.execute(
            "delete from parquet_parts where part_path in (select unnest(?))", [paths]
        )
        for part in new_parts:
            insert_manifest(connection, layout, part)
        connection.execute("update pipeline.state set generation = generation + 1")


def insert_manifest(connection: duckdb.DuckDBPyConnection, layout: Layout, part: Part) -> None:
    """Insert the manifest row of a part."""
    row = {
        "table_name": part.table.name,
        "part_path": _part_path(layout, part),
        "row_count": part.row_count,
        "size_bytes": part.size_bytes,
        "file_hash": part.file_hash,
        "run_id": part.run_id,
    }
    connection.register(
        "manifest", conform(pa.Table.from_pylist([row], PARQUET_PARTS.schema), PARQUET_PARTS)
    )
    connection.execute("insert into parquet_parts by name from manifest")
    connection.unregister("manifest")


def insert_rechecks(connection: duckdb.DuckDBPyConnection, rechecks: pa.Table) -> None:
    """Insert the newest recheck of each file, in place of the one before."""
    if not rechecks.num_rows:
        return
    connection.register("rechecks", conform(rechecks, RECHECKS))
    connection.execute("""
        delete from pipeline.rechecks as old
        where exists (
            from rechecks
            where
                rechecks.landing_zone = old.landing_zone
                and rechecks.source_path = old.source_path
                and rechecks.member_path is not distinct from old.member_path
        )
    """)
    connection.execute("insert into pipeline.rechecks by name from rechecks")
    connection.unregister("rechecks")


def known_parts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the keys of the parts in the manifest."""
    found = connection.execute("select part_path from parquet_parts").fetchall()
    return {key for (key,) in found}


def _part_path(layout: Layout, part: Part) -> str:
    return layout.key(layout.part(part.table.name, part.name))


def _move(store: Store, run_id: str, table_name: str, name: str) -> None:
    """Put a staged part where readers see it, unless it is there already."""
    layout = store.layout
    staged = layout.staged_part(run_id, table_name, name)
    if staged.exists():
        store.put_file(staged, layout.key(layout.part(table_name, name)))


def _show_or_discard(layout: Layout, table_name: str, name: str, *, is_committed: bool) -> None:
    """Show the folder that was made with a compacted part, or discard it."""
    folder = layout.compacted_folder(table_name, name)
    if not folder.is_dir():
        return
    if is_committed:
        show(layout, folder)
    else:
        discard(layout, folder)


def staged_parts(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """Yield run, table and name of every staged part, a batch's sources after its documents."""
    order = {table.name: position for position, table in enumerate(STORED)}
    paths = layout.staging.glob("*/parts/*/*.parquet")
    for path in sorted(paths, key=lambda path: (path.stem, order.get(path.parent.name, -1))):
        if run_id := run_of(path.stem):
            yield run_id, path.parent.name, path.stem
