"""Boilerplate lines: when to learn them, what to learn them from, and those learned so far."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.database.arrow import query_arrow
from warehouse.database.batching import batch_by_size
from warehouse.database.sql import sql_files
from warehouse.ledger.watermarks import get_watermark, set_watermark

_WATERMARK = "learn"

# Boilerplate is learned when the corpus has doubled, and by maintenance: all passes of runs read
# two texts a text.
_GROWTH = 2.0

# Stories of one publisher that a line must be on, and their share of those examined: at the end of
# a page, at the start, and for a line that no headline is like.
_MIN_PAGES = 5
_MIN_SHARE = 0.02
_MIN_SHARE_AT_START = 0.5
_MIN_SITE_PAGES = 20
_MIN_SITE_SHARE = 0.5

# Two documents are states of one story if they share so much of the shorter one, in sentences of so
# many characters.
_MIN_SHARED = 0.5
_MIN_SENTENCE_CHARS = 15

# Documents that boilerplate is learned from together, and of one publisher, at most: a line is on
# five of them.
MAX_PAGES = 5_000

NO_PAGES = pa.schema(
    [
        ("content_hash", pa.string()),
        ("source_path", pa.string()),
        ("text", pa.string()),
        ("is_owner", pa.bool_()),
    ]
).empty_table()

NO_CANDIDATES = pa.schema(
    [
        *((name, pa.string()) for name in ("publisher", "line", "example")),
        *((name, pa.int64()) for name in ("document_count", "publisher_document_count")),
        ("is_site_line", pa.bool_()),
    ]
).empty_table()

# Sorts after every hash.
_AFTER_ALL_HASHES = "g"

_DOCUMENTS_AND_NEW_PAGES = """
    select content_hash, first_source_path, text from main.documents
    union all
    select content_hash, source_path, text from new_pages where is_owner
"""
_IN_GROUP = """
    first_source_path between $first_path and $last_path and content_hash < $before_hash
    and publisher_of(first_source_path) in (select unnest($publishers))
"""


class PublisherGroup(NamedTuple):
    """Publishers whose documents are read together: between two paths, with hashes before one."""

    publishers: list[str]
    first_path: str
    last_path: str
    before_hash: str


def has_grown(
    connection: duckdb.DuckDBPyConnection, document_count: int, *, at_all: bool = False
) -> bool:
    """Check whether the corpus has grown enough since the last pass to learn boilerplate again.

    It has when it has doubled; with `at_all`, when it has one document more.
    """
    seen = int(get_watermark(connection, _WATERMARK) or 0)
    return document_count >= (seen + 1 if at_all else max(1.0, _GROWTH * seen))


def set_learned_count(connection: duckdb.DuckDBPyConnection, document_count: int) -> None:
    """Remember from how many documents boilerplate was learned."""
    set_watermark(connection, _WATERMARK, str(document_count))


def count_documents(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of documents."""
    return int(connection.execute("select count(*) from documents").fetchall()[0][0])


def group_publishers(
    connection: duckdb.DuckDBPyConnection, new_pages: pa.Table, max_pages: int = MAX_PAGES
) -> list[PublisherGroup]:
    """Split the documents and `new_pages` (see `boilerplate_candidates`) into groups, by path.

    Each group is for a connection of its own: DuckDB keeps what it has read until the database is
    closed.
    """
    connection.register("new_pages", new_pages)
    query = (
        f"with documents as ({_DOCUMENTS_AND_NEW_PAGES}) {sql_files('boilerplate')['publishers']}"
    )
    publishers = connection.execute(query, {"min_pages": _MIN_PAGES}).fetchall()
    connection.unregister("new_pages")
    return list(_groups(publishers, max_pages))


def boilerplate_candidates(
    connection: duckdb.DuckDBPyConnection, new_pages: pa.Table, group: PublisherGroup
) -> pa.Table:
    """Return lines that recur and are not known yet: `publisher`, `line`, `example`, and how often.

    They stand in documents and in `new_pages`, which are not documents yet: `content_hash`,
    `source_path`, `text`, and `is_owner`, which says whether a page will be one.
    """
    connection.register("new_pages", new_pages)
    queries = sql_files("boilerplate")
    documents = f"documents as (from ({_DOCUMENTS_AND_NEW_PAGES}) where {_IN_GROUP})"
    shared = query_arrow(
        connection,
        f"with {documents} select * from ({queries['shared_sentences']})",
        {
            "min_shared": _MIN_SHARED,
            "min_sentence_chars": _MIN_SENTENCE_CHARS,
            **group._asdict(),
        },
    )
    connection.register("stories", _stories(shared))
    found = query_arrow(
        connection,
        f"with {documents} select * from ({queries['candidates']})",
        {
            "min_pages": _MIN_PAGES,
            "min_share": _MIN_SHARE,
            "min_share_at_start": _MIN_SHARE_AT_START,
            "min_site_pages": _MIN_SITE_PAGES,
            "min_site_share": _MIN_SITE_SHARE,
            **group._asdict(),
        },
    )
    connection.unregister("stories")
    connection.unregister("new_pages")
    return found


def _stories(shared: pa.Table) -> pa.Table:
    """Return the story of each document that shares sentences with a leader, or leads.

    A story is named by one of its documents. What shares with one state shares with all.
    """
    story: dict[str, str] = {}

    def find(key: str) -> str:
        while (leader := story.setdefault(key, key)) != key:
            story[key] = key = story[leader]
        return key

    for document, leader in zip(
        shared["content_hash"].to_pylist(), shared["leader"].to_pylist(), strict=True
    ):
        story[find(document)] = find(leader)
    hashes = list(story)
    columns = {"content_hash": hashes, "story": list(map(find, hashes))}
    return pa.table(columns, pa.schema([(name, pa.string()) for name in columns]))


def _groups(
    publishers: Sequence[tuple[str, int, str, str]], max_pages: int
) -> Iterator[PublisherGroup]:
    """Group publishers in order of path until they have `max_pages` documents.

    A publisher with more is a group of its own, of which hashes draw a sample. Groups are small, so
    that memory does not grow with the corpus; their documents lie close together, so that little
    else is read.

    >>> small, large = ("a", 2, "a/1", "a/7"), ("b", 8, "b/1", "b/9")
    >>> others = ("c", 2, "c/2", "c/3"), ("d", 3, "d/1", "d/4")
    >>> for group in _groups([small, large, *others], 5):
    ...     print(*group)
    ['a'] a/1 a/7 g
    ['b'] b/1 b/9 a0000000
    ['c', 'd'] c/2 d/4 g
    """
    for together in batch_by_size(publishers, itemgetter(1), max_pages):
        names, counts, first_paths, last_paths = zip(*together, strict=True)
        before_hash = _sample_bound(max_pages / sum(counts))
        yield PublisherGroup(list(names), first_paths[0], max(last_paths), before_hash)


def _sample_bound(share: float) -> str:
    """Return the hash before which a share of all hashes lies; from 1 on, all of them."""
    return f"{int(share * 16**8):08x}" if share < 1 else _AFTER_ALL_HASHES


def lines_by_publisher(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the lines learned so far, by publisher: all of them, and its site lines."""
    rows = connection.execute(
        """
        select publisher, list(line), coalesce(list(line) filter (is_site_line), [])
        from boilerplate_lines
        group by publisher
        """
    ).fetchall()
    return {
        publisher: (frozenset(lines), frozenset(site_lines))
        for publisher, lines, site_lines in rows
    }
