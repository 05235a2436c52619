"""Compact Parquet parts (`warehouse/compaction/compact.py`), and remove those replaced."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import duckdb

from flows.run.context import CorpusRun
from flows.run.messages import counted
from transforms.describe import preview
from warehouse.compaction import compact as compaction
from warehouse.compaction.compact import Group
from warehouse.compaction.merge_descriptions import DescriptionMerge
from warehouse.ledger.runs import Counts
from warehouse.storage.parquet import PartError
from warehouse.storage.part_folders import can_swap, link_folder
from warehouse.storage.part_names import BatchKind, part_name

_log = logging.getLogger("zakhira")


def compact(run: CorpusRun) -> int:
    """Make small parts into right-sized ones, table by table; return how many were replaced.

    A table that cannot be compacted stays as it is, and is no reason not to compact the others. A
    warehouse at a URL is not compacted.
    """
    if not run.store.has_links:
        return 0
    with run.database.connect() as connection:
        planned = compaction.plan(connection, run.layout)
        if not planned:
            return 0
        if not can_swap(run.layout):
            _log.warning(
                "%s: this filesystem cannot swap folders, so no parts are compacted",
                run.layout.parquet,
            )
            return 0
        try:
            merging = DescriptionMerge(connection, run.layout, preview)
        except PartError as error:
            _log.error("no parts are compacted: %s", error)
            return 0
        with run.progress.stage("compacting"):
            return sum(_compact(run, connection, groups, merging) for groups in planned)


def _compact(
    run: CorpusRun,
    connection: duckdb.DuckDBPyConnection,
    groups: Sequence[Group],
    merging: DescriptionMerge,
) -> int:
    """Compact one table, or make it ready for that; return how many parts were replaced."""
    table = groups[0].table.name
    try:
        if link_folder(run.layout, table, run.run.run_id):
            _log.info(
                "%s is a link from now on: the next maintenance compacts it",
                run.layout.shown(table),
            )
            return 0
        parts = compaction.compact(
            connection, run.layout, groups, partial(_next_name, run), merging
        )
    except PartError as error:
        _log.error("%s is not compacted: %s", table, error)
        return 0
    count = sum(len(group.parts) for group in groups)
    run.progress.add(Counts(compacted=count))
    _log.info(
        "%s: %s compacted into %s", table, counted(count, "part"), counted(len(parts), "part")
    )
    return count


def _next_name(run: CorpusRun) -> str:
    return part_name(run.run.run_id, run.next_number(BatchKind.COMPACT))


def remove_replaced(run: CorpusRun) -> int:
    """Remove the folders of replaced parts whose grace period is over; return how many."""
    if not run.store.has_links:
        return 0
    moment = datetime.now(UTC) - timedelta(hours=run.settings.grace_hours)
    with run.database.connect() as connection:
        removed = compaction.remove_replaced_folders(connection, run.layout, moment)
    if removed:
        _log.info("%s of replaced parts removed", counted(removed, "folder"))
    return removed
