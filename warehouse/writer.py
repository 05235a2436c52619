"""This file opens a warehouse for writing: the lock, and then whatever an earlier run left, finished."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from warehouse import ledger
from warehouse.commit import move_begun, settle
from warehouse.database import connect
from warehouse.files import storage_errors
from warehouse.layout import Layout
from warehouse.lock import writing
from warehouse.publish import publish
from warehouse.rebuild import has_parts, make_work_database


@contextlib.contextmanager
def open_for_writing(layout: Layout, run_id: str, wait_seconds: float) -> Iterator[None]:
    """Hold the warehouse for one run.

    Raises:
        LockHeldError: another run holds it, and still did after `wait_seconds`.
        StorageError: the disk is full or cannot be written.
    """
    with storage_errors(layout.root), writing(layout.lock, run_id, wait_seconds):
        yield


def recover(layout: Layout, keep_generations: int) -> datetime | None:
    """Bring a warehouse to where an undisturbed run would have left it; the newest moment its ledger knows.

    Needs the lock. Nothing to do after an undisturbed run; a missing work database is made from the Parquet there is.
    """
    if not layout.work_database.exists():
        move_begun(layout)
        make_work_database(layout)
    with connect(layout.work_database, layout.spill) as connection:
        settle(connection, layout)
        newest = ledger.newest_moment(connection)
    if has_parts(layout):
        publish(layout, keep_generations)
    return newest
