"""What the views say of files that came, were edited, went and came back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import rows
from transforms.schemas import DOCUMENTS, NEAR_DUPLICATES, REMOVALS, SOURCES, STORED, Table, conform
from warehouse.database.ddl import tables_ddl, views_ddl
from warehouse.database.sql import quote

ZONES = ("/one", "/two")
DAY = timedelta(days=1)
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
READING_FAILED = ("unreadable", "vanished", "unstable")


class Warehouse:
    """Tables and views in memory, and a landing zone's history told run by run."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.moment = BEGAN
        self.owned: set[str] = set()

    def run(self) -> str:
        """Begin the next run, a day later."""
        self.moment += DAY
        return f"{self.moment:%Y%m%dT%H%M%S-%fZ}-abc"

    def see(self, path: str, text: str | None, zone: str = "/one", **values: Any) -> None:
        """A new version of a file; no text: it is rejected."""
        run_id = f"{self.moment:%Y%m%dT%H%M%S-%fZ}-abc"
        content_hash = hash_of(text) if text else None
        if content_hash and content_hash not in self.owned:
            self.owned.add(content_hash)
            first = {
                "title": text,
                "first_source_path": path,
                "publisher": path.partition("/")[0] if "/" in path else None,
                "dated_on": self.moment.date(),
                "first_run_id": run_id,
                "first_seen_at": self.moment,
                **{name: values.pop(name) for name in ("published_on",) if name in values},
            }
            self.insert(DOCUMENTS, rows.documents(str(text), **first))
        else:
            values.setdefault("is_duplicate", content_hash is not None)
        if text is None:
            values.setdefault("reject_reason", "binary")
        version = {
            "landing_zone": zone,
            "content_hash": content_hash,
            "file_hash": f"bytes of {text}",
            "seen_at": self.moment,
            "run_id": run_id,
            **values,
        }
        self.insert(SOURCES, rows.sources(path, **version))

    def miss(self, path: str, zone: str = "/one") -> None:
        """A file that is gone."""
        row = {
            "landing_zone": zone,
            "source_path": path,
            "removed_at": self.moment,
            "run_id": f"{self.moment:%Y%m%dT%H%M%S-%fZ}-abc",
        }
        self.insert(REMOVALS, conform(pa.Table.from_pylist([row], REMOVALS.schema), REMOVALS))

    def resemble(self, later: str, first: str, *, is_revision: bool = False) -> None:
        """A text that is a near-duplicate of an earlier one."""
        row = {
            "content_hash": hash_of(later),
            "cluster_hash": hash_of(first),
            "containment_score": 0.9,
            "jaccard_score": 0.8,
            "is_revision": is_revision,
            "comparison_version": 1,
            "found_at": self.moment,
            "run_id": "r",
        }
        table = pa.Table.from_pylist([row], NEAR_DUPLICATES.schema)
        self.insert(NEAR_DUPLICATES, conform(table, NEAR_DUPLICATES))

    def clear(self) -> None:
        """Forget every row."""
        for table in STORED:
            self.connection.execute(f"delete from {quote(table.name)}")
        self.owned.clear()
        self.moment = BEGAN

    def insert(self, table: Table, found: pa.Table) -> None:
        self.connection.register("found", found)
        self.connection.execute(f"insert into {quote(table.name)} by name from found")
        self.connection.unregister("found")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


def hash_of(text: str) -> str:
    return text.encode().hex()[:64].ljust(64, "0")


@pytest.fixture(scope="module")
def opened() -> Iterator[Warehouse]:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(tables_ddl() + views_ddl())
        yield Warehouse(connection)


@pytest.fixture
def warehouse(opened: Warehouse) -> Warehouse:
    opened.clear()
    return opened


CURRENT = "select title from current_documents order by title"


def test_a_text_is_current_while_the_newest_version_of_some_file_holds_it(
    warehouse: Warehouse,
) -> None:
    warehouse.run()
    warehouse.see("p/a.txt", "first")
    warehouse.see("q/b.txt", "first")
    assert warehouse.ask(CURRENT) == [("first",)]
    warehouse.run()
    warehouse.see("p/a.txt", "second")
    assert warehouse.ask(CURRENT) == [("first",), ("second",)]
    warehouse.run()
    warehouse.miss("q/b.txt")
    assert warehouse.ask(CURRENT) == [("second",)]
    warehouse.run()
    warehouse.see("p/a.txt", None)
    assert warehouse.ask(CURRENT) == []
    warehouse.run()
    warehouse.see("q/b.txt", "first")
    assert warehouse.ask(CURRENT) == [("first",)]


def test_one_path_in_two_landing_zones_is_two_files_and_one_document(warehouse: Warehouse) -> None:
    warehouse.run()
    for zone in ZONES:
        warehouse.see("p/a.txt", "text", zone)
    assert warehouse.ask(CURRENT) == [("text",)]
    assert warehouse.ask("select documents, copied_documents from corpus_overview") == [(1, 1)]
    assert warehouse.ask("select landing_zone, version, version_count from file_versions") == [
        (zone, 1, 1) for zone in ZONES
    ]
    warehouse.run()
    warehouse.miss("p/a.txt", "/one")
    assert warehouse.ask(CURRENT) == [("text",)]


@pytest.mark.parametrize(
    "query",
    [
        "select sum(documents) from corpus_overview",
        "select sum(documents) from language_totals",
        "select sum(documents) from daily_documents",
        "select sum(documents) from publishers",
        "select sum(documents) from publisher_days",
        "select sum(documents) from publisher_languages",
    ],
)
def test_every_overview_counts_each_current_document_once(warehouse: Warehouse, query: str) -> None:
    warehouse.run()
    for path in ("a.txt", "p/b.txt", "p/c.txt", "q/b.txt"):
        warehouse.see(path, f"text of {path}")
        warehouse.see(f"r/{path}", f"text of {path}")
    warehouse.run()
    warehouse.see("p/b.txt", "edited")
    for path in ("r/p/b.txt", "q/b.txt", "a.txt"):
        warehouse.miss(path)
    [(count,)] = warehouse.ask("select count(*) from current_documents")
    assert count == 4
    assert warehouse.ask(query) == [(count,)]


def test_changes_tell_new_edited_and_gone_files_and_nothing_else(warehouse: Warehouse) -> None:
    warehouse.run()
    warehouse.see("a.txt", "first")
    warehouse.see("b.txt", None, reject_reason="unreadable", file_hash=None)
    warehouse.run()
    warehouse.see("a.txt", "first", file_hash="other bytes of the same text", size_bytes=2)
    warehouse.run()
    warehouse.see("a.txt", None, reject_reason="unreadable", file_hash=None, size_bytes=3)
    warehouse.see("b.txt", "of b")
    warehouse.run()
    warehouse.see("a.txt", "second", size_bytes=4)
    warehouse.run()
    warehouse.see("a.txt", None, size_bytes=5)
    warehouse.run()
    warehouse.miss("a.txt")
    warehouse.run()
    warehouse.see("a.txt", "second", size_bytes=4)
    query = """
        select changed_on, change, source_path, content_hash, previous_hash, title
        from changes order by changed_at, source_path
    """
    first, second, other = map(hash_of, ("first", "second", "of b"))
    assert warehouse.ask(query) == [
        (date(2026, 3, 2), "new", "a.txt", first, None, "first"),
        (date(2026, 3, 4), "new", "b.txt", other, None, "of b"),
        (date(2026, 3, 5), "edited", "a.txt", second, first, "second"),
        (date(2026, 3, 6), "edited", "a.txt", None, second, "second"),
        (date(2026, 3, 7), "gone", "a.txt", None, None, None),
        (date(2026, 3, 8), "new", "a.txt", second, None, "second"),
    ]


def test_a_file_that_is_only_read_otherwise_was_not_edited(warehouse: Warehouse) -> None:
    warehouse.run()
    warehouse.see("a.txt", None, reject_reason="failed", file_hash="bytes")
    warehouse.see("b.txt", None, reject_reason="too_large", file_hash=None)
    warehouse.run()
    warehouse.see("a.txt", "text", file_hash="bytes", modified_ns=2)
    warehouse.see("b.txt", "long text", file_hash="more bytes")
    assert warehouse.ask("select change from changes") == [("new",), ("new",)]


STATES = st.sampled_from(["first", "second", "binary", "unreadable", "gone"])


@given(st.lists(st.tuples(st.sampled_from(ZONES), st.sampled_from("ab"), STATES), max_size=12))
def test_versions_and_changes_are_the_history_of_each_file(
    opened: Warehouse, history: list[tuple[str, str, str]]
) -> None:
    warehouse = opened
    warehouse.clear()
    files: dict[tuple[str, str], list[str]] = {}
    for zone, path, state in history:
        known = files.setdefault((zone, path), [])
        warehouse.run()
        if state == "gone" and (not known or known[-1] == "gone"):
            continue
        known.append(state)
        if state == "gone":
            warehouse.miss(path, zone)
        elif state in READING_FAILED:
            warehouse.see(path, None, zone, reject_reason=state, file_hash=None)
        else:
            warehouse.see(path, None if state == "binary" else state, zone)
    versions = "select landing_zone, source_path, version, is_current from file_versions"
    assert warehouse.ask(versions) == [
        (*file, number, number == len(seen) and states[-1] != "gone")
        for file, states in sorted(files.items())
        if (seen := [state for state in states if state != "gone"])
        for number in range(1, len(seen) + 1)
    ]
    told = sorted(warehouse.ask("select landing_zone, source_path, change from changes"))
    assert told == sorted(
        (*file, change) for file, states in files.items() for change in changes_of(states)
    )
    held = {states[-1] for states in files.values() if states and states[-1] in ("first", "second")}
    assert warehouse.ask(CURRENT) == [(text,) for text in sorted(held)]


def changes_of(states: list[str]) -> Iterator[str]:
    """The changes of one file, told again in Python."""
    before: str | None = None
    for state in states:
        if state in READING_FAILED:
            continue
        if state == "gone":
            if before is not None:
                yield "gone"
            before = None
            continue
        if before is None:
            yield "new"
        elif state != before:
            yield "edited"
        before = state


def test_a_version_ends_with_the_next_one_or_with_its_file(warehouse: Warehouse) -> None:
    moments = []
    for text in ("first", "second", None):
        warehouse.run()
        moments.append(warehouse.moment)
        if text:
            warehouse.see("a.txt", text)
        else:
            warehouse.miss("a.txt")
    query = "select title, version_count, seen_at, ended_at, is_current from file_versions"
    assert warehouse.ask(query) == [
        ("first", 2, *moments[:2], False),
        ("second", 2, *moments[1:], False),
    ]


COPIES = "select * from publisher_copies"


def test_copies_go_from_who_had_a_text_first_to_each_other_publisher(warehouse: Warehouse) -> None:
    warehouse.run()
    for number in range(3):
        warehouse.see(f"agency/{number}.txt", f"wire {number}")
        warehouse.see(f"agency/again/{number}.txt", f"wire {number}")
        warehouse.see(f"daily/{number}.txt", f"wire {number}")
    warehouse.see("weekly/0.txt", "wire 0, shortened")
    warehouse.resemble("wire 0, shortened", "wire 0")
    warehouse.see("loose.txt", "wire 1")
    assert warehouse.ask(COPIES) == [
        ("agency", "daily", 3, 0),
        ("agency", "weekly", 0, 1),
        ("agency", None, 1, 0),
    ]


def test_a_revision_is_no_copy_but_an_edited_copy_is_one(warehouse: Warehouse) -> None:
    warehouse.run()
    warehouse.see("agency/a.txt", "story")
    warehouse.see("daily/a.txt", "story")
    warehouse.run()
    warehouse.see("agency/a.txt", "story, corrected")
    warehouse.resemble("story, corrected", "story", is_revision=True)
    assert warehouse.ask(COPIES) == [("agency", "daily", 1, 0)]
    warehouse.run()
    warehouse.see("daily/a.txt", "story, corrected")
    assert warehouse.ask(COPIES) == [("agency", "daily", 1, 0)]
    warehouse.run()
    warehouse.see("daily/a.txt", "story, of our own")
    warehouse.resemble("story, of our own", "story", is_revision=True)
    assert warehouse.ask(COPIES) == [("agency", "daily", 0, 1)]
    warehouse.run()
    warehouse.miss("daily/a.txt")
    assert warehouse.ask(COPIES) == []


def test_a_story_is_in_several_versions_while_several_files_hold_them(warehouse: Warehouse) -> None:
    query = "select first_title, first_path, document_count, paths from near_duplicate_clusters"
    warehouse.run()
    warehouse.see("p/a.txt", "story")
    warehouse.see("q/b.txt", "story, shortened")
    warehouse.resemble("story, shortened", "story")
    warehouse.run()
    warehouse.see("p/a.txt", "story, corrected")
    warehouse.resemble("story, corrected", "story", is_revision=True)
    assert warehouse.ask(query) == [
        ("story, shortened", "q/b.txt", 2, ["p/a.txt", "q/b.txt"]),
    ]
    warehouse.run()
    warehouse.miss("q/b.txt")
    assert warehouse.ask(query) == []
