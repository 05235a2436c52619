"""A session with the published warehouse ends as its user ends it."""

import threading

import duckdb
import pytest

from flows.cli.query.session import query_errors
from transforms.errors import UsageError

_ENDLESS = "select count(*) from range(1_000_000_000_000) where range % 3 = 1"


def test_a_query_that_was_interrupted_is_no_wrong_query() -> None:
    with duckdb.connect() as connection:
        ending = threading.Timer(0.2, connection.interrupt)
        ending.start()
        with pytest.raises(KeyboardInterrupt), query_errors():
            connection.execute(_ENDLESS).fetchall()
        ending.join()


def test_a_wrong_query_is_an_error_of_usage_in_the_words_of_duckdb() -> None:
    with (
        duckdb.connect() as connection,
        pytest.raises(UsageError, match="nowhere"),
        query_errors(),
    ):
        connection.execute("from nowhere")
