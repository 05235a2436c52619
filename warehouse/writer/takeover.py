"""This file lets a machine go on where another one has written to the same URL.

Each machine has a work database of its own, and Parquet is the record. So where the URL has parts
that this machine's database does not know, that database is made anew; and what this machine
committed and had not put, which only happens where it was killed and somebody let another machine
go on, is given up: its files are read again.

A batch of files is put with its sources last. Documents without sources are therefore what is left
of a batch whose run was killed and whose staging is lost; they are removed before a database is
made of the parts.
"""

import logging
from pathlib import Path

from transforms.schemas import SOURCES
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import Objects, remove
from warehouse.storage.part_names import BatchKind, kind_of, run_of
from warehouse.storage.parts import placed
from warehouse.writer.commit import known_parts, staged_parts

_log = logging.getLogger("zakhira")


def batches_given_up(layout: Layout) -> frozenset[str] | None:
    """The batches still staged here that have to be given up, because another machine went on since.

    Null where none did, as always for a folder. Nothing is changed: a killed run finds the same
    again.
    """
    if layout.objects is None or not layout.work_database.exists():
        return None
    with connect_read_only(layout.work_database) as connection:
        known = known_parts(connection)
    there = {layout.key(path) for path in placed(layout) if run_of(path.stem)}
    begun = frozenset(name for _, _, name in staged_parts(layout))
    staged = {layout.key(layout.part(table, name)) for _, table, name in staged_parts(layout)}
    torn = {key for key in known - there - staged if Path(key).stem in begun}
    if there <= known and not torn:
        return None
    _log.warning(
        "%s: another machine has written since; its state is made anew from Parquet", layout.name
    )
    return begun


def drop_torn_batches(layout: Layout, objects: Objects) -> None:
    """Remove the parts of batches of files that were not put to their end."""
    parts = [path for path in placed(layout) if _is_of_files(path)]
    whole = {path.stem for path in parts if path.parent.name == SOURCES.name}
    torn = [path for path in parts if path.stem not in whole]
    for path in torn:
        _log.warning(
            "%s: removing %s, put by a run that died before its batch was there",
            objects,
            layout.key(path),
        )
        remove(objects, layout.key(path))


def _is_of_files(part: Path) -> bool:
    """Whether a part is of a batch of files; those that a run learned of the corpus have higher numbers."""
    return kind_of(part.stem) is BatchKind.FILES
