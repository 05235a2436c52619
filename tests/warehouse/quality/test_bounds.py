"""A bound finds the publishers beyond it, of what came lately, and no publisher of few files."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.settings import Bounds
from tests.rows import NOON, documents, sources
from warehouse.checks import Check
from warehouse.database.ddl import tables_ddl, views_ddl
from warehouse.database.sql import sql_files
from warehouse.quality.bounds import LEAST_FILES, run_bounds

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOW = NOON


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with the tables and views of a generation, and no rows."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(tables_ddl() + views_ddl())
    return path


def fill(database: Path, table: str, rows: Iterable[pa.Table]) -> None:
    with duckdb.connect(str(database)) as connection:
        for found in rows:
            connection.register("found", found)
            connection.execute(f"insert into {table} by name from found")


def texts(publisher: str | None, count: int, **values: object) -> pa.Table:
    names = [f"{publisher} {values} {number}" for number in range(count)]
    return documents(*names, **{"publisher": publisher, "first_seen_at": NOW - HOUR, **values})


def files(publisher: str, count: int, seen_at: datetime = NOW - HOUR, **values: Any) -> pa.Table:
    paths = [f"{publisher}/{seen_at:%d%H}-{values}-{number}" for number in range(count)]
    return sources(*paths, seen_at=seen_at, **values)


def measure(database: Path, name: str, bound: float) -> Check:
    (check,) = run_bounds(database, {name: bound}, NOW)
    assert check.error is None
    assert check.broken_count == len(check.sample)
    return check


def beyond(database: Path, name: str, bound: float) -> list[object]:
    return [row["publisher"] for row in measure(database, name, bound).sample]


def test_every_bound_can_be_set_and_has_a_query() -> None:
    assert sorted(Bounds.model_fields) == sorted(sql_files("bounds"))


def test_a_database_without_rows_is_beyond_no_bound(database: Path) -> None:
    bounds = dict.fromkeys(Bounds.model_fields, 0.5)
    assert [check.status for check in run_bounds(database, bounds, NOW)] == ["pass"] * 6


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("und", {"language": "ur"}, {"language": "und"}),
        ("undated", {"published_on": NOW.date()}, {"published_on": None}),
    ],
)
def test_a_share_of_documents_is_that_of_a_publisher_of_the_last_day(
    database: Path, name: str, good: dict[str, object], bad: dict[str, object]
) -> None:
    rows = [
        *(texts("at", 16, **good), texts("at", 4, **bad)),
        *(texts(None, 15, **good), texts(None, 5, **bad)),
        *(texts("few", 14, **good), texts("few", 5, **bad)),
        *(texts("before", 20, **good), texts("before", 20, first_seen_at=NOW - DAY, **bad)),
        *(texts("worse", 10, **good), texts("worse", 10, **bad)),
    ]
    fill(database, "documents", rows)
    check = measure(database, name, 0.2)
    assert [(row["publisher"], row["broken_count"], row["share"]) for row in check.sample] == [
        ("worse", 10, 0.5),
        (None, 5, 0.25),
    ]
    assert check.rule.endswith("; the bound is 0.2")


def test_a_share_of_files_counts_all_that_were_read(database: Path) -> None:
    rejected: dict[str, Any] = {"content_hash": None, "reject_reason": "empty"}
    failed: dict[str, Any] = {"content_hash": None, "reject_reason": "failed"}
    in_part = documents("in part", failed_questions="date", publisher="part")
    owner = in_part["content_hash"][0].as_py()
    fill(database, "documents", [in_part])
    rows = [
        *(files("empty", 15), files("empty", 5, **rejected)),
        *(files("at", 16), files("at", 4, **rejected)),
        *(files("few", 14), files("few", 5, **failed)),
        *(files("failed", 15), files("failed", 5, **failed)),
        *(files("part", 15), files("part", 5, content_hash=owner)),
        *(files("before", 20), files("before", 20, NOW - DAY, **failed)),
    ]
    fill(database, "sources", rows)
    assert beyond(database, "rejected", 0.2) == ["empty", "failed"]
    assert beyond(database, "failed", 0.2) == ["failed", "part"]


def test_a_publisher_is_silent_that_sent_on_several_days_and_does_no_more(database: Path) -> None:
    days = [NOW - 49 * HOUR - DAY * number for number in range(3)]
    rows = [
        *(files("daily", 7, day) for day in days),
        *(files("still", 7, day) for day in [*days, NOW - 48 * HOUR]),
        *(files("few", 6, day) for day in days),
        *(files("loaded-once", 50, day) for day in days[:2]),
        *(files("ended", 7, day - 29 * DAY) for day in days),
        *(files("long-ago", 7, day - 30 * DAY * number) for number, day in enumerate(days)),
    ]
    fill(database, "sources", rows)
    check = measure(database, "silent_hours", 48)
    assert [(row["publisher"], row["hours"]) for row in check.sample] == [("daily", 49.0)]


def test_a_day_is_held_against_the_same_hours_of_the_weeks_before(database: Path) -> None:
    def weeks(publisher: str, today: int, *before: int) -> list[pa.Table]:
        counts = enumerate([today, *before])
        return [
            files(publisher, many, NOW - HOUR - 7 * DAY * week) for week, many in counts if many
        ]

    rows = [
        *weeks("usual", 20, 40, 40, 40, 40),
        *weeks("less", 19, 40, 40, 40, 40),
        *weeks("more", 81, 40, 40, 40, 40),
        *weeks("none", 0, 40, 0, 40, 40),
        *weeks("one-load", 40, 40, 4_000, 40, 40),
        *weeks("few", 1, 19, 19, 19, 19),
        *weeks("new", 90, 40, 40),
        # Of other hours of these weeks.
        *(files("usual", 500, NOW - HOUR - day * DAY) for day in (1, 6, 8, 27)),
    ]
    fill(database, "sources", rows)
    check = measure(database, "volume", 0.5)
    assert [(row["publisher"], row["file_count"], row["usual_count"]) for row in check.sample] == [
        ("none", 0, 40),
        ("less", 19, 40),
        ("more", 81, 40),
    ]


def test_so_few_files_are_no_alarm(database: Path) -> None:
    fill(database, "documents", [texts("a", LEAST_FILES - 1, language="und")])
    assert beyond(database, "und", 0) == []
    fill(database, "documents", [texts("a", 1, language="und", title="one more")])
    assert beyond(database, "und", 0) == ["a"]


def test_a_database_that_cannot_be_read_is_a_result(tmp_path: Path) -> None:
    (check,) = run_bounds(tmp_path / "no.duckdb", {"und": 0.1}, NOW)
    assert check.status == "error" and "cannot be opened" in str(check.error)
