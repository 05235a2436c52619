"""Go on where another machine has written to the same URL.

Each machine has a work database of its own, and Parquet is the record. So where the URL has parts
that this machine's database does not know, that database is made from Parquet. What this machine
committed and had not put is given up, and its files are read again; that only happens where it was
killed and an operator let another machine go on.

A batch of files is put with its sources last. Documents without sources are therefore what is left
of a batch whose run was killed and whose staging is lost; they are removed before a database is
made of the parts.
"""

import logging
from pathlib import Path

from transforms.schemas import SOURCES
from warehouse.database.connection import connect_read_only
from warehouse.storage.part_names import BatchKind, kind_of, run_of
from warehouse.storage.store import Store, part_keys
from warehouse.writer.commit import known_parts, staged_parts

_log = logging.getLogger("zakhira")


def batches_given_up(store: Store) -> frozenset[str] | None:
    """Return the batches staged here that have to be given up, because another machine went on.

    Null where none did, as always for a folder. Changes nothing: a killed run finds the same again.
    """
    layout = store.layout
    if not store.is_shared or not layout.work_database.exists():
        return None
    with connect_read_only(layout.work_database) as connection:
        known = known_parts(connection)
    staged = {layout.key(layout.part(table, name)) for _, table, name in staged_parts(layout)}
    batches = frozenset(Path(key).stem for key in staged)
    there = _parts_of_runs(store)
    has_torn_batch = any(Path(key).stem in batches for key in known - there - staged)
    if there <= known and not has_torn_batch:
        return None
    _log.warning(
        "%s: another machine has written since; its state is made anew from Parquet", store.name
    )
    return batches


def _parts_of_runs(store: Store) -> set[str]:
    """Return the keys of the parts there are; other files between them are left out."""
    return {key for key in part_keys(store) if run_of(Path(key).stem)}


def drop_torn_batches(store: Store) -> None:
    """Remove the parts of batches of files that were not put to their end; none in a folder."""
    if not store.is_shared:
        return
    parts = [Path(key) for key in part_keys(store)]
    parts = [part for part in parts if kind_of(part.stem) is BatchKind.FILES]
    whole = {part.stem for part in parts if part.parent.name == SOURCES.name}
    for part in parts:
        if part.stem not in whole:
            _log.warning(
                "%s: removing %s, put by a run that died before its batch was there",
                store.name,
                part,
            )
            store.remove(str(part))
