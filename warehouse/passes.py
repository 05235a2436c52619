"""This file holds what passes over the whole corpus ask: for furniture to learn, and for what to describe anew.

A pass is made where there is something new for it, and remembers how far it came (`pipeline.passes`).
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.schemas import PASSES, conform
from warehouse.database import sql_files
from warehouse.grouping import in_groups

_GROWTH = 2.0
"""Furniture is learned when the corpus has doubled, and by maintenance: all passes of runs read two texts a text."""


_FEWEST_PAGES = 5
"""Documents of one publisher that a line must be on."""
MOST_PAGES = 5_000
"""Documents that furniture is learned from together, and of one publisher, at most: a line is on five of them."""


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


class Look(NamedTuple):
    """The documents that are looked at together: some publishers', between two paths, and with hashes below one."""

    publishers: list[str]
    first_path: str
    last_path: str
    below: str


_ALL_HASHES = "g"
"""What is behind every hash."""
_DOCUMENTS_AND_NEWS = """
    select content_hash, first_source_path, text from main.documents
    union all
    select content_hash, source_path, text from news where is_owner
"""
_LOOKED_AT = """
    first_source_path between $first_path and $last_path and content_hash < $below
    and publisher_of(first_source_path) in (select unnest($publishers))
"""


def looks(connection: duckdb.DuckDBPyConnection, news: pa.Table, most_pages: int = MOST_PAGES) -> list[Look]:
    """How to look at the documents, and at `news` (see `furniture_candidates`), in turn.

    Each look is for a connection of its own: DuckDB keeps what it has read until the database is closed.
    """
    connection.register("news", news)
    query = f"with documents as ({_DOCUMENTS_AND_NEWS}) {sql_files('passes')['publishers']}"
    found = list(_looks(connection.execute(query, {"fewest": _FEWEST_PAGES}).fetchall(), most_pages))
    connection.unregister("news")
    return found


NO_CANDIDATES = pa.schema(
    [
        *((name, pa.string()) for name in ("publisher", "line", "example")),
        *((name, pa.int64()) for name in ("document_count", "publisher_document_count")),
    ]
).empty_table()


def furniture_candidates(connection: duckdb.DuckDBPyConnection, news: pa.Table, look: Look) -> pa.Table:
    """Lines that recur and are not known yet: `publisher`, `line`, `example`, and how often.

    In the documents and in `news`: pages that are none yet (`content_hash`, `source_path`, `text`, and whether they
    will be, `is_owner`).
    """
    connection.register("news", news)
    query = f"""
        with
            documents as (from ({_DOCUMENTS_AND_NEWS}) where {_LOOKED_AT}),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("passes")["furniture"]}
    """
    found = connection.execute(query, {"fewest": _FEWEST_PAGES, **look._asdict()}).to_arrow_table()
    connection.unregister("news")
    return found


def _looks(publishers: Sequence[tuple[str, int, str, str]], most_pages: int) -> Iterator[Look]:
    """Publishers that have so many documents in all; of one that has more by itself a share, which hashes draw.

    Few at a time, so that memory does not grow with the corpus; beside each other, so that little else is read.

    >>> rows = [("a", 2, "a/1", "a/7"), ("b", 8, "b/1", "b/9"), ("c", 2, "c/2", "c/3"), ("d", 3, "d/1", "d/4")]
    >>> for look in _looks(rows, 5):
    ...     print(*look)
    ['a'] a/1 a/7 g
    ['b'] b/1 b/9 a0000000
    ['c', 'd'] c/2 d/4 g
    """
    for together in in_groups(publishers, itemgetter(1), most_pages):
        names, counts, firsts, lasts = zip(*together, strict=True)
        share = min(1.0, most_pages / sum(counts))
        yield Look(list(names), firsts[0], max(lasts), f"{int(share * 16**8):08x}" if share < 1 else _ALL_HASHES)


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


def outdated(connection: duckdb.DuckDBPyConnection, known: Described, version: str) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) that another version described."""
    query = "select content_hash, first_source_path from documents where ? and pipeline_version <> ?"
    return connection.execute(query, [known.version != version, version]).to_arrow_table()


def last_row(connection: duckdb.DuckDBPyConnection) -> int:
    """The last row of `documents`; -1 where there is none."""
    return int(connection.execute("select coalesce(max(rowid), -1) from documents").fetchall()[0][0])


def rows_with_new_lines(
    connection: duckdb.DuckDBPyConnection, known: Described, last: int | None = None
) -> list[tuple[int, int]]:
    """Between which rows, in turn, to look for lines that were learned since; between none where none was.

    `last` is the last row that may have one, null where any may.
    """
    has_new = connection.execute("from furniture_lines where run_id > ? limit 1", [known.lines]).fetchall()
    end = (last_row(connection) if last is None else last) + 1 if has_new else 0
    return [(first, min(first + MOST_PAGES, end) - 1) for first in range(0, end, MOST_PAGES)]


def with_new_lines(connection: duckdb.DuckDBPyConnection, known: Described, rows: tuple[int, int]) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) between two rows in which such a line stands."""
    query = f"""
        with
            documents as (
                from main.documents
                where rowid between $first and $last
                    and publisher_of(first_source_path) in (
                        select publisher from furniture_lines where run_id > $lines
                    )
            ),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("passes")["with_new_lines"]}
    """
    first, last = rows
    return connection.execute(query, {"first": first, "last": last, "lines": known.lines}).to_arrow_table()


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
