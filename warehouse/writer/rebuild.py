"""This file makes the work database anew from Parquet, which is the record."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

import duckdb

from transforms.errors import UsageError
from transforms.schemas import TABLES
from warehouse.database.connection import connect_read_only, transaction
from warehouse.database.errors import WarehouseError
from warehouse.database.load import load_parts
from warehouse.database.work_database import WorkDatabase, log_of
from warehouse.generations.remote import published_numbers
from warehouse.storage.files import clear, move
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import Part, PartError, read_part, replaced_by
from warehouse.storage.part_names import is_compacted
from warehouse.storage.parts import at_hand, has_parts
from warehouse.writer.commit import insert_manifest, move_begun, move_committed
from warehouse.writer.takeover import batches_given_up, drop_torn_batches

_MOST_NAMED = 3


def rebuild(layout: Layout, *, accept_loss: bool = False) -> int:
    """Replace the work database by one made from the parts, also those an earlier run committed and left in staging.

    Returns how many parts were read.

    Raises:
        UsageError: there are none; nothing is touched. PartError: a file there is not a part, or
        damaged, or one is missing that the old database knows and no loss
            is accepted; nothing is touched.
    """
    given_up = None
    with contextlib.suppress(duckdb.Error, WarehouseError):
        given_up = batches_given_up(layout)
        if given_up is None and layout.work_database.exists():
            with connect_read_only(layout.work_database) as connection:
                move_committed(connection, layout)
    if given_up is None:
        move_begun(layout)
    if not has_parts(layout):
        where = layout.name if layout.objects else layout.parquet
        raise UsageError(f"no Parquet below {where}: there is nothing to rebuild from")
    return make_work_database(layout, accept_loss=accept_loss, given_up=given_up or frozenset())


def make_work_database(
    layout: Layout, *, accept_loss: bool = False, given_up: frozenset[str] = frozenset()
) -> int:
    """Make the work database from the parts there are, if any; how many were read.

    Made aside and renamed into place: a full disk or a kill leaves things as they were. Its
    generation is newer than any that was ever published. Batches that were given up may be missing.

    Raises:
        PartError: as for `rebuild`.
    """
    if layout.objects:
        drop_torn_batches(layout, layout.objects)
    number = max(published_numbers(layout), default=0) + 1
    fresh = layout.staging / "rebuild" / layout.work_database.name
    clear(fresh.parent)
    with at_hand(layout) as parquet:
        parts = [
            read_part(path, table)
            for table in TABLES
            for path in sorted((parquet / table.name).glob("*.parquet"))
        ]
        if not accept_loss:
            _require_all(layout, parts, given_up)
        paths = [(part.table, parquet / part.table.name / f"{part.name}.parquet") for part in parts]
        with WorkDatabase(fresh, layout.spill) as database:
            with database.create():
                pass
            load_parts(database, paths)
            with database.connect() as connection, transaction(connection):
                for part in parts:
                    insert_manifest(connection, layout, part)
                connection.execute("update pipeline.state set generation = ?", [number])
    _replace(layout, fresh)
    clear(fresh.parent)
    return len(parts)


def _require_all(layout: Layout, parts: Sequence[Part], given_up: frozenset[str]) -> None:
    """Fail where a part that a database knows is not there, or not as it was written; but for batches given up."""
    found = {layout.key(layout.part(part.table.name, part.name)): part.file_hash for part in parts}
    replaced = {
        layout.key(layout.part(part.table.name, name))
        for part in parts
        for name in _replaced_by(layout, part)
    }
    known = {
        path: file_hash
        for path, file_hash in _known_parts(layout).items()
        if Path(path).stem not in given_up
    }
    lost = [
        path
        for path, file_hash in known.items()
        if found.get(path) != file_hash and path not in replaced
    ]
    if lost:
        names = ", ".join(lost[:_MOST_NAMED]) + (" ..." if len(lost) > _MOST_NAMED else "")
        raise PartError(
            f"{len(lost)} of the parts that the old database knows are missing or changed ({names}): restore them, "
            "or do without their rows: zakhira rebuild --accept-loss"
        )


def _replaced_by(layout: Layout, part: Part) -> tuple[str, ...]:
    """What a part was made of; a generation that was not brought up to date since may still name these."""
    return replaced_by(layout.part(part.table.name, part.name)) if is_compacted(part.name) else ()


def _known_parts(layout: Layout) -> dict[str, str]:
    """The manifest of the work database, or where that cannot be read, of what is published; path and hash."""
    for database in (layout.work_database, layout.published):
        if database.exists():
            with (
                contextlib.suppress(duckdb.Error, WarehouseError),
                connect_read_only(database) as connection,
            ):
                return dict(
                    connection.execute("select part_path, file_hash from parquet_parts").fetchall()
                )
    return {}


def _replace(layout: Layout, fresh: Path) -> None:
    """Put the fresh database in the old one's place; the old one's log must never meet the new file."""
    for old in (layout.work_database, log_of(layout.work_database)):
        old.unlink(missing_ok=True)
    move(fresh, layout.work_database)
