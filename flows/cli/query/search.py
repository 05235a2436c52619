"""Search the published warehouse, and print what is found for a person or as JSON."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flows.cli.query.session import interruptible, opened, query_errors
from flows.escapes import in_one_line
from warehouse.database.errors import earlier_version_errors
from warehouse.storage.store import Store

# Snippets are made of what is printed: to read a text takes as long as to find a thousand.
_SEARCH = """
    with
        hits as materialized (
            select document_row, score, terms
            from word_index.hits($words) as hits
            join documents on documents.rowid = hits.document_row
            where
                ($language is null or language = $language)
                and ($publisher is null or publisher = $publisher)
                and ($since::date is null or dated_on >= $since::date)
                and ($until::date is null or dated_on <= $until::date)
        ),
        best as materialized (from hits order by score desc, document_row limit $limit),
        shown as (
            from word_index.snippets(
                (select list(document_row) from best), (select any_value(terms) from best)
            )
        )
    select
        (select count(*) from hits),
        content_hash,
        score,
        title,
        language,
        publisher,
        dated_on,
        concat_ws('/', first_source_path, first_member_path),
        snippet
    from best
    join documents on documents.rowid = best.document_row
    join shown on shown.document_row = best.document_row
    order by score desc, best.document_row
"""
_ISOLATE = "\u2068"
_POP = "\u2069"
_HIT = re.compile(r"\*\*(.+?)\*\*")
_BOLD = "\x1b[1m"
_PLAIN = "\x1b[0m"


class Filters(NamedTuple):
    """Which documents to search; null for all of them."""

    language: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None


class Hit(NamedTuple):
    """A document with the words, as it is printed."""

    rank: int
    content_hash: str
    score: float
    title: str | None
    language: str
    publisher: str | None
    dated_on: date | None
    source_path: str
    snippet: str


class Result(NamedTuple):
    """How many documents have the words, and the best of them."""

    total: int
    hits: list[Hit]


def search(store: Store, words: str, filters: Filters, limit: int) -> Result:
    """Return the best documents with all of the words.

    Raises:
        UsageError: there is no warehouse.
        WarehouseError: an earlier version published it, with no index or another one.
    """
    values = {"words": words, "limit": limit, **filters._asdict()}
    with opened(store) as connection, query_errors(), earlier_version_errors():
        rows = interruptible(connection, lambda: connection.execute(_SEARCH, values).fetchall())
    hits = [Hit(rank, *row[1:]) for rank, row in enumerate(rows, 1)]
    return Result(rows[0][0] if rows else 0, hits)


def as_page(found: Result, words: str) -> str:
    """Return hits for a person: title, publisher and day, snippet."""
    lines = [_as_block(hit) for hit in found.hits]
    rest = found.total - len(found.hits)
    noun = "document" if found.total == 1 else "documents"
    head = f"{found.total:,} {noun} with {_isolated(words)}"
    tail = [f"{rest:,} more: --limit {found.total}"] if rest else []
    return "\n\n".join([head, *lines, *tail])


def _as_block(hit: Hit) -> str:
    facts = [hit.publisher or "", str(hit.dated_on or ""), hit.language, hit.source_path]
    told = "  ".join(map(in_one_line, filter(None, facts)))
    snippet = _highlighted(_isolated(hit.snippet))
    return f"{hit.rank:>3}  {_isolated(hit.title or '(no title)')}\n     {told}\n     {snippet}"


def _isolated(text: str) -> str:
    """Return a text on one line that keeps its direction to itself (UAX #9) and steers nothing."""
    escaped = in_one_line(text)
    return escaped if escaped.isascii() else f"{_ISOLATE}{escaped}{_POP}"


def _highlighted(snippet: str) -> str:
    """Show hits in bold on a terminal; elsewhere between asterisks."""
    return _HIT.sub(rf"{_BOLD}\1{_PLAIN}", snippet) if sys.stdout.isatty() else snippet


def none_message(words: str, filters: Filters) -> str:
    """Say that nothing is found, and what to do about it."""
    advice = "all words must be in one document: leave some out"
    if any(filters):
        advice += ", or a filter"
    return f"no document with {_isolated(words)}; {advice}"


def as_objects(found: Result) -> Sequence[dict[str, object]]:
    """Return hits as JSON has them."""
    return [hit._asdict() for hit in found.hits]
