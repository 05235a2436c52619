"""Rows of documents that are fetched by where they lie are those that a join finds."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import rows
from transforms.schemas import DOCUMENTS, conform
from warehouse.database import fetch
from warehouse.database.arrow import query_arrow
from warehouse.database.work_database import WorkDatabase

_COUNT = 60


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> WorkDatabase:
    """Fill a work database; take some documents out and put some of them in again, at the end."""
    folder = tmp_path_factory.mktemp("texts")
    database = WorkDatabase(folder / "work.duckdb", folder / "spill")
    with database.create() as connection:
        news = pa.concat_tables(rows.documents(f"text {number}") for number in range(_COUNT))
        connection.register("news", conform(news, DOCUMENTS))
        connection.execute("insert into documents by name from news")
        connection.execute("create temp table anew as from documents where text like '%7'")
        connection.execute("delete from documents where text like '%7' or text like '%3'")
        connection.execute("insert into documents by name from anew")
        connection.unregister("news")
    return database


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "VECTOR_ROWS", 4)
    monkeypatch.setattr(fetch, "_VECTORS_AT_ONCE", 2)


@pytest.mark.usefixtures("few_at_once")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.sets(st.integers(0, _COUNT + 5)))
def test_what_is_fetched_is_what_a_join_finds(database: WorkDatabase, numbers: set[int]) -> None:
    hashes = [
        rows.documents(f"text {number}")["content_hash"][0].as_py() for number in sorted(numbers)
    ]
    wanted = pa.chunked_array([pa.array(hashes, pa.string())])
    found = fetch.fetch_documents(database, wanted, ["text", "content_hash"])
    with database.connect() as connection:
        connection.register("wanted", pa.table({"content_hash": wanted}))
        query = """
            select text, content_hash from documents
            semi join wanted using (content_hash) order by rowid
        """
        joined = query_arrow(connection, query)
        connection.unregister("wanted")
    assert found.equals(joined)
    assert found.num_rows == sum(number < _COUNT and number % 10 != 3 for number in numbers)
