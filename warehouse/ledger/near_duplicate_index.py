"""Index of the near-duplicate search: leaders, their bands, and the last document compared.

Documents are compared in the order in which they came (moment of the run, path, then member);
`pipeline.passes` remembers the last one, so each is compared once, and once more where the first
document of its cluster was taken down (`pipeline.uncompared`). Without the index, all documents are
compared again.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import BANDS, LEADERS, Table, conform
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import with_little_memory
from warehouse.database.sql import quote, sql_files
from warehouse.ledger.watermarks import get_watermark, set_watermark

_WATERMARK = "compare"
# Of DuckDB, to look up the bands of 10,000 documents in the index of all: some 60 MB of them are
# the bands looked up. With less it writes to disk, with more it keeps what it has read.
_MEMORY = "128MB"


class _Position(NamedTuple):
    """A document in the order of comparison, and the version of the rules that compared it."""

    version: str
    first_seen_at: str
    first_source_path: str
    # Of a document in an archive; the empty string for any other.
    first_member_path: str

    def as_key(self) -> tuple[datetime, str, str]:
        """Return what positions are compared by."""
        moment = datetime.fromisoformat(self.first_seen_at)
        return (moment, self.first_source_path, self.first_member_path)


def forget_outdated(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Empty an index that other rules have made."""
    if _last(connection, version) is None and get_watermark(connection, _WATERMARK) is not None:
        connection.execute("delete from pipeline.bands")
        connection.execute("delete from pipeline.leaders")
        connection.execute("delete from pipeline.passes where pass = ?", [_WATERMARK])


def next_documents(connection: duckdb.DuckDBPyConnection, version: int, limit: int) -> pa.Table:
    """Return the next documents to compare, in order.

    With `content_hash`, `first_seen_at`, `first_source_path` and `first_member_path` (not null).
    """
    uncompared = _queries()["uncompared_documents"]
    order = "first_seen_at, first_source_path, first_member_path"
    query = f"from ({uncompared}) order by {order} limit $limit"
    parameters = {**_after_last(connection, version), "limit": limit}
    return query_arrow(connection, query, parameters)


def count_uncompared(connection: duckdb.DuckDBPyConnection, version: int) -> int:
    """Return how many documents were never compared."""
    query = f"select count(*) from ({_queries()['uncompared_documents']})"
    return int(connection.execute(query, _after_last(connection, version)).fetchall()[0][0])


def first_free_number(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the next leader."""
    query = "select coalesce(max(leader_number) + 1, 0) from pipeline.leaders"
    return int(connection.execute(query).fetchall()[0][0])


def shared_bands(
    connection: duckdb.DuckDBPyConnection, signed: pa.Table, most_holders: int
) -> pa.Table:
    """Return those bands of some documents (`number`, `band_hash`) that others have too.

    Others are leaders and the documents themselves; a band of more than `most_holders` leaders is
    left out.
    """
    connection.register("signed", signed)
    query = _queries()["shared_bands"]
    most = {"most_holders": most_holders}
    found = with_little_memory(connection, lambda: query_arrow(connection, query, most), _MEMORY)
    connection.unregister("signed")
    return found


def matching_leaders(
    connection: duckdb.DuckDBPyConnection, shared: pa.Table, least_shared: int
) -> pa.Table:
    """Return the leaders that share enough bands with a document.

    With `leader_number` and `content_hash`.
    """
    connection.register("shared", shared)
    query = _queries()["matching_leaders"]
    found = query_arrow(connection, query, {"least_shared": least_shared})
    connection.unregister("shared")
    return found


def save(
    connection: duckdb.DuckDBPyConnection,
    bands: pa.Table,
    hashes: Mapping[int, str],
    version: int,
    last: pa.Table,
) -> None:
    """Save the bands (`number`, `band_hash`) of new leaders, and how far the comparison has come.

    `hashes` has the content hash of each number, `last` the row of the last document compared.
    """
    bands = bands.rename_columns(["leader_number", "band_hash"])
    numbers = pc.unique(bands["leader_number"])
    content_hashes = [hashes[number] for number in numbers.to_pylist()]
    leaders = {"leader_number": numbers, "content_hash": pa.array(content_hashes, pa.string())}
    for table, rows in ((LEADERS, pa.table(leaders)), (BANDS, bands)):
        connection.register("new_rows", conform(rows, table))
        connection.execute(f"insert into pipeline.{quote(table.name)} by name from new_rows")
        connection.unregister("new_rows")
    connection.execute(
        "delete from pipeline.uncompared where content_hash in (select unnest(?))",
        [list(hashes.values())],
    )
    seen_at: datetime = last["first_seen_at"][0].as_py()
    paths = [last[name][0].as_py() for name in ("first_source_path", "first_member_path")]
    position = _Position(str(version), seen_at.isoformat(), *paths)
    before = _last(connection, version)
    if before is None or before.as_key() < position.as_key():
        set_watermark(connection, _WATERMARK, json.dumps(position))


def step_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the last document compared be one that is there: no path stays of one that is not."""
    reached = get_watermark(connection, _WATERMARK)
    if reached is None:
        return
    last = _Position(*json.loads(reached))
    position = "first_seen_at, first_source_path, coalesce(first_member_path, '')"
    rows = connection.execute(
        f"select {position} from documents where ({position}) <= (?::timestamptz, ?, ?) "
        "order by all desc limit 1",
        list(last[1:]),
    ).fetchall()
    connection.execute("delete from pipeline.passes where pass = ?", [_WATERMARK])
    for seen_at, *paths in rows:
        before = _Position(last.version, seen_at.isoformat(), *paths)
        set_watermark(connection, _WATERMARK, json.dumps(before))


def new_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> pa.Table:
    """Return the rows of `near_duplicates` or `related_documents` that the table does not hold yet.

    After a rebuild everything is compared again, and found once more. `is_revision` is set here.
    """
    queries = _queries()
    connection.register("found_rows", rows)
    connection.register("pairs", rows.select([0, 1]).rename_columns(["later", "earlier"]))
    query = f"with revisions as ({queries['revisions']}) {queries[f'new_{table.name}']}"
    found = query_arrow(connection, query)
    connection.unregister("pairs")
    connection.unregister("found_rows")
    return found


def _queries() -> Mapping[str, str]:
    return sql_files("near_duplicates")


def _after_last(connection: duckdb.DuckDBPyConnection, version: int) -> dict[str, str]:
    """Return the parameters of `uncompared_documents.sql`."""
    last = _last(connection, version)
    return {
        "seen_at": last.first_seen_at if last else "-infinity",
        "path": last.first_source_path if last else "",
        "member_path": last.first_member_path if last else "",
    }


def _last(connection: duckdb.DuckDBPyConnection, version: int) -> _Position | None:
    """Return the last document compared by these rules; null where there is none."""
    reached = get_watermark(connection, _WATERMARK)
    if reached is None:
        return None
    found = _Position(*json.loads(reached))
    return found if found.version == str(version) else None
