"""Let parts become others: merge new descriptions in, compact small parts, remove those replaced.

A warehouse at a URL has no folders that could change places: its parts stay as they are.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial

import duckdb

from flows.run.context import CorpusRun
from flows.run.messages import counted
from transforms.schemas import DOCUMENTS, Table
from warehouse.compaction import compact as compaction
from warehouse.compaction.merge_descriptions import DescriptionMerge, newest_descriptions
from warehouse.compaction.plan import Group, Knowledge, plan
from warehouse.ledger.runs import Counts
from warehouse.ledger.watermarks import get_watermark, set_watermark
from warehouse.storage.parquet import PartError
from warehouse.storage.part_folders import can_swap, link_folder
from warehouse.storage.part_names import BatchKind, part_name

_log = logging.getLogger("zakhira")

# The last part of descriptions that was merged into the documents.
_WATERMARK = "merge"
# How to read new descriptions where folders cannot be swapped.
_PAGE = "docs/bi/object-store.md"


def merge_descriptions(run: CorpusRun) -> int:
    """Write the parts of documents anew that are behind their descriptions; return how many were.

    Costs one query where no document was described again since the last time.
    """
    if not run.store.has_links:
        _say_where_new_descriptions_are(run)
        return 0
    with run.database.connect() as connection:
        if get_watermark(connection, _WATERMARK) == newest_descriptions(connection):
            return 0
        return _replace(run, connection, with_small=False)


def compact(run: CorpusRun) -> int:
    """Merge descriptions in, and make small parts into right-sized ones; return how many went.

    A table that cannot be compacted stays as it is, and is no reason not to compact the others.
    """
    if not run.store.has_links:
        _say_where_new_descriptions_are(run)
        return 0
    with run.database.connect() as connection:
        return _replace(run, connection, with_small=True)


def _replace(run: CorpusRun, connection: duckdb.DuckDBPyConnection, *, with_small: bool) -> int:
    """Replace what is worth it, table by table; return how many parts were replaced."""
    from transforms.describe import preview  # noqa: PLC0415 - most runs replace nothing

    newest = newest_descriptions(connection)
    try:
        merging = DescriptionMerge(connection, run.layout, preview)
        behind = merging.parts_behind()
    except PartError as error:
        _log.error("no parts are compacted: %s", error)
        return 0
    knowledge = Knowledge.of(run.layout)
    planned = plan(connection, run.layout, knowledge, behind, with_small=with_small)
    if planned and not can_swap(run.layout):
        _log.warning(
            "%s: this filesystem cannot swap folders, so no parts are compacted%s",
            run.layout.parquet,
            _warning_of(behind),
        )
        return 0
    if planned:
        run.pool.close()  # no later step has work for it, and this one needs its memory
    stage = run.progress.stage("compacting") if planned else nullcontext()
    with stage:
        counts = [_replace_of_table(run, connection, groups, merging) for groups in planned]
    if None not in counts:
        set_watermark(connection, _WATERMARK, newest)
    return sum(filter(None, counts))


def _replace_of_table(
    run: CorpusRun,
    connection: duckdb.DuckDBPyConnection,
    groups: Sequence[Group],
    merging: DescriptionMerge,
) -> int | None:
    """Replace parts of one table; return how many, or null where it cannot be done.

    The folder of a table is a link first. Small parts then wait for the next maintenance: who
    lists a plain folder misses no name. Parts that are behind do not wait.
    """
    table = groups[0].table.name
    chosen = list(groups)
    try:
        if link_folder(run.layout, table, run.run.run_id):
            chosen = [group for group in groups if group.is_behind]
            _log.info("%s is a link from now on", run.layout.shown(table))
        if not chosen:
            return 0
        parts = compaction.compact(
            connection, run.layout, chosen, partial(_next_name, run), merging
        )
    except PartError as error:
        _log.error("%s is not compacted: %s", table, error)
        return None
    count = sum(len(group.parts) for group in chosen)
    run.progress.add(Counts(compacted=count))
    _log.info(
        "%s: %s compacted into %s", table, counted(count, "part"), counted(len(parts), "part")
    )
    return count


def _warning_of(behind: Mapping[Table, Collection[str]]) -> str:
    """Say how many parts of documents stay behind, if any do."""
    count = len(behind[DOCUMENTS])
    verb = "lacks" if count == 1 else "lack"
    missing = f"{counted(count, 'part')} of documents {verb} new descriptions"
    return f"; {missing}, which parquet/descriptions has ({_PAGE})" if count else ""


def _say_where_new_descriptions_are(run: CorpusRun) -> None:
    """Tell readers of the Parquet at a URL, if this run described documents again."""
    if count := run.progress.counts.redescribed:
        new = counted(count, "new description")
        _log.info("%s: parquet/descriptions alone has %s (%s)", run.store.name, new, _PAGE)


def _next_name(run: CorpusRun) -> str:
    return part_name(run.run.run_id, run.next_number(BatchKind.COMPACT))


def remove_replaced(run: CorpusRun) -> int:
    """Remove the folders of replaced parts whose grace period is over; return how many."""
    if not run.layout.compacted.exists():
        return 0
    moment = datetime.now(UTC) - timedelta(hours=run.settings.grace_hours)
    with run.database.connect() as connection:
        removed = compaction.remove_replaced_folders(connection, run.layout, moment)
    if removed:
        _log.info("%s of replaced parts removed", counted(removed, "folder"))
    return removed
