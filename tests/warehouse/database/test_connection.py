"""The work database: its DDL as text, its errors, its storage version."""

from pathlib import Path

import duckdb
import pytest

from tests.golden import golden
from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database import connection as database
from warehouse.database.comments import said_of_columns
from warehouse.database.connection import (
    connect,
    connect_read_only,
    create,
    transaction,
    with_little_memory,
)
from warehouse.database.ddl import tables_ddl, views_ddl
from warehouse.database.errors import DatabaseBusyError, WarehouseError
from warehouse.database.sql import literal, quote, sql_files


def test_the_whole_ddl_is_as_reviewed() -> None:
    golden("tables.sql", tables_ddl())
    golden("views.sql", views_ddl())


def test_every_table_and_view_and_every_column_of_them_has_a_comment(tmp_path: Path) -> None:
    with create(tmp_path / "work.duckdb", tmp_path) as connection:
        bare = connection.execute("""
            select table_name, column_name from duckdb_columns() where database_name = 'work' and comment is null
            union all
            select view_name, null from duckdb_views()
            where database_name = 'work' and not internal and comment is null
            union all
            select table_name, null from duckdb_tables() where database_name = 'work' and comment is null
        """).fetchall()
    assert bare == []


def test_a_view_says_nothing_of_columns_it_does_not_have(tmp_path: Path) -> None:
    with create(tmp_path / "work.duckdb", tmp_path) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns()"
        ).fetchall()
    said = {
        (view, column)
        for view, query in sql_files("views").items()
        for column in said_of_columns(query)
    }
    assert said - set(columns) == set()


def test_a_column_of_a_view_has_the_sentence_of_its_table_where_the_view_has_none(
    tmp_path: Path,
) -> None:
    with create(tmp_path / "work.duckdb", tmp_path) as connection:
        rows = connection.execute(
            "select table_name, column_name, comment from duckdb_columns()"
        ).fetchall()
    comments = {(table, column): comment for table, column, comment in rows}
    assert comments["rejected_files", "reject_detail"] == comments["sources", "reject_detail"]
    assert comments["corpus_overview", "script"] == comments["documents", "script"]
    assert (
        comments["near_duplicate_clusters", "cluster_hash"]
        != comments["near_duplicates", "cluster_hash"]
    )


def test_the_file_is_written_for_the_oldest_readers_and_its_texts_are_compressed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path):
        pass
    with connect(path, tmp_path) as connection:
        tags = connection.execute(
            "select tags from duckdb_databases() where database_name = 'work'"
        ).fetchall()
    assert "v1.4" in str(tags)
    assert "using compression zstd" in tables_ddl()


def test_opening_a_database_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path):
        pass
    before = path.read_bytes()
    with connect(path, tmp_path):
        pass
    assert path.read_bytes() == before


def test_a_database_with_other_columns_is_refused_and_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path) as connection:
        connection.execute("alter table sources drop column encoding")
        connection.execute("update pipeline.state set ddl_hash = 'older'")
    with pytest.raises(WarehouseError, match="zakhira rebuild"), connect(path, tmp_path):
        pass


def test_new_views_of_a_new_version_make_a_new_generation(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path) as connection:
        connection.execute("drop view run_history")
        connection.execute("update pipeline.state set ddl_hash = 'older'")
    with connect(path, tmp_path) as connection:
        assert connection.execute("from run_history").fetchall() == []
        comment = "select comment from duckdb_columns() where (table_name, column_name) = ('run_history', 'seconds')"
        assert connection.execute(comment).fetchall() == [("from its start to its last commit",)]
        assert connection.execute("select generation from pipeline.state").fetchall() == [(1,)]


def test_a_database_that_is_open_elsewhere_is_worth_another_try(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path):
        pass
    holder = duckdb.connect(str(path))
    code = f"""
from pathlib import Path
from warehouse.database.connection import connect
from warehouse.database.errors import DatabaseBusyError
try:
    with connect(Path({str(path)!r}), Path({str(tmp_path)!r})): pass
except DatabaseBusyError as error:
    print("busy")
"""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    holder.close()
    assert done.stdout == "busy\n"
    assert issubclass(DatabaseBusyError, Exception)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with create(tmp_path / "work.duckdb", tmp_path) as connection:
        with pytest.raises(ZeroDivisionError), transaction(connection):
            connection.execute("update pipeline.state set generation = 7")
            raise ZeroDivisionError
        assert connection.execute("select generation from pipeline.state").fetchall() == [(0,)]


def test_the_pipeline_and_its_readers_speak_utc(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with create(path, tmp_path) as connection:
        assert connection.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]
    with connect_read_only(path) as connection:
        assert connection.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]


@pytest.mark.parametrize("name", ['a"b', "ذخیرہ", "select", "a;--"])
def test_any_name_can_be_an_identifier_and_any_text_a_literal(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"create table {quote(name)} (x varchar); insert into {quote(name)} values ({literal(name)})"
        )
        assert connection.execute(f"from {quote(name)}").fetchall() == [(name,)]


def test_every_table_of_the_record_is_there(tmp_path: Path) -> None:
    with create(tmp_path / "work.duckdb", tmp_path) as connection:
        rows = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
        ).fetchall()
    assert {name for (name,) in rows} == {table.name for table in (*STORED, PARQUET_PARTS)}


def test_a_question_that_needs_more_than_little_memory_is_asked_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LITTLE_MEMORY", "10MB")
    limits: list[str] = []
    with create(tmp_path / "work.duckdb", tmp_path / "spill") as connection:

        def ask() -> int:
            limits.append(limit_of(connection))
            return int(
                connection.execute("select len(list(range)) from range(4_000_000)").fetchall()[0][0]
            )

        assert with_little_memory(connection, ask) == 4_000_000
        usual = limit_of(connection)
        assert with_little_memory(connection, ask) == 4_000_000
        assert limits == ["9.5 MiB", usual, "9.5 MiB", usual]
        assert limit_of(connection) == usual


def limit_of(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("select current_setting('memory_limit')").fetchall()[0][0])
