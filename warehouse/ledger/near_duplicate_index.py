"""This file holds what the search for near-duplicates asks and keeps: documents in order, leaders and their bands.

Documents are compared in the order in which they came (moment of the run, then path);
`pipeline.passes` remembers the last one, so each is looked at once. Leaders and bands are an index:
without it, all documents are compared anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import BANDS, LEADERS, conform
from warehouse.database.connection import with_little_memory
from warehouse.database.sql import quote, sql_files
from warehouse.ledger.watermarks import get_watermark, set_watermark

_NAME = "compare"


class Place(NamedTuple):
    """A document's place in the order of comparison, and the version of the rules that compared it."""

    version: str
    first_seen_at: str
    first_source_path: str


def begin(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Forget an index that other rules have made."""
    if _last(connection, version) is None and get_watermark(connection, _NAME) is not None:
        connection.execute("delete from pipeline.bands")
        connection.execute("delete from pipeline.leaders")
        connection.execute("delete from pipeline.passes where pass = ?", [_NAME])


def next_documents(connection: duckdb.DuckDBPyConnection, version: int, limit: int) -> pa.Table:
    """The next documents to compare, in order: `content_hash` and their places."""
    query = f"from ({sql_files('passes')['uncompared']}) order by first_seen_at, first_source_path limit $limit"
    return connection.execute(
        query, {**_behind(connection, version), "limit": limit}
    ).to_arrow_table()


def backlog(connection: duckdb.DuckDBPyConnection, version: int) -> int:
    """How many documents were never compared."""
    query = f"select count(*) from ({sql_files('passes')['uncompared']})"
    return int(connection.execute(query, _behind(connection, version)).fetchall()[0][0])


def _behind(connection: duckdb.DuckDBPyConnection, version: int) -> dict[str, str]:
    last = _last(connection, version)
    return {
        "seen_at": last.first_seen_at if last else "-infinity",
        "path": last.first_source_path if last else "",
    }


def first_free_number(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the next leader."""
    query = "select coalesce(max(leader_number) + 1, 0) from pipeline.leaders"
    return int(connection.execute(query).fetchall()[0][0])


def shared_bands(
    connection: duckdb.DuckDBPyConnection, signed: pa.Table, most_holders: int
) -> pa.Table:
    """Of the bands of some documents (`number`, `band_hash`) those that a leader has, or another of the documents."""
    connection.register("signed", signed)
    query = sql_files("passes")["shared_bands"]
    most = {"most_holders": most_holders}
    found = with_little_memory(connection, lambda: connection.execute(query, most).to_arrow_table())
    connection.unregister("signed")
    return found


def leaders_met(
    connection: duckdb.DuckDBPyConnection, shared: pa.Table, least_shared: int
) -> pa.Table:
    """The leaders that share as many bands with a document: `leader_number`, `content_hash`."""
    connection.register("shared", shared)
    found = connection.execute(
        sql_files("passes")["leaders_met"], {"least_shared": least_shared}
    ).to_arrow_table()
    connection.unregister("shared")
    return found


def note(
    connection: duckdb.DuckDBPyConnection,
    bands: pa.Table,
    hashes: Mapping[int, str],
    version: int,
    last: pa.Table,
) -> None:
    """Keep the bands (`number`, `band_hash`) of new leaders, and how far the comparison has come.

    `hashes` has the content hash of each number, `last` the row of the last document compared.
    """
    bands = bands.rename_columns(["leader_number", "band_hash"])
    numbers = pc.unique(bands["leader_number"])
    named = [hashes[number] for number in numbers.to_pylist()]
    leaders = pa.table({"leader_number": numbers, "content_hash": pa.array(named, pa.string())})
    for table, rows in ((LEADERS, leaders), (BANDS, bands)):
        connection.register("news", conform(rows, table))
        connection.execute(f"insert into pipeline.{quote(table.name)} by name from news")
        connection.unregister("news")
    seen_at: datetime = last["first_seen_at"][0].as_py()
    set_watermark(
        connection,
        _NAME,
        "\n".join([str(version), seen_at.isoformat(), last["first_source_path"][0].as_py()]),
    )


def unknown(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> pa.Table:
    """The rows that a table does not hold yet: after a rebuild everything is compared anew, and found once more."""
    connection.register("news", rows)
    found = connection.execute(sql_files("passes")[f"new_{table}"]).to_arrow_table()
    connection.unregister("news")
    return found


def _last(connection: duckdb.DuckDBPyConnection, version: int) -> Place | None:
    """The last document compared by these rules."""
    found = Place(*(get_watermark(connection, _NAME) or "\n\n").split("\n", 2))
    return found if found.version == str(version) else None
