"""Make the work database from Parquet, which is the record."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb

from transforms.errors import UsageError
from transforms.schemas import DOCUMENTS, TABLES, Table
from warehouse.database.connection import connect_read_only, transaction
from warehouse.database.errors import WarehouseError
from warehouse.database.load import load_parts
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase
from warehouse.storage.files import clear, move
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, PartError, read_part, replaced_by
from warehouse.storage.part_names import is_compacted, run_of
from warehouse.storage.store import Store, generation_numbers, has_parts
from warehouse.writer.commit import insert_manifest, move_begun, move_committed
from warehouse.writer.repair import Preview, find_lost, keys_without_loss, write_again
from warehouse.writer.takeover import batches_given_up, drop_torn_batches

_MOST_NAMED = 3
# DuckDB keeps the old and the new values of what a transaction changes.
_ROWS_COMPLETED_AT_ONCE = 100_000

Answer = TypeVar("Answer")


def rebuild(store: Store, preview: Preview, *, accept_loss: bool = False) -> int:
    """Replace the work database by one made from the parts; return how many parts were read.

    Parts that an earlier run committed and left in staging are among them. Lost and damaged parts
    are first written again, where the old work database or the published generation can be read.
    Where an error is raised, no database was touched.

    Raises:
        UsageError: there are no parts.
        PartError: a file there is not a part, or damaged, or a part is missing that the old
            database knows and no loss is accepted.
    """
    layout = store.layout
    given_up = None
    with contextlib.suppress(duckdb.Error, WarehouseError):
        given_up = batches_given_up(store)
        if given_up is None and layout.work_database.exists():
            with connect_read_only(layout.work_database) as connection:
                move_committed(connection, store)
    if given_up is None:
        move_begun(store)
    if not has_parts(store):
        raise UsageError(f"no Parquet below {store.name}: there is nothing to rebuild from")
    written = _write_lost_again(store, preview)
    return make_work_database(
        store, accept_loss=accept_loss, given_up=given_up or frozenset(), written=written
    )


def _write_lost_again(store: Store, preview: Preview) -> frozenset[str]:
    """Write lost parts again; return the keys of those of which no row is lost."""

    def write(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
        lost = find_lost(store, connection)
        return keys_without_loss(write_again(store, connection, lost, preview))

    return _ask_old_database(store.layout, write, frozenset())


def _ask_old_database(
    layout: Layout, ask: Callable[[duckdb.DuckDBPyConnection], Answer], otherwise: Answer
) -> Answer:
    """Return what the work database answers; where that cannot be read, the published generation.

    `otherwise` where neither can be read.
    """
    for database in (layout.work_database, layout.published):
        if database.exists():
            with (
                contextlib.suppress(duckdb.Error, WarehouseError),
                connect_read_only(database) as connection,
            ):
                return ask(connection)
    return otherwise


def make_work_database(
    store: Store,
    *,
    accept_loss: bool = False,
    given_up: frozenset[str] = frozenset(),
    written: frozenset[str] = frozenset(),
) -> int:
    """Make the work database from the parts there are, if any; return how many were read.

    Made aside and renamed into place: a full disk or a kill leaves things as they were. Its
    generation is newer than any that was ever published. Batches that were given up may be missing,
    and the parts with the keys `written`, which were written again, may be others than before.

    Raises:
        PartError: as for `rebuild`.
    """
    layout = store.layout
    drop_torn_batches(store)
    number = max(generation_numbers(store), default=0) + 1
    fresh = layout.staging / "rebuild" / layout.work_database.name
    clear(fresh.parent)
    with store.local_parts() as parquet:
        parts = [
            read_part(path, table)
            for table in TABLES
            for path in sorted((parquet / table.name).glob("*.parquet"))
        ]
        known = _known_parts(layout)
        _require_known(layout, parts, known)
        if not accept_loss:
            rewritten = _rewritten_keys(layout, parts, known, parquet)
            _require_all(layout, parts, known, given_up, written | rewritten)
        paths = [(part.table, parquet / part.table.name / f"{part.name}.parquet") for part in parts]
        with WorkDatabase(fresh, layout.spill) as database:
            with database.create():
                pass
            load_parts(database, paths)
            _complete_documents(database)
            with database.connect() as connection, transaction(connection):
                _require_once(connection, paths)
                for part in parts:
                    insert_manifest(connection, layout, part)
                connection.execute("update pipeline.state set generation = ?", [number])
    replace_work_database(layout, fresh)
    clear(fresh.parent)
    return len(parts)


def _require_all(
    layout: Layout,
    parts: Sequence[Part],
    known: Mapping[str, str],
    given_up: frozenset[str],
    written: frozenset[str],
) -> None:
    """Fail where a part that the old database knows is not there, or not as it was written.

    Parts of batches that were given up may be missing, and parts that others were made of: a
    generation that was not brought up to date since may still name these.

    Raises:
        PartError: parts are missing or changed; the message names the first.
    """
    found = {_key_of(layout, part.table, part.name): part.file_hash for part in parts}
    replaced = {
        _key_of(layout, part.table, name)
        for part in parts
        if is_compacted(part.name)
        for name in replaced_by(layout.part(part.table.name, part.name))
    }
    lost = [
        key
        for key, file_hash in known.items()
        if found.get(key) != file_hash
        and key not in replaced | written
        and Path(key).stem not in given_up
    ]
    if lost:
        raise PartError(
            f"{len(lost)} of the parts that the old database knows are missing or changed "
            f"({_some_of(lost)}): restore them; zakhira rebuild writes those again whose rows a "
            "database has, and does without the others with --accept-loss"
        )


def _rewritten_keys(
    layout: Layout, parts: Sequence[Part], known: Mapping[str, str], parquet: Path
) -> frozenset[str]:
    """Return the keys of parts that a takedown on another machine wrote anew.

    Their footers name the parts themselves among those they replace. `parquet` has the parts.
    """
    changed = [
        part
        for part in parts
        if known.get(_key_of(layout, part.table, part.name), part.file_hash) != part.file_hash
    ]
    return frozenset(
        _key_of(layout, part.table, part.name)
        for part in changed
        if part.name in replaced_by(parquet / part.table.name / f"{part.name}.parquet")
    )


def _complete_documents(database: WorkDatabase) -> None:
    """Fill columns of documents that parts of earlier versions lack: what their sources tell."""
    with database.connect() as connection:
        query = "select max(rowid) from documents where landing_zone is null"
        last = connection.execute(query).fetchall()[0][0]
    for first in range(0, 0 if last is None else last + 1, _ROWS_COMPLETED_AT_ONCE):
        with database.connect() as connection:
            between = {"first": first, "last": first + _ROWS_COMPLETED_AT_ONCE - 1}
            connection.execute(sql_files("ledger")["complete_documents"], between)


def _require_known(layout: Layout, parts: Sequence[Part], known: Mapping[str, str]) -> None:
    """Fail where a part of a past run is there that the old database does not know.

    A run commits its parts before it moves them, so such a part is a copy, or of another warehouse.
    Parts of the newest run are let be: a generation may be older than they are.

    Raises:
        PartError: there are such parts; the message names the first.
    """
    newest = max(filter(None, (run_of(Path(key).stem) for key in known)), default="")
    strays = [
        _key_of(layout, part.table, part.name)
        for part in parts
        if part.run_id < newest and _key_of(layout, part.table, part.name) not in known
    ]
    if strays:
        raise PartError(
            f"{len(strays)} parts are of no run that the old database knows "
            f"({_some_of(strays)}): move them out of {layout.parquet} and run again"
        )


def _require_once(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[tuple[Table, Path]]
) -> None:
    """Fail where a document is in two parts.

    Raises:
        PartError: there are such documents; the message names the parts of the first.
    """
    query = "select content_hash from documents group by content_hash having count(*) > 1"
    repeated = connection.execute(query).fetchall()
    if not repeated:
        return
    files = [str(path) for table, path in parts if table == DOCUMENTS]
    options = "filename = true, union_by_name = true"
    rows = f"read_parquet(?, hive_partitioning = false, {options})"
    query = f"select parse_filename(filename) from {rows} where content_hash = ? order by all"
    holders = connection.execute(query, [files, repeated[0][0]]).fetchall()
    names = ", ".join(name for (name,) in holders)
    raise PartError(
        f"{len(repeated):,} documents are in two parts of documents (the first in {names}): "
        "one is a copy; move it away and run again"
    )


def _key_of(layout: Layout, table: Table, name: str) -> str:
    return layout.key(layout.part(table.name, name))


def _some_of(keys: Sequence[str]) -> str:
    """Return the first keys, for a message."""
    ending = " ..." if len(keys) > _MOST_NAMED else ""
    return ", ".join(keys[:_MOST_NAMED]) + ending


def _known_parts(layout: Layout) -> dict[str, str]:
    """Return path and hash of the parts in the manifest of the old database."""
    query = "select part_path, file_hash from parquet_parts"
    nothing: dict[str, str] = {}
    return _ask_old_database(layout, lambda old: dict(old.execute(query).fetchall()), nothing)


def replace_work_database(layout: Layout, fresh: Path) -> None:
    """Put the fresh database in the old one's place.

    The old one goes first: its log must never meet the new file.
    """
    for old in (layout.work_database, layout.log_of(layout.work_database)):
        old.unlink(missing_ok=True)
    move(fresh, layout.work_database)
