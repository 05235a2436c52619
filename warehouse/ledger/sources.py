"""This file asks the ledger: what has been seen, what is gone, and who owns each hash.

`sources` is the ledger; `pipeline.rechecks` adds the files that were read again and had not changed.
Each question is one join against Arrow tables (`warehouse/sql/ledger`): ten thousand files cost one
question, not ten thousand.
"""

from datetime import datetime

import duckdb
import pyarrow as pa

from transforms.schemas import RUNS, RejectReason
from warehouse.database.sql import sql_files
from warehouse.landing.folder_zone import Listing
from warehouse.ledger.runs import Run
from warehouse.storage.part_names import BatchKind

# A file modified less than this before a look may have changed after it without a trace: FAT
# keeps times to two seconds, ext4 to the kernel's tick, and clocks of file servers differ. Such
# files are read again.
RACY_NS = 2_000_000_000

# Reasons that may pass without the file changing: such files are always tried again.
_UNSETTLED = [str(RejectReason.UNREADABLE), str(RejectReason.VANISHED), str(RejectReason.UNSTABLE)]


def to_read(connection: duckdb.DuckDBPyConnection, run: Run, listing: Listing) -> pa.Table:
    """The listed files that are not known to be unchanged, in path order.

    A file is known when its path, size and modification time (ns) are in the ledger and the time is
    safely older than the last look at it.
    """
    parameters = {"landing_zone": run.landing_zone, "racy_ns": RACY_NS, "unsettled": _UNSETTLED}
    connection.register("listed", listing.files)
    return connection.execute(sql_files("ledger")["to_read"], parameters).to_arrow_table()


def gone(connection: duckdb.DuckDBPyConnection, run: Run, listing: Listing) -> pa.Table:
    """The paths (`source_path`) that the ledger has and the listing has not, in path order."""
    folders = [f"{folder}/" if folder else "" for folder in listing.unlisted_folders]
    connection.register("listed", listing.files)
    connection.register("unlisted", pa.table({"folder": pa.array(folders, pa.string())}))
    return connection.execute(
        sql_files("ledger")["gone"], {"landing_zone": run.landing_zone}
    ).to_arrow_table()


def decide(connection: duckdb.DuckDBPyConnection, run: Run, extracts: pa.Table) -> pa.Table:
    """The extracts with what the ledger says of each, in `position` order.

    Adds `is_owner` (first with this text: it brings a document), `is_duplicate` (the text is owned
    already, in the ledger or earlier in the batch) and `is_known_version` (the bytes at this path
    are those of the ledger: nothing new).
    """
    return judge(connection, known(connection, run, extracts))


def known(connection: duckdb.DuckDBPyConnection, run: Run, extracts: pa.Table) -> pa.Table:
    """The extracts with what the ledger knows of the path and of the hash of each, for `judge`."""
    connection.register("extracts", extracts)
    found = connection.execute(
        sql_files("ledger")["known"], {"landing_zone": run.landing_zone}
    ).to_arrow_table()
    connection.unregister("extracts")
    return found


def judge(connection: duckdb.DuckDBPyConnection, extracts: pa.Table) -> pa.Table:
    """What `decide` adds, by nothing but what is `known` of the extracts; any connection will do.

    All extracts of one text must be among them, others need not be: see
    `flows/steps/partitioned_deduplication.py`.
    """
    connection.register("known", extracts)
    decisions = connection.execute(sql_files("ledger")["decide"]).to_arrow_table()
    connection.unregister("known")
    return decisions


def interrupted_runs(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Rows of `runs` for runs that committed batches and died before their end, oldest first."""
    numbers = BatchKind.COMPACT.value
    compacted = {"first": numbers[0], "last": numbers[-1]}
    rows = connection.execute(sql_files("ledger")["interrupted_runs"], compacted).to_arrow_table()
    for field in RUNS.schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(RUNS.schema.names)


def newest_moment(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """The newest `seen_at` or `removed_at`; null in an empty ledger."""
    newest: datetime | None = connection.execute(sql_files("ledger")["newest_moment"]).fetchall()[
        0
    ][0]
    return newest
