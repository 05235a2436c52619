"""What the explorer asks of the published warehouse; every value of a request is bound."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from flows.pages.figures import Row, Rows
from transforms.errors import UsageError
from warehouse.database.arrow import query_arrow
from warehouse.database.sql import sql_files

PAGE_ROWS = 25
# Of a text; a page of more is slow to lay out.
_MOST_CHARACTERS = 200_000


_PASSES = """
    where ($language is null or language = $language)
      and ($publisher is null or publisher = $publisher)
      and ($since is null or dated_on >= $since)
      and ($until is null or dated_on <= $until)
"""
_PLACE = "limit $limit offset $offset"
_SEARCHED = "join hits using (content_hash)"
_NEWEST = f"""
    select content_hash from shown {_PASSES}
    order by dated_on desc, first_seen_at desc, content_hash
"""  # noqa: S608 - of our own texts
_BEST = f"""
    select content_hash, document_row, terms from shown {_SEARCHED} {_PASSES}
    order by score desc, content_hash
"""  # noqa: S608 - of our own texts
_LANGUAGES = "select language, count(*) as documents from shown group by all order by 2 desc, 1"
_PUBLISHERS = """
    select publisher, count(*) as documents from shown where publisher is not null
    group by all order by 2 desc, 1 limit 500
"""


class Filter(NamedTuple):
    """What documents are wanted; null lets all pass."""

    query: str | None = None
    language: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, request: Mapping[str, str]) -> "Filter":
        """Return the filter of a request; what is empty is not wanted.

        Raises:
            UsageError: a day is none.
        """
        text = {name: request.get(name, "").strip() or None for name in cls._fields}
        days = {name: _day(name, text[name]) for name in ("since", "until")}
        return cls(
            request.get("q", "").strip() or None, text["language"], text["publisher"], **days
        )

    @property
    def request(self) -> dict[str, str]:
        """The filter as a request for it."""
        values = {"q": self.query, **self._asdict()}
        del values["query"]
        return {name: str(value) for name, value in values.items() if value is not None}


class Found(NamedTuple):
    """One page of documents, and how many there are in all."""

    rows: Rows
    total: int


class Listing:
    """The current documents of one generation, in memory: what filters and order need of each.

    To find which documents are current takes a pass over all raw files: 3 s of a processor for a
    million, and 150 MB to keep. So it is done once a generation, and no file stays open for it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read them."""
        shown = query_arrow(connection, sql_files("explore")["shown_documents"])
        self._memory = duckdb.connect()
        self._memory.register("found", shown)
        self._memory.execute("create table shown as from found")
        self._memory.unregister("found")
        self.languages = self._ask(_LANGUAGES)
        self.publishers = self._ask(_PUBLISHERS)

    def find(self, connection: duckdb.DuckDBPyConnection, wanted: Filter, page: int) -> Found:
        """Return the documents that pass a filter; `page` counts from 1.

        The newest come first, of a search the best.
        """
        memory = self._memory.cursor()
        values = {name: value for name, value in wanted._asdict().items() if name != "query"}
        place = {"limit": PAGE_ROWS, "offset": (page - 1) * PAGE_ROWS}
        passing, found = f"from shown {_PASSES}", f"{_NEWEST} {_PLACE}"
        if wanted.query:
            passing, found = f"from shown {_SEARCHED} {_PASSES}", f"{_BEST} {_PLACE}"
            memory.register("hits", _search(connection, wanted.query))
        on_page = memory.execute(found, {**values, **place}).fetchall()
        ((total,),) = memory.execute(f"select count(*) {passing}", values).fetchall()
        rows = _in_order(connection, [content_hash for content_hash, *_ in on_page])
        snippets = _snippets(connection, on_page) if wanted.query else {}
        return Found([{**row, "snippet": snippets.get(row["content_hash"])} for row in rows], total)

    def _ask(self, query: str, values: Mapping[str, Any] | None = None) -> Rows:
        rows: Rows = query_arrow(self._memory.cursor(), query, values).to_pylist()
        return rows


def _search(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return query_arrow(connection, sql_files("explore")["search"], {"query": query})


def _snippets(
    connection: duckdb.DuckDBPyConnection, hits: Sequence[tuple[Any, ...]]
) -> dict[str, str]:
    """Return a snippet by document for hits: key, row and terms, which all of them share."""
    if not hits:
        return {}
    values = {"rows": [row for _, row, _ in hits], "terms": hits[0][2]}
    return dict(connection.execute(sql_files("explore")["snippets"], values).fetchall())


def _in_order(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> Rows:
    """Return what a list shows of documents, in the order of their keys."""
    rows = _ask(connection, "documents", {"content_hashes": keys}) if keys else []
    return sorted(rows, key=lambda row: keys.index(row["content_hash"]))


def read_document(connection: duckdb.DuckDBPyConnection, content_hash: str) -> Row | None:
    """Return a document with its files, versions and neighbours; null where there is none."""
    key = {"content_hash": content_hash}
    found = _ask(connection, "document", {**key, "most_characters": _MOST_CHARACTERS})
    if not found:
        return None
    versions = _versions(connection, content_hash)
    files = [row for row in versions if row["content_hash"] == content_hash]
    return {
        "document": found[0],
        "is_current": any(row["is_current"] for row in files),
        "pieces": list(pieces(found[0]["text"], found[0]["cuts"])),
        "files": files,
        "versions": [row for row in versions if row["version_count"] > 1],
        "near_duplicates": _ask(connection, "near_duplicates", key),
        "related_documents": _ask(connection, "related_documents", key),
    }


def _versions(connection: duckdb.DuckDBPyConnection, content_hash: str) -> Rows:
    """Return the versions of the raw files that hold a document, or held it.

    Only paths that are spelt out let DuckDB look at these files alone.
    """
    paths = _ask(connection, "source_paths", {"content_hash": content_hash})
    values = {f"path_{place}": row["source_path"] for place, row in enumerate(paths)}
    members = {f"member_{place}": row["member_path"] for place, row in enumerate(paths)}
    names = ", ".join(f"${name}" for name in values)
    pairs = ", ".join(f"(${path}, ${member})" for path, member in zip(values, members, strict=True))
    query = sql_files("explore")["files"].replace("$source_paths", names)
    query = query.replace("$source_members", pairs)
    rows: Rows = query_arrow(connection, query, values | members).to_pylist()
    return rows


def pieces(text: str, cuts: str | None) -> Iterator[tuple[str, bool]]:
    r"""Yield the pieces of a page in order, each with whether it was cut out of the text.

    Cuts behind the end of a text that is not shown whole come at its end.

    >>> list(pieces("Rain.", '[[0, "Share\\n"], [5, "\\nMore"]]'))
    [('Share\n', True), ('Rain.', False), ('\nMore', True)]
    """
    start = 0
    for position, removed in json.loads(cuts) if cuts else ():
        if text[start:position]:
            yield text[start:position], False
        yield removed, True
        start = position
    if text[start:]:
        yield text[start:], False


def _ask(
    connection: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any] | None = None
) -> Rows:
    rows: Rows = query_arrow(connection, sql_files("explore")[name], values).to_pylist()
    return rows


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{name} is not a day: write it as 2026-03-07") from error
