"""This file holds what passes over the whole corpus ask and change: furniture that is learned, and descriptions anew.

A pass is made where there is something new for it, and remembers how far it came (`pipeline.passes`).
"""

from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.schemas import DESCRIPTION, DOCUMENTS, PASSES, conform
from warehouse.database import quote, sql_files

_GROWTH = 2.0
"""Furniture is learned when the corpus has doubled, and by maintenance: all passes of runs read two texts a text."""


class Described(NamedTuple):
    """With what all documents are described: a version of the rules, and the last run that learned furniture."""

    version: str
    lines: str


def is_grown(connection: duckdb.DuckDBPyConnection, document_count: int, *, at_all: bool = False) -> bool:
    """Whether so many documents are so many more than were looked at that furniture is worth learning, or any."""
    seen = int(reached(connection, "learn") or 0)
    return document_count >= (seen + 1 if at_all else max(1.0, _GROWTH * seen))


def count_documents(connection: duckdb.DuckDBPyConnection) -> int:
    """The documents there are."""
    return int(connection.execute("select count(*) from documents").fetchall()[0][0])


NO_PAGES = pa.schema(
    [("content_hash", pa.string()), ("source_path", pa.string()), ("text", pa.string()), ("is_owner", pa.bool_())]
).empty_table()


def furniture_candidates(connection: duckdb.DuckDBPyConnection, news: pa.Table) -> pa.Table:
    """Lines that recur and are not known yet: `publisher`, `line`, `example`, and how often.

    In the documents and in `news`: pages that are none yet (`content_hash`, `source_path`, `text`, and whether they
    will be, `is_owner`).
    """
    connection.register("news", news)
    found = connection.execute(f"""
        with
            documents as (
                select content_hash, first_source_path, text from main.documents
                union all
                select content_hash, source_path, text from news where is_owner
            ),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("passes")["furniture"]}
    """).to_arrow_table()
    connection.unregister("news")
    return found


def furniture(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """The lines learned so far, by publisher."""
    rows = connection.execute("select publisher, list(line) from furniture_lines group by publisher").fetchall()
    return {publisher: frozenset(lines) for publisher, lines in rows}


def described(connection: duckdb.DuckDBPyConnection) -> Described:
    """With what the last pass that came to its end described."""
    version, _, lines = (reached(connection, "describe") or "").partition(" ")
    return Described(version, lines)


def newest_lines(connection: duckdb.DuckDBPyConnection) -> str:
    """The last run that learned furniture; the empty string before the first."""
    return str(connection.execute("select coalesce(max(run_id), '') from furniture_lines").fetchall()[0][0])


def stale_documents(connection: duckdb.DuckDBPyConnection, known: Described, version: str) -> pa.Table:
    """The documents (`content_hash`) that may be described otherwise now."""
    parameters = {"version": version if known.version != version else None, "lines": known.lines}
    return connection.execute(sql_files("passes")["stale"], parameters).to_arrow_table()


def rows_of(connection: duckdb.DuckDBPyConnection, content_hashes: pa.Table) -> pa.Table:
    """The rows of `documents` with these hashes, in order of hash."""
    connection.register("wanted", content_hashes)
    rows = connection.execute(
        "select documents.* from documents semi join wanted using (content_hash) order by content_hash"
    ).to_arrow_table()
    connection.unregister("wanted")
    return conform(rows, DOCUMENTS)


def redescribe(connection: duckdb.DuckDBPyConnection, part: str) -> None:
    """Let `documents` show the descriptions of a Parquet part.

    The rows are taken out and put in again: an UPDATE of compressed texts takes 20 ms a row, this 0.1.
    """
    columns = [quote(name) for name in (*DESCRIPTION.schema.names, "pipeline_version")]
    names, news = ", ".join(columns), ", ".join(f"news.{column}" for column in columns)
    connection.execute(
        f"create or replace temp table anew as select documents.* exclude ({names}), {news} "
        f"from documents inner join (select content_hash, {names} from read_parquet(?)) as news using (content_hash)",
        [part],
    )
    connection.execute("delete from documents where content_hash in (select content_hash from anew)")
    connection.execute("insert into documents by name from anew")
    connection.execute("drop table anew")


def reached(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """How far a pass has come; null where it was never made."""
    rows = connection.execute("select reached from pipeline.passes where pass = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def reach(connection: duckdb.DuckDBPyConnection, name: str, how_far: str) -> None:
    """Remember how far a pass has come; nothing is written where it came no further."""
    if reached(connection, name) == how_far:
        return
    connection.register("now", conform(pa.table({"pass": [name], "reached": [how_far]}), PASSES))
    connection.execute("delete from pipeline.passes where pass = ?", [name])
    connection.execute("insert into pipeline.passes by name from now")
    connection.unregister("now")
