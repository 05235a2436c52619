"""The figures of the report: what the queries in `warehouse/sql/report` find, and what they mean.

Everything is counted in SQL, over two narrow temporary tables: a million documents are read once,
and no text is.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb

from warehouse.database.arrow import query_arrow
from warehouse.database.sql import sql_files

Row = dict[str, Any]
Rows = list[Row]

_SCANS = ("shown_documents", "shown_files")
# They take parameters.
_OF_TIME = ("span", "timeline")
# How wide a column of the timeline is, by the days that it spans: 60 columns or so.
_UNITS = ((62, "day"), (430, "week"), (6 * 366, "month"), (20 * 366, "quarter"))
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}

DATED_BY = {
    "published": "the text or its sidecar says when it was published",
    "crawled": "the sidecar says when the page was fetched",
    "modified": "the time of the file",
    "seen": "the day of the run that first saw it",
}
REJECT_REASONS = {
    "empty": "0 bytes",
    "blank": "no letter, digit or symbol",
    "binary": "an image, an archive, a PDF or the like",
    "undecodable": "no encoding fits",
    "lost_text": "the letters were lost before the file came",
    "too_large": "larger than one file may be",
    "unreadable": "it could not be opened; the next run tries again",
    "vanished": "it was listed and then gone; the next run tries again",
    "unstable": "it kept changing while it was read; the next run tries again",
    "damaged": "packed, and broken",
    "encrypted": "a member of an archive with a password",
    "bomb": "packed, and unpacks to far too much",
    "nested": "an archive in too many others",
    "no_text": "a line of JSON without a text",
    "html": "HTML, and zakhira[html] is not installed",
    "warc": "WARC, and zakhira[warc] is not installed",
    "failed": "zakhira itself failed on it",
}


class Doubt(NamedTuple):
    """A reason to look at some documents, and the condition that selects them."""

    name: str
    label: str
    condition: str


DOUBTS = (
    Doubt("no_date", "do not say when they were published", "dated_by <> 'published'"),
    Doubt("no_place", "name no known place they were filed from", "dateline_place_name is null"),
    Doubt("no_agency", "credit no agency", "agency is null"),
    Doubt("no_byline", "credit no reporter", "byline is null"),
    Doubt("no_title", "have no title", "title is null"),
    Doubt(
        "no_headline",
        "have no headline: the title is their first sentence",
        "title_method in ('first_paragraph', 'first_sentence', 'first_words')",
    ),
    Doubt("no_language", "are in no language that could be told", "language = 'und'"),
    Doubt("doubtful_language", "have a doubtful language", "language_score < 0.5"),
    Doubt("mixed_scripts", "mix two scripts", "has_mixed_scripts"),
    Doubt("short", "have fewer than 20 words", "word_count < 20"),
    Doubt(
        "doubtful_lines",
        "keep lines that may be boilerplate",
        "doubtful_line_count > 0",
    ),
    Doubt(
        "failed_questions",
        "have a column that zakhira failed to fill",
        "failed_questions is not null",
    ),
)


class Timeline(NamedTuple):
    """Current documents over time, and how many are dated outside of what is drawn."""

    unit: str
    rows: Rows
    outside: int


def read_figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return every figure of the report by the name of its query; a timeline too."""
    queries = dict(sql_files("report"))
    for name in _SCANS:
        connection.execute(f"create or replace temp table {name} as {queries.pop(name)}")
    found: dict[str, Any] = {
        name: query_arrow(connection, query).to_pylist()
        for name, query in queries.items()
        if name not in _OF_TIME
    }
    for name in ("totals", "quality"):
        (found[name],) = found[name]
    found["timeline"] = _timeline(connection, queries, found["totals"]["documents"])
    for name in _SCANS:
        connection.execute(f"drop table {name}")
    return found


def _timeline(
    connection: duckdb.DuckDBPyConnection, queries: dict[str, str], documents: int
) -> Timeline:
    (span,) = query_arrow(connection, queries["span"]).to_pylist()
    unit = unit_of(span["first_on"], span["last_on"])
    rows = query_arrow(connection, queries["timeline"], {**span, "unit": unit}).to_pylist()
    return Timeline(unit, rows, documents - sum(row["documents"] for row in rows))


def unit_of(first: date | None, last: date | None) -> str:
    """Return the period that divides a span of days into some sixty columns at most.

    >>> unit_of(date(2026, 1, 1), date(2026, 3, 1)), unit_of(date(2019, 1, 1), date(2026, 3, 1))
    ('day', 'quarter')
    """
    days = (last - first).days if first and last else 0
    return next((unit for most, unit in _UNITS if days <= most), "year")


def end_of(period: date, unit: str) -> date:
    """Return the first day after a period.

    >>> end_of(date(2026, 2, 1), "month"), end_of(date(2026, 2, 2), "week")
    (datetime.date(2026, 3, 1), datetime.date(2026, 2, 9))
    """
    later = period + timedelta(days=_DAYS[unit])
    return later if unit in {"day", "week"} else later.replace(day=1)


def summed(rows: Iterable[Row], *by: str) -> Rows:
    """Return the documents of rows by some of their columns, in order of these.

    >>> summed([{"a": 1, "b": 1, "documents": 2}, {"a": 1, "b": 2, "documents": 3}], "a")
    [{'a': 1, 'documents': 5}]
    """
    sums: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        sums[tuple(row[name] for name in by)] += row["documents"]
    return [
        {**dict(zip(by, key, strict=True)), "documents": count}
        for key, count in sorted(sums.items())
    ]


def with_others(rows: Rows, column: str, most: int) -> tuple[Rows, list[str]]:
    """Return rows in which all but the most frequent values of a column are `other`; and these.

    >>> rows = [{"a": "x", "documents": 2}, {"a": "y", "documents": 1}, {"a": "z", "documents": 1}]
    >>> with_others(rows, "a", 1)[1]
    ['x', 'other']
    """
    totals = sorted(summed(rows, column), key=lambda row: (-row["documents"], row[column]))
    named = [row[column] for row in totals[:most]]
    if len(totals) <= most:
        return rows, named
    kept = [{**row, column: row[column] if row[column] in named else "other"} for row in rows]
    return kept, [*named, "other"]
