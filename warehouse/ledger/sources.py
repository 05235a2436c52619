"""Queries of the ledger: which files are new, which are gone, and who owns each hash.

`sources` is the ledger; `pipeline.rechecks` adds the files that were read again unchanged.
Each query is one join against Arrow tables (`warehouse/sql/ledger`): ten thousand files cost one
query, not ten thousand.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.reject_reasons import RejectReason
from transforms.schemas import RUNS
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import with_little_memory
from warehouse.database.sql import sql_files
from warehouse.landing.raw_files import Listing
from warehouse.ledger.runs import Run
from warehouse.storage.part_names import BatchKind

# A file modified less than this before it was read may have changed after that without a trace:
# FAT keeps times to two seconds, ext4 to the kernel's tick, and clocks of file servers differ. Such
# files are read again.
RACY_NS = 2_000_000_000

# Reasons that may pass without the file changing: such files are always tried again.
_UNSETTLED = (RejectReason.UNREADABLE, RejectReason.VANISHED, RejectReason.UNSTABLE)


class Again(NamedTuple):
    """Which files are read again although they look unchanged."""

    # Those on which another version failed.
    pipeline_version: str
    # Those rejected for one of these reasons.
    reasons: Collection[RejectReason] = ()
    # Archives and rejected files that were last read before this moment, when a tombstone was
    # lifted: a member, or the copy, may be missing.
    lifted_at: datetime | None = None


def to_read(
    connection: duckdb.DuckDBPyConnection, run: Run, listing: Listing, again: Again
) -> pa.Table:
    """Return the listed files that are not known to be unchanged, in path order.

    A file is known when its path, size and modification time (ns) are in the ledger and that time
    is safely older than the last reading of it.
    """
    parameters = {
        "landing_zone": run.landing_zone,
        "racy_ns": RACY_NS,
        "unsettled": [str(reason) for reason in (*_UNSETTLED, *again.reasons)],
        "failed": str(RejectReason.FAILED),
        "pipeline_version": again.pipeline_version,
        "lifted_at": again.lifted_at,
    }
    connection.register("listed", listing.files)
    query = sql_files("ledger")["to_read"]
    return with_little_memory(connection, lambda: query_arrow(connection, query, parameters))


def gone(connection: duckdb.DuckDBPyConnection, run: Run, listing: Listing) -> pa.Table:
    """Return what is in the ledger but not in the listing, in path order.

    With `source_path` and `member_path`: the members of an archive are gone with it.
    """
    folders = [f"{folder}/" if folder else "" for folder in listing.unlisted_folders]
    connection.register("listed", listing.files)
    connection.register("unlisted", pa.table({"folder": pa.array(folders, pa.string())}))
    query, parameters = sql_files("ledger")["gone"], {"landing_zone": run.landing_zone}
    return with_little_memory(connection, lambda: query_arrow(connection, query, parameters))


def decide(connection: duckdb.DuckDBPyConnection, run: Run, extracts: pa.Table) -> pa.Table:
    """Return the extracts with the decision on each, in `position` order.

    Adds `is_owner` (first with this text: it brings a document), `is_duplicate` (the text is owned
    already, in the ledger or earlier in the batch), `is_known_version` (the bytes at this path are
    those of the ledger: nothing new) and `is_edited` (other bytes and another text than before).
    """
    return classify(connection, look_up(connection, run, extracts))


def look_up(connection: duckdb.DuckDBPyConnection, run: Run, extracts: pa.Table) -> pa.Table:
    """Return the extracts with what the ledger has on the path and the hash of each."""
    connection.register("extracts", extracts)
    found = query_arrow(
        connection, sql_files("ledger")["look_up"], {"landing_zone": run.landing_zone}
    )
    connection.unregister("extracts")
    return found


def classify(connection: duckdb.DuckDBPyConnection, extracts: pa.Table) -> pa.Table:
    """Return extracts that were looked up with the decisions that `decide` adds.

    Reads no table, so any connection will do. All extracts of one text must be among them, others
    need not be: see `flows/steps/partitioned_deduplication.py`.
    """
    connection.register("looked_up", extracts)
    decisions = query_arrow(connection, sql_files("ledger")["classify"])
    connection.unregister("looked_up")
    return decisions


def gone_members(connection: duckdb.DuckDBPyConnection, run: Run, decisions: pa.Table) -> pa.Table:
    """Return the members (`source_path`, `member_path`) that archives have no longer.

    Asked with the batch in which an archive ends; its members may have come with earlier ones.
    """
    keys = decisions.select(["source_path", "member_path", "reject_reason"])
    archives = keys.filter(pc.is_valid(decisions["member_count"]))
    if not len(archives):
        return keys.slice(0, 0)
    connection.register("decided", keys)
    connection.register("archives", archives)
    parameters = {"landing_zone": run.landing_zone, "started_at": run.started_at}
    found = query_arrow(connection, sql_files("ledger")["gone_members"], parameters)
    connection.unregister("archives")
    connection.unregister("decided")
    return found


def interrupted_runs(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return rows of `runs` for runs that committed batches and then died, oldest first."""
    numbers = BatchKind.COMPACT.value
    compacted = {"first": numbers[0], "last": numbers[-1]}
    rows = query_arrow(connection, sql_files("ledger")["interrupted_runs"], compacted)
    for field in RUNS.schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(RUNS.schema.names)


def newest_moment(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return the newest `seen_at` or `removed_at`; null in an empty ledger."""
    query = sql_files("ledger")["newest_moment"]
    newest: datetime | None = connection.execute(query).fetchall()[0][0]
    return newest
