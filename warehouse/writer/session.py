"""Open a warehouse for writing: take the lock, then finish what an earlier run left."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

import duckdb

from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.database.errors import OtherTablesError, WarehouseError
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.publish import publish
from warehouse.ledger import sources
from warehouse.storage.files import storage_errors
from warehouse.storage.store import Store, has_parts
from warehouse.writer.commit import move_begun, move_committed, settle
from warehouse.writer.rebuild import make_work_database
from warehouse.writer.takedown import is_due, take_down
from warehouse.writer.takeover import batches_given_up

_log = logging.getLogger("zakhira")


def is_warehouse(store: Store) -> bool:
    """Check whether there is a warehouse: the mark that every run leaves, or parts of ours."""
    return store.has_mark() or has_parts(store)


@contextlib.contextmanager
def open_for_writing(
    store: Store, run_id: str, pipeline_version: str, wait_seconds: float
) -> Iterator[WorkDatabase]:
    """Hold the warehouse for one run; yield its work database, which `recover` brings up to date.

    Raises:
        UsageError: names that a warehouse uses are taken by something else, or a newer version
            wrote there.
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
        _require_not_newer(store, pipeline_version)
        yield database


def _require_not_newer(store: Store, pipeline_version: str) -> None:
    """Fail where a newer version wrote: each would describe anew what the other has described.

    Raises:
        UsageError: the message names both versions.
    """
    newest = max(_versions(store), key=lambda row: _numbers(row[0]), default=None)
    if newest and _numbers(newest[0]) > _numbers(pipeline_version):
        raise UsageError(
            f"{store.name} was written by a newer zakhira ({newest[1]}, rules {newest[0]}) than "
            f"this one (rules {pipeline_version}): update it, or choose another --warehouse"
        )


def _versions(store: Store) -> list[tuple[str | None, str]]:
    """Return the versions of the rules, and of zakhira, that the work database has runs of.

    A database that cannot be read, or knows no runs, tells nothing.
    """
    database = store.layout.work_database
    query = "select distinct pipeline_version, zakhira_version from runs"
    if database.exists():
        with (
            contextlib.suppress(WarehouseError, duckdb.Error),
            connect_read_only(database) as connection,
        ):
            return connection.execute(query).fetchall()
    return []


def _numbers(name: str | None) -> tuple[int, ...]:
    """Return a version as numbers, to compare; none where it is no version.

    >>> _numbers("5.10.17") > _numbers("5.9.17") > _numbers("5.9") > _numbers(None)
    True
    """
    parts = (name or "").split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _settle(store: Store, database: WorkDatabase) -> datetime | None:
    with database.connect() as connection:
        settle(connection, store)
        return sources.newest_moment(connection)


def _upgrade(store: Store) -> None:
    """Make the work database of an earlier version anew, from Parquet.

    Raises:
        PartError: a part is missing or damaged. Nothing was changed; `zakhira rebuild` goes on.
        UsageError: a later version made it.
    """
    ours = version("zakhira")
    newest = max((written for _, written in _versions(store)), key=_numbers, default=ours)
    if _numbers(newest) > _numbers(ours):
        raise UsageError(
            f"{store.name} has tables of a newer zakhira ({newest}) than this one ({ours}): "
            "update it, or choose another --warehouse"
        )
    _log.info("%s: an earlier version made its tables; making them anew from Parquet", store.name)
    with connect_read_only(store.layout.work_database) as connection:
        move_committed(connection, store)
    make_work_database(store)


def recover(
    store: Store, database: WorkDatabase, keep_generations: int, *, takes_down: bool = True
) -> datetime | None:
    """Bring a warehouse to where an undisturbed run would have left it.

    Returns the newest moment that its ledger knows. Needs the lock. Nothing to do after an
    undisturbed run; a missing work database is made from the Parquet there is. What the journal of
    takedowns names is taken down, where a killed run or a backup left it, unless `takes_down` is
    false.
    """
    given_up = batches_given_up(store)
    if given_up is not None:
        make_work_database(store, given_up=given_up)
    elif not store.layout.work_database.exists():
        move_begun(store)
        make_work_database(store)
    try:
        newest = _settle(store, database)
    except OtherTablesError:
        _upgrade(store)
        newest = _settle(store, database)
    if takes_down and is_due(store, database):
        _log.info("%s: taking down what %s names", store.name, store.journal_name)
        take_down(store, database)
    elif has_parts(store):
        publish(store, database, keep_generations)
    return newest
