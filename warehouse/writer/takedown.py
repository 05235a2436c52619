"""Take texts down: out of every file of the warehouse, and never let them in again.

The journal (`warehouse/writer/journal.py`) is what somebody wants; it is written first. `take_down`
then makes the warehouse so, and every run begins with it: what a killed one left is finished, and a
restored backup is taken down once more.

1. Parts with such rows are written anew, without them, in staging.
2. One transaction deletes the rows from the work database, changes the manifest, and adds the
   tombstones. After it the new parts take the place of the old ones, under the same names; of a
   killed run `settle` does that.
3. What may still hold bytes of them goes: replaced folders, copies in quarantine, what DuckDB
   spilled, and the work database, of which a copy takes the place.
4. A new generation is made of that copy, and all others go. Readers keep what they have open.

The watermark `forget` says up to which entry of the journal all of this was done.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schemas import (
    BOILERPLATE_LINES,
    DESCRIPTIONS,
    DOCUMENT_METADATA,
    DOCUMENTS,
    FAILURES,
    NEAR_DUPLICATES,
    RELATED_DOCUMENTS,
    REMOVALS,
    RUNS,
    SOURCES,
    TABLES,
    TOMBSTONES,
    Table,
)
from warehouse.database.arrow import query_arrow, query_batches
from warehouse.database.copying import copy_rows
from warehouse.database.sql import quote, sql_files
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.publish import publish_anew
from warehouse.ledger import near_duplicate_index
from warehouse.ledger.rows import run_row
from warehouse.ledger.runs import Counts, Run, run_id
from warehouse.ledger.takedown import Key, has_tombstones
from warehouse.ledger.watermarks import get_watermark, set_watermark
from warehouse.locking import file_lock
from warehouse.storage.files import clear, write_whole
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, PartError, Stream, completed, replaced_by, write_stream
from warehouse.storage.part_folders import remove_replaced
from warehouse.storage.part_names import is_compacted, run_of
from warehouse.storage.store import Store, register_rows
from warehouse.writer.commit import FINISH_NUMBER, commit, move_rewritten
from warehouse.writer.journal import Entry, lifted_hashes, newest_entries, read_entries
from warehouse.writer.rebuild import replace_work_database
from warehouse.writer.repair import find_lost

_log = logging.getLogger("zakhira")
_PAGE = "docs/takedown.md"
_WATERMARK = "forget"
_PIECE_ROWS = 4_096
# Whoever adds to the record of checks takes milliseconds.
_SECONDS_OF_A_CHECK = 60.0

# Temporary tables, of a query each (`warehouse/sql/takedown`); each after those that it reads.
_TEMPORARY = ("forgotten_texts", "forgotten_files", "lifted", "gone_paths", "gone_lines")

# Tells files and members apart.
_PATH = "(landing_zone, source_path, coalesce(member_path, ''))"

# Which rows of a table go.
_DOOMED: Mapping[Table, str] = {
    DOCUMENTS: "content_hash in (from forgotten_texts)",
    DOCUMENT_METADATA: "content_hash in (from forgotten_texts)",
    DESCRIPTIONS: "content_hash in (from forgotten_texts)",
    FAILURES: "content_hash in (from forgotten_texts)",
    SOURCES: "content_hash in (from forgotten_texts) "
    "or (content_hash is null and file_hash in (from forgotten_files))",
    REMOVALS: f"{_PATH} in (select (landing_zone, source_path, member_path) from gone_paths)",
    BOILERPLATE_LINES: "(publisher, line) in (select (publisher, line) from gone_lines)",
    NEAR_DUPLICATES: "content_hash in (from forgotten_texts) "
    "or cluster_hash in (from forgotten_texts)",
    RELATED_DOCUMENTS: "content_hash in (from forgotten_texts) "
    "or related_hash in (from forgotten_texts)",
    TOMBSTONES: "coalesce(content_hash, file_hash) in (from lifted)",
}

# What the pipeline itself knows of these texts. Who was like one of them is compared once more.
_OWN_ROWS = (
    """
    insert into pipeline.uncompared
    select content_hash from near_duplicates
    where cluster_hash in (from forgotten_texts) and content_hash not in (from forgotten_texts)
        and content_hash not in (from pipeline.uncompared)
    """,
    "delete from pipeline.uncompared where content_hash in (from forgotten_texts)",
    """
    delete from pipeline.bands where leader_number in (
        select leader_number from pipeline.leaders where content_hash in (from forgotten_texts)
    )
    """,
    "delete from pipeline.leaders where content_hash in (from forgotten_texts)",
    f"""
    delete from pipeline.rechecks
    where {_PATH} in (select (landing_zone, source_path, member_path) from gone_paths)
    """,
)


def is_due(store: Store, database: WorkDatabase) -> bool:
    """Check whether the journal has entries that this warehouse may not know.

    One that is lost is a warning: without it, a restored backup would bring texts back.
    """
    entries = read_entries(store)
    with database.connect() as connection:
        if not entries:
            if has_tombstones(connection):
                _log.warning("%s is lost: restore it from a copy (%s)", store.journal_name, _PAGE)
            return False
        return get_watermark(connection, _WATERMARK) != entries[-1].takedown


def parts_with(store: Store, keys: Iterable[Key]) -> list[str]:
    """Return the keys of the parts that have rows of some texts or rejected files, in order.

    Rows of their paths and of learned lines are not looked for.
    """
    tables = {
        table.name: table
        for table in _DOOMED
        if table not in {REMOVALS, BOILERPLATE_LINES, TOMBSTONES}
    }
    found = []
    with duckdb.connect() as connection:
        for name, column in (("texts", "content_hash"), ("files", "file_hash")):
            hashes = [getattr(key, column) for key in keys if getattr(key, column)]
            rows = pa.table({column: pa.array(hashes, pa.string())})
            connection.register(f"forgotten_{name}", rows)
        for key, location in store.locate_parts(frozenset()).items():
            table = tables.get(Path(key).parent.name)
            if table and run_of(Path(key).stem):
                register_rows(connection, store, table, [location], "part_rows")
                query = f"select 1 from part_rows where {_DOOMED[table]} limit 1"
                if connection.execute(query).fetchall():
                    found.append(key)
    return found


def require_parts(store: Store, database: WorkDatabase) -> None:
    """Fail where a part of the manifest is not there.

    Raises:
        PartError: the message names the first, and says what to do.
    """
    with database.connect() as connection:
        _require_parts(store, connection)


def _require_parts(store: Store, connection: duckdb.DuckDBPyConnection) -> None:
    lost = find_lost(store, connection, is_thorough=False)
    if lost:
        raise PartError(f"{lost[0].key} is not there: run zakhira repair --yes first")


class TakenDown(NamedTuple):
    """What a takedown did: how many documents went, and which parts were written anew."""

    document_count: int = 0
    parts: tuple[str, ...] = ()
    # Of the texts whose near-duplicates are to stay out: those too short to be compared.
    short_count: int = 0


def take_down(store: Store, database: WorkDatabase) -> TakenDown:
    """Make the warehouse as the journal wants it, in a run of its own.

    Raises:
        PartError: a part is lost or damaged; nothing is changed.
        StorageError: the disk is full or cannot be written.
    """
    entries = read_entries(store)
    began = datetime.now(UTC)
    run = Run(run_id(began, os.urandom(3)), began, None)
    with database.connect() as connection:
        _find_doomed(connection, entries)
        count = _count_documents(connection)
        rewritten = _rewrite_parts(connection, store, run.run_id)
        rows = {
            TOMBSTONES: _new_tombstones(connection, run.run_id),
            RUNS: _run_row(run, count, entries[-1].takedown),
        }
        commit(
            connection,
            store,
            (run.run_id, FINISH_NUMBER),
            rows,
            partial(_erase, rewritten),
        )
        move_rewritten(connection, store)
        remove_forgotten_copies(connection, store)
    _leave_no_bytes(store, database)
    publish_anew(store, database)
    # Whoever checks the generation before this one adds no more of its rows.
    _drop_samples(store.layout)
    with database.connect() as connection:
        set_watermark(connection, _WATERMARK, entries[-1].takedown)
    return TakenDown(count, tuple(sorted(rewritten)))


def remove_forgotten_copies(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Remove the copies of rejected files that were taken down; a file that comes again has one."""
    query = "select distinct file_hash from tombstones where file_hash is not null order by all"
    for (file_hash,) in connection.execute(query).fetchall():
        store.remove(store.layout.key(store.layout.rejected(file_hash)))


def _find_doomed(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Fill the temporary tables that `_DOOMED` asks."""
    down = [entry for entry in newest_entries(entries) if not entry.is_lifted]
    connection.register("wanted", _entry_rows(down))
    lifted = pa.array(lifted_hashes(entries), pa.string())
    connection.register("lifted_keys", pa.table({"key": lifted}))
    queries = sql_files("takedown")
    for name in _TEMPORARY:
        connection.execute(f"create or replace temp table {name} as {queries[name]}")
    connection.unregister("lifted_keys")


def _entry_rows(entries: Sequence[Entry]) -> pa.Table:
    fields = {field.name: field.type for field in TOMBSTONES.schema}
    names = {
        "content_hash": "content_hash",
        "file_hash": "file_hash",
        "band_hashes": "band_hashes",
        "reason": "reason",
        "moment": "forgotten_at",
    }
    return pa.table(
        {
            column: pa.array([getattr(entry, name) for entry in entries], fields[column])
            for name, column in names.items()
        }
    )


def _count_documents(connection: duckdb.DuckDBPyConnection) -> int:
    query = f"select count(*) from documents where {_DOOMED[DOCUMENTS]}"
    return int(connection.execute(query).fetchall()[0][0])


def _new_tombstones(connection: duckdb.DuckDBPyConnection, run: str) -> pa.Table:
    """Return the tombstones that the warehouse lacks."""
    query = """
        select *, ? as run_id
        from wanted
        where coalesce(content_hash, file_hash) not in (
            select coalesce(content_hash, file_hash) from tombstones
        )
    """
    return query_arrow(connection, query, [run])


def _run_row(run: Run, count: int, takedown: str) -> pa.Table:
    """Return the row of `runs`; no rules of the pipeline took part."""
    facts = {
        "finished_at": datetime.now(UTC),
        "removed_count": 0,
        "forgotten_count": count,
        "zakhira_version": version("zakhira"),
        "settings": {"takedown": takedown},
    }
    return run_row(run, Counts(), {}, facts)


def _rewrite_parts(
    connection: duckdb.DuckDBPyConnection, store: Store, run: str
) -> dict[str, Part]:
    """Write every part that has doomed rows anew, without them, in staging; return them by key.

    Raises:
        PartError: a part of the manifest is not there, or damaged.
    """
    manifest = connection.execute("select table_name, part_path from parquet_parts").fetchall()
    _require_parts(store, connection)
    locations = store.locate_parts({key for _, key in manifest})
    tables = {table.name: table for table in _DOOMED}
    rewritten = {}
    for name, key in sorted(manifest):
        if name not in tables:
            continue
        part = _rewrite(connection, store, tables[name], (key, locations[key]), run)
        if part:
            rewritten[key] = part
    return rewritten


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    table: Table,
    part: tuple[str, str],
    run: str,
) -> Part | None:
    """Write one part anew, given its key and where it is; null where none of its rows goes.

    Its footer names the part itself among those it replaces: a machine whose database knows it as
    it was finds out so.

    Raises:
        PartError: it is damaged.
    """
    key, location = part
    name = Path(key).stem
    earlier = replaced_by(Path(location)) if is_compacted(name) else ()
    doomed = f"coalesce({_DOOMED[table]}, false)"
    register_rows(connection, store, table, [location], "part_rows")
    try:
        counts = f"count(*), count(*) filter ({doomed})"
        ((row_count, doomed_count),) = connection.execute(
            f"select {counts} from part_rows"
        ).fetchall()
        if not doomed_count:
            return None
        kept = query_batches(connection, f"from part_rows where not {doomed}", _PIECE_ROWS)
        stream = Stream(
            _pieces(kept, table),
            row_count - doomed_count,
            tuple(dict.fromkeys((name, *earlier))),
        )
        target = store.layout.rewritten_part(run, table.name, name)
        return write_stream(stream, table, target, str(run_of(name)))
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise PartError(f"{key} is damaged: run zakhira repair --yes first") from error
    finally:
        connection.unregister("part_rows")


def _pieces(found: pa.RecordBatchReader, table: Table) -> Iterator[pa.Table]:
    for rows in found:
        yield completed(pa.Table.from_batches([rows]), table)


def _erase(rewritten: Mapping[str, Part], connection: duckdb.DuckDBPyConnection) -> None:
    """Delete the doomed rows, and let the manifest name the new parts; within a transaction."""
    for query in _OWN_ROWS:
        connection.execute(query)
    for table, condition in _DOOMED.items():
        if table not in {DOCUMENT_METADATA, DESCRIPTIONS}:
            connection.execute(f"delete from {quote(table.name)} where {condition}")
    near_duplicate_index.step_back(connection)
    for key, part in rewritten.items():
        connection.execute(
            "update parquet_parts set row_count = ?, size_bytes = ?, file_hash = ? "
            "where part_path = ?",
            [part.row_count, part.size_bytes, part.file_hash, key],
        )


def _leave_no_bytes(store: Store, database: WorkDatabase) -> None:
    """Remove every file, or part of one, that may hold what was deleted."""
    layout = store.layout
    layout.report.unlink(missing_ok=True)
    for table in TABLES:
        remove_replaced(layout, table.name, datetime.now(UTC) + timedelta(days=1))
    fresh = layout.staging / "takedown" / layout.work_database.name
    clear(fresh.parent)
    database.close()
    with WorkDatabase(fresh, layout.spill) as copied:
        copy_rows(layout.work_database, copied)
    replace_work_database(layout, fresh)
    clear(layout.staging)
    clear(layout.spill)


def _drop_samples(layout: Layout) -> None:
    """Take the rows that checks have shown out of the record of checks, and messages of DuckDB.

    A record that cannot be read goes.
    """
    if layout.check_results.exists() or layout.check_results_partial.exists():
        # Somebody may be adding to it, by `zakhira check`.
        with file_lock.hold(layout.check_results_lock, "takedown", _SECONDS_OF_A_CHECK):
            layout.check_results_partial.unlink(missing_ok=True)
            _drop_samples_in(layout, layout.check_results)


def _drop_samples_in(layout: Layout, path: Path) -> None:
    try:
        rows = pq.read_table(path)
    except (OSError, pa.ArrowException):
        path.unlink(missing_ok=True)
        return
    for name in ("sample", "error"):
        position = rows.column_names.index(name)
        dropped = pc.if_else(pc.is_valid(rows[name]), "dropped by a takedown", rows[name])
        rows = rows.set_column(position, rows.schema.field(name), dropped)
    payload = pa.BufferOutputStream()
    pq.write_table(rows, payload, compression="zstd")
    write_whole(path, payload.getvalue(), layout.check_results_partial)
