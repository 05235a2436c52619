"""Judge what readers were told: each answer is of a state that was published, whole."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from tests.faults.readers import FOLLOWED, RUN_COLUMNS
from tests.soak.watchers import Answer
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

# A table and a run.
Key = tuple[str, str]


class State(NamedTuple):
    """What was published at a moment when nobody wrote."""

    moment: float
    # Rows of each table and run.
    rows: Mapping[Key, int]
    # Rows of the first batch of a run, of the first two, ...; as long as its parts are there.
    sums: Mapping[Key, list[int]]
    # Runs that took texts down.
    takedowns: int

    def count(self, table: str) -> int:
        """The rows of a table."""
        return sum(count for (name, _), count in self.rows.items() if name == table)


def state_of(warehouse: Path, moment: float) -> State:
    """What is published now."""
    with connect_read_only(Layout(warehouse).published) as connection:
        rows: dict[Key, int] = {}
        for table, run in RUN_COLUMNS.items():
            source = "documents" if table == "document_metadata" else table
            query = f"select {run}, count(*) from {source} group by 1"
            rows |= {(table, name): count for name, count in connection.execute(query).fetchall()}
        query = "select table_name, run_id, row_count from parquet_parts order by part_path"
        parts = connection.execute(query).fetchall()
        query = "select count(*) from runs where settings->>'takedown' is not null"
        (takedowns,) = connection.execute(query).fetchall()[0]
    found = groupby(sorted(parts, key=lambda part: part[:2]), key=lambda part: part[:2])
    sums = {key: list(accumulate(part[2] for part in of_run)) for key, of_run in found}
    return State(moment, rows, sums, takedowns)


def complaints(answer: Answer, states: list[State]) -> Iterator[str]:
    """What is wrong with an answer, by the states before, during and after it."""
    if answer.error is not None:
        if not _may_fail(answer, around(answer, states)):
            yield answer.error
    elif answer.question == "link" and answer.answer[1] != "b'DUCK'":
        yield f"the link led to {answer.answer}"
    elif answer.question == "database" and answer.answer[1]:
        yield f"a generation contradicts itself: {answer.answer}"
    elif answer.question == "session" and len(answer.answer) != 1:
        yield f"a session was told {answer.answer}"
    elif answer.question in FOLLOWED:
        yield from _halves(answer, around(answer, states))


def _may_fail(answer: Answer, states: list[State]) -> bool:
    """Whether the manual says that a question may fail: Polars reads a part in two steps.

    A takedown may have put another file in its place between them (docs/takedown.md).
    """
    is_polars = answer.question == "followed_with_polars"
    return is_polars and states[0].takedowns != states[-1].takedowns


def around(answer: Answer, states: list[State]) -> list[State]:
    """The last state before an answer, the first after it, and those between."""
    first = max((n for n, each in enumerate(states) if each.moment <= answer.began), default=0)
    last = min((n for n, each in enumerate(states) if each.moment >= answer.ended), default=None)
    return states[first : None if last is None else last + 1]


def _halves(answer: Answer, states: list[State]) -> Iterator[str]:
    """The runs of which Parquet has shown what was at no moment a whole number of batches."""
    found = {(table, run): count for table, run, count in answer.answer}
    known = {key for state in states for key in state.rows}
    for key in sorted(known | found.keys()):
        count = found.get(key, 0)
        rows = [state.rows.get(key, 0) for state in states]
        if not min(rows) <= count <= max(rows):
            yield f"{key} had {count} rows, and has {rows}"
        elif key[0] == "sources" and not rows[0] and count not in _sums(key, states):
            yield f"{key} had {count} rows: half a batch of {_sums(key, states)}"


def _sums(key: Key, states: Iterable[State]) -> set[int]:
    """The rows that a run may show: none, those of its first batches, all."""
    sums = (each for state in states for each in state.sums.get(key, []))
    return {0, *sums, *(state.rows.get(key, 0) for state in states)}
