"""Open a warehouse for writing: take the lock, then finish what an earlier run left."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from warehouse.database.work_database import WorkDatabase
from warehouse.generations.publish import publish
from warehouse.ledger import sources
from warehouse.storage.files import storage_errors
from warehouse.storage.store import Store, has_parts
from warehouse.writer.commit import move_begun, settle
from warehouse.writer.rebuild import make_work_database
from warehouse.writer.takeover import batches_given_up


def is_warehouse(store: Store) -> bool:
    """Check whether there is a warehouse: the mark that every run leaves, or parts of ours."""
    return store.has_mark() or has_parts(store)


@contextlib.contextmanager
def open_for_writing(store: Store, run_id: str, wait_seconds: float) -> Iterator[WorkDatabase]:
    """Hold the warehouse for one run; yield its work database, which `recover` brings up to date.

    Raises:
        UsageError: names that a warehouse uses are taken by something else.
        LockHeldError: another run holds it, and still did after `wait_seconds`.
        StorageError: the disk is full or cannot be written.
    """
    layout = store.layout
    store.bind_state()
    if not is_warehouse(store):
        store.require_free()
    with (
        storage_errors(layout.root),
        store.lock(run_id, wait_seconds),
        WorkDatabase(layout.work_database, layout.spill) as database,
    ):
        yield database


def recover(store: Store, database: WorkDatabase, keep_generations: int) -> datetime | None:
    """Bring a warehouse to where an undisturbed run would have left it.

    Returns the newest moment that its ledger knows. Needs the lock. Nothing to do after an
    undisturbed run; a missing work database is made from the Parquet there is.
    """
    given_up = batches_given_up(store)
    if given_up is not None:
        make_work_database(store, given_up=given_up)
    elif not store.layout.work_database.exists():
        move_begun(store)
        make_work_database(store)
    with database.connect() as connection:
        settle(connection, store)
        newest = sources.newest_moment(connection)
    if has_parts(store):
        publish(store, database, keep_generations)
    return newest
