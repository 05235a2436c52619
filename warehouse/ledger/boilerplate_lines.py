"""This file holds what passes over the whole corpus ask: for boilerplate to learn, and for what to describe anew.

A pass is made where there is something new for it, and remembers how far it came
(`pipeline.passes`).
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.database.batching import batch_by_size
from warehouse.database.sql import sql_files
from warehouse.ledger.watermarks import get_watermark

# Boilerplate is learned when the corpus has doubled, and by maintenance: all passes of runs read
# two texts a text.
_GROWTH = 2.0


# Documents of one publisher that a line must be on.
_FEWEST_PAGES = 5
# Documents that boilerplate is learned from together, and of one publisher, at most: a line is on
# five of them.
MOST_PAGES = 5_000


def is_grown(
    connection: duckdb.DuckDBPyConnection, document_count: int, *, at_all: bool = False
) -> bool:
    """Whether so many documents are so many more than were looked at that boilerplate is worth learning, or any."""
    seen = int(get_watermark(connection, "learn") or 0)
    return document_count >= (seen + 1 if at_all else max(1.0, _GROWTH * seen))


def count_documents(connection: duckdb.DuckDBPyConnection) -> int:
    """The documents there are."""
    return int(connection.execute("select count(*) from documents").fetchall()[0][0])


NO_PAGES = pa.schema(
    [
        ("content_hash", pa.string()),
        ("source_path", pa.string()),
        ("text", pa.string()),
        ("is_owner", pa.bool_()),
    ]
).empty_table()


class Look(NamedTuple):
    """The documents that are looked at together: some publishers', between two paths, and with hashes below one."""

    publishers: list[str]
    first_path: str
    last_path: str
    below: str


# What is behind every hash.
_ALL_HASHES = "g"
_DOCUMENTS_AND_NEWS = """
    select content_hash, first_source_path, text from main.documents
    union all
    select content_hash, source_path, text from news where is_owner
"""
_LOOKED_AT = """
    first_source_path between $first_path and $last_path and content_hash < $below
    and publisher_of(first_source_path) in (select unnest($publishers))
"""


def looks(
    connection: duckdb.DuckDBPyConnection, news: pa.Table, most_pages: int = MOST_PAGES
) -> list[Look]:
    """How to look at the documents, and at `news` (see `boilerplate_candidates`), in turn.

    Each look is for a connection of its own: DuckDB keeps what it has read until the database is
    closed.
    """
    connection.register("news", news)
    query = f"with documents as ({_DOCUMENTS_AND_NEWS}) {sql_files('passes')['publishers']}"
    found = list(
        _looks(connection.execute(query, {"fewest": _FEWEST_PAGES}).fetchall(), most_pages)
    )
    connection.unregister("news")
    return found


NO_CANDIDATES = pa.schema(
    [
        *((name, pa.string()) for name in ("publisher", "line", "example")),
        *((name, pa.int64()) for name in ("document_count", "publisher_document_count")),
    ]
).empty_table()


def boilerplate_candidates(
    connection: duckdb.DuckDBPyConnection, news: pa.Table, look: Look
) -> pa.Table:
    """Lines that recur and are not known yet: `publisher`, `line`, `example`, and how often.

    In the documents and in `news`: pages that are none yet (`content_hash`, `source_path`, `text`,
    and whether they will be, `is_owner`).
    """
    connection.register("news", news)
    query = f"""
        with
            documents as (from ({_DOCUMENTS_AND_NEWS}) where {_LOOKED_AT}),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("passes")["boilerplate"]}
    """
    found = connection.execute(query, {"fewest": _FEWEST_PAGES, **look._asdict()}).to_arrow_table()
    connection.unregister("news")
    return found


def _looks(publishers: Sequence[tuple[str, int, str, str]], most_pages: int) -> Iterator[Look]:
    """Publishers that have so many documents in all; of one that has more by itself a share, which hashes draw.

    Few at a time, so that memory does not grow with the corpus; beside each other, so that little
    else is read.

    >>> rows = [("a", 2, "a/1", "a/7"), ("b", 8, "b/1", "b/9"), ("c", 2, "c/2", "c/3"), ("d", 3, "d/1", "d/4")]
    >>> for look in _looks(rows, 5):
    ...     print(*look)
    ['a'] a/1 a/7 g
    ['b'] b/1 b/9 a0000000
    ['c', 'd'] c/2 d/4 g
    """
    for together in batch_by_size(publishers, itemgetter(1), most_pages):
        names, counts, firsts, lasts = zip(*together, strict=True)
        share = min(1.0, most_pages / sum(counts))
        yield Look(
            list(names),
            firsts[0],
            max(lasts),
            f"{int(share * 16**8):08x}" if share < 1 else _ALL_HASHES,
        )


def boilerplate(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """The lines learned so far, by publisher."""
    rows = connection.execute(
        "select publisher, list(line) from boilerplate_lines group by publisher"
    ).fetchall()
    return {publisher: frozenset(lines) for publisher, lines in rows}
