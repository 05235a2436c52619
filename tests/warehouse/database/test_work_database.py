"""The work database: its DDL as text, its errors, its storage version."""

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.golden import golden
from transforms.errors import TransientError
from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database import work_database
from warehouse.database.comments import column_comments
from warehouse.database.connection import connect_read_only
from warehouse.database.ddl import tables_ddl, views_ddl
from warehouse.database.errors import DatabaseBusyError, OtherTablesError
from warehouse.database.sql import literal, quote, sql_files
from warehouse.database.work_database import WorkDatabase


@pytest.fixture
def database(tmp_path: Path) -> WorkDatabase:
    return WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill")


def test_the_whole_ddl_is_as_reviewed() -> None:
    golden("tables.sql", tables_ddl())
    golden("views.sql", views_ddl())


def test_every_table_and_view_and_every_column_of_them_has_a_comment(
    database: WorkDatabase,
) -> None:
    with database.create() as connection:
        bare = connection.execute("""
            select table_name, column_name from duckdb_columns()
            where database_name = 'work' and comment is null
            union all
            select view_name, null from duckdb_views()
            where database_name = 'work' and not internal and comment is null
            union all
            select table_name, null from duckdb_tables()
            where database_name = 'work' and comment is null
        """).fetchall()
    assert bare == []


def test_a_view_says_nothing_of_columns_it_does_not_have(database: WorkDatabase) -> None:
    with database.create() as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns()"
        ).fetchall()
    said = {
        (view, column)
        for view, query in sql_files("views").items()
        for column in column_comments(query)
    }
    assert said - set(columns) == set()


def test_a_column_of_a_view_has_the_sentence_of_its_table_where_the_view_has_none(
    database: WorkDatabase,
) -> None:
    with database.create() as connection:
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
    database: WorkDatabase,
) -> None:
    with database.create():
        pass
    with database.connect() as connection:
        tags = connection.execute(
            "select tags from duckdb_databases() where database_name = 'work'"
        ).fetchall()
    assert "v1.4" in str(tags)
    assert "using compression zstd" in tables_ddl()


def test_opening_a_database_again_writes_nothing(database: WorkDatabase) -> None:
    with database.create():
        pass
    before = database.path.read_bytes()
    with database.connect():
        pass
    assert database.path.read_bytes() == before


def test_a_database_with_other_columns_is_refused_and_names_the_way_out(
    database: WorkDatabase,
) -> None:
    with database.create() as connection:
        connection.execute("alter table sources drop column encoding")
        connection.execute("update pipeline.state set ddl_hash = 'older'")
    with pytest.raises(OtherTablesError, match="the next run of"), database.connect():
        pass


def test_new_views_of_a_new_version_make_a_new_generation(database: WorkDatabase) -> None:
    with database.create() as connection:
        connection.execute("drop view run_history")
        connection.execute("update pipeline.state set ddl_hash = 'older'")
    with database.connect() as connection:
        assert connection.execute("from run_history").fetchall() == []
        comment = """
            select comment from duckdb_columns()
            where (table_name, column_name) = ('run_history', 'seconds')
        """
        assert connection.execute(comment).fetchall() == [
            ("seconds from the start to the last commit",)
        ]
        assert connection.execute("select generation from pipeline.state").fetchall() == [(1,)]


# Opens a file, as a run does, and says how that ended; argument: seconds to wait for the file.
_OPEN = """
import sys
import contextlib
import subprocess
import sys
from pathlib import Path
from warehouse.database import work_database
from warehouse.database.errors import DatabaseBusyError
path = Path(sys.argv[1])
work_database._BUSY_SECONDS = float(sys.argv[2])
try:
    with work_database.WorkDatabase(path, path.parent).connect():
        print("open")
except DatabaseBusyError:
    print("busy")
"""


def _open_elsewhere(path: Path, seconds: float) -> "subprocess.Popen[str]":
    arguments = [sys.executable, "-c", _OPEN, str(path), str(seconds)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_a_database_that_stays_open_elsewhere_is_worth_another_run(database: WorkDatabase) -> None:
    with database.create():
        pass
    with duckdb.connect(str(database.path)), _open_elsewhere(database.path, 0.2) as other:
        assert other.communicate()[0] == "busy\n"
    assert issubclass(DatabaseBusyError, TransientError)


def test_a_run_waits_for_a_reader_that_lets_go_of_the_database(database: WorkDatabase) -> None:
    with database.create():
        pass
    with duckdb.connect(str(database.path), read_only=True) as reader:
        other = _open_elsewhere(database.path, 60)
        with contextlib.suppress(subprocess.TimeoutExpired):
            other.wait(2)
        assert other.poll() is None
        reader.close()
    assert other.communicate()[0] == "open\n"


def test_the_pipeline_and_its_readers_speak_utc(database: WorkDatabase) -> None:
    with database.create() as connection:
        assert connection.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]
    with connect_read_only(database.path) as connection:
        assert connection.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]


@pytest.mark.parametrize("name", ['a"b', "ذخیرہ", "select", "a;--"])
def test_any_name_can_be_an_identifier_and_any_text_a_literal(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"create table {quote(name)} (x varchar);"
            f"insert into {quote(name)} values ({literal(name)})"
        )
        assert connection.execute(f"from {quote(name)}").fetchall() == [(name,)]


def test_every_table_of_the_record_is_there(database: WorkDatabase) -> None:
    with database.create() as connection:
        rows = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
        ).fetchall()
    assert {name for (name,) in rows} == {table.name for table in (*STORED, PARQUET_PARTS)}


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[duckdb.DuckDBPyConnection]:
    """The engines that were started, in order."""
    started: list[duckdb.DuckDBPyConnection] = []
    start = duckdb.connect

    def connect(**options: Any) -> duckdb.DuckDBPyConnection:
        started.append(start(**options))
        return started[-1]

    monkeypatch.setattr(duckdb, "connect", connect)
    return started


def is_closed(engine: duckdb.DuckDBPyConnection) -> bool:
    try:
        engine.execute("select 1")
    except duckdb.ConnectionException:
        return True
    return False


@pytest.mark.parametrize("long_seconds", [0, 60])
def test_one_engine_serves_long_and_short_connections(
    database: WorkDatabase,
    engines: list[duckdb.DuckDBPyConnection],
    monkeypatch: pytest.MonkeyPatch,
    long_seconds: float,
) -> None:
    monkeypatch.setattr(work_database, "_LONG_SECONDS", long_seconds)
    with database.create():
        pass
    for _ in range(2):
        with database.connect() as connection:
            assert connection.execute("from documents").fetchall() == []
    assert [is_closed(engine) for engine in engines] == [False]


def test_after_a_failure_a_new_engine_takes_the_place_of_the_old_one(
    database: WorkDatabase, engines: list[duckdb.DuckDBPyConnection]
) -> None:
    with pytest.raises(ZeroDivisionError), database.create():
        raise ZeroDivisionError
    assert [is_closed(engine) for engine in engines] == [True]
    with database.connect() as connection:
        assert connection.execute("from documents").fetchall() == []


def test_a_work_database_is_closed_with_its_block(
    tmp_path: Path, engines: list[duckdb.DuckDBPyConnection]
) -> None:
    with WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill") as database, database.create():
        pass
    assert [is_closed(engine) for engine in engines] == [True]


def test_two_work_databases_share_nothing(tmp_path: Path) -> None:
    first, second = (WorkDatabase(tmp_path / name, tmp_path / f"{name}-spill") for name in "ab")
    with first.create() as one, second.create() as other:
        one.execute("update pipeline.state set generation = 7")
        assert other.execute("select generation from pipeline.state").fetchall() == [(0,)]
        setting = "select current_setting('temp_directory')"
        assert one.execute(setting).fetchall() != other.execute(setting).fetchall()
