"""This file opens a warehouse for writing: the lock, and then whatever an earlier run left, finished."""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime

from transforms.errors import UsageError
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.publish import publish
from warehouse.generations.remote import claim, read_pointer
from warehouse.ledger import sources
from warehouse.locking.file_lock import writing
from warehouse.locking.store_lock import writing_at
from warehouse.storage.files import is_used, storage_errors
from warehouse.storage.layout import Layout
from warehouse.storage.parts import has_parts
from warehouse.storage.state_binding import require_free, require_state_of
from warehouse.writer.commit import move_begun, settle
from warehouse.writer.rebuild import make_work_database
from warehouse.writer.takeover import batches_given_up


def is_warehouse(layout: Layout) -> bool:
    """Whether there is a warehouse: every run leaves a lock, and where that is lost, parts of ours are left.

    At a URL it leaves a pointer.
    """
    has_mark = (
        layout.lock.exists() if layout.objects is None else read_pointer(layout.objects) is not None
    )
    return has_mark or has_parts(layout)


@contextlib.contextmanager
def open_for_writing(layout: Layout, run_id: str, wait_seconds: float) -> Iterator[WorkDatabase]:
    """Hold the warehouse for one run; yields its work database, which `recover` brings up to date.

    Raises:
        UsageError: the folder holds things of somebody else's under names that a warehouse uses.
        LockHeldError: another run holds it, and still did after `wait_seconds`.
        StorageError: the disk is full or cannot be written.
    """
    _require_ours(layout)
    with (
        storage_errors(layout.root),
        writing(layout.lock, run_id, wait_seconds),
        writing_at(layout.objects, run_id, wait_seconds),
        WorkDatabase(layout.work_database, layout.spill) as database,
    ):
        if layout.objects:
            claim(layout.objects)
        yield database


def _require_ours(layout: Layout) -> None:
    """Where there is no warehouse, nothing may have our names."""
    if layout.objects:
        require_state_of(layout, layout.objects)
    if is_warehouse(layout):
        return
    if layout.objects:
        require_free(layout, layout.objects)
        return
    ours = (layout.state, layout.versions, layout.parquet, layout.compacted, layout.quarantine)
    taken = [path for path in ours if is_used(path)]
    taken += [layout.published] if os.path.lexists(layout.published) else []
    if taken:
        names = ", ".join(path.name for path in taken)
        raise UsageError(
            f"{layout.root} is no warehouse and has {names} in it: choose another folder"
        )


def recover(layout: Layout, database: WorkDatabase, keep_generations: int) -> datetime | None:
    """Bring a warehouse to where an undisturbed run would have left it; the newest moment its ledger knows.

    Needs the lock. Nothing to do after an undisturbed run; a missing work database is made from the
    Parquet there is.
    """
    given_up = batches_given_up(layout)
    if given_up is not None:
        make_work_database(layout, given_up=given_up)
    elif not layout.work_database.exists():
        move_begun(layout)
        make_work_database(layout)
    with database.connect() as connection:
        settle(connection, layout)
        newest = sources.newest_moment(connection)
    if has_parts(layout):
        publish(layout, database, keep_generations)
    return newest
