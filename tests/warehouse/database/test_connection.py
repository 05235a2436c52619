"""Every DuckDB connection does all or nothing of a block, and takes little memory if asked."""

from functools import partial

import duckdb
import pytest

from warehouse.database import connection as connections
from warehouse.database.connection import transaction, with_little_memory


def limit_of(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("select current_setting('memory_limit')").fetchall()[0][0])


def needs_much(connection: duckdb.DuckDBPyConnection, limits: list[str]) -> int:
    """Ask for more than 10 MB, and note the limit."""
    limits.append(limit_of(connection))
    query = "select len(list(range)) from range(4_000_000)"
    return int(connection.execute(query).fetchall()[0][0])


def test_a_failed_transaction_leaves_nothing() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table numbers as select 0 as number")
        with pytest.raises(ZeroDivisionError), transaction(connection):
            connection.execute("update numbers set number = 7")
            raise ZeroDivisionError
        assert connection.execute("from numbers").fetchall() == [(0,)]


def test_a_question_that_needs_more_than_little_memory_is_asked_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "_LITTLE_MEMORY", ("10MB", "12MB"))
    limits: list[str] = []
    with duckdb.connect() as connection:
        ask = partial(needs_much, connection, limits)
        assert with_little_memory(connection, ask) == 4_000_000
        usual = limit_of(connection)
        assert with_little_memory(connection, ask) == 4_000_000
        assert limits == ["9.5 MiB", "11.4 MiB", usual] * 2
        assert limit_of(connection) == usual


def test_a_question_may_be_asked_with_less_first() -> None:
    limits: list[str] = []
    with duckdb.connect() as connection:
        ask = partial(needs_much, connection, limits)
        assert with_little_memory(connection, ask, "10MB") == 4_000_000
        assert limits == ["9.5 MiB", "244.1 MiB"]
        assert with_little_memory(connection, lambda: limit_of(connection), "10MB") == "9.5 MiB"


def test_the_usual_memory_limit_does_not_shrink_with_every_question() -> None:
    with duckdb.connect() as connection:
        with_little_memory(connection, lambda: None)
        usual = limit_of(connection)
        for _ in range(3):
            with_little_memory(connection, lambda: None)
        assert limit_of(connection) == usual
