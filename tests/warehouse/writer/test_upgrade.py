"""A warehouse that version 0.1.0 wrote: the next run brings it up to date, and loses nothing.

The archive has what ten runs and a `maintain` left of a landing zone /srv/news: `samples/` and
eight more files, with a removal, duplicates, rejects, learned lines and compacted tables.
"""

import tarfile
from pathlib import Path

import duckdb
import pytest

from tests.command import zakhira
from tests.faults.warehouses import hashes, problems
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

_ARCHIVE = Path(__file__).with_name("warehouse-0.1.0.tar.xz")
_SAMPLES = Path(__file__).parents[3] / "samples"
_TABLES = ("documents", "sources", "removals", "boilerplate_lines", "near_duplicates", "runs")

Rows = list[tuple[object, ...]]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with tarfile.open(_ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "warehouse"


def columns(warehouse: Path, table: str) -> list[str]:
    with connect_read_only(Layout(warehouse).published) as connection:
        return [name for name, *_ in connection.execute(f"describe {table}").fetchall()]


def rows(warehouse: Path, table: str, names: list[str]) -> Rows:
    quoted = ", ".join(f'"{name}"' for name in names)
    with connect_read_only(Layout(warehouse).published) as connection:
        return connection.execute(f"select {quoted} from {table} order by all").fetchall()


def test_the_next_run_keeps_every_value_and_leaves_a_warehouse_of_this_version(old: Path) -> None:
    names = {table: columns(old, table) for table in _TABLES}
    before = {table: rows(old, table, names[table]) for table in _TABLES}
    assert len(before["documents"]) == 48
    done = zakhira("maintain", "--warehouse", str(old))
    assert done.returncode == 0, done.stderr
    after = {table: rows(old, table, names[table]) for table in _TABLES}
    assert after == before
    assert "first_member_path" not in names["documents"]
    assert "first_member_path" in columns(old, "documents")
    assert problems(old) == []
    checked = zakhira("check", "--warehouse", str(old))
    assert checked.returncode == 0, checked.stdout


def test_an_ingest_after_an_upgrade_knows_every_file(old: Path) -> None:
    given = ("--landing-name", "/srv/news", "--warehouse", str(old), "--no-prefect")
    done = zakhira("ingest", str(_SAMPLES), *given)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("47 files: 0 new documents, ")
    assert problems(old) == []


@pytest.mark.parametrize(
    "command", [("check",), ("search", "بارش"), ("forget", "--path", "a"), ("report",)]
)
def test_a_command_that_only_reads_says_what_brings_it_up_to_date(
    old: Path, command: tuple[str, ...]
) -> None:
    before = hashes(old)
    done = zakhira(*command, "--warehouse", str(old))
    assert done.returncode == 1
    assert "an earlier version of zakhira published this warehouse" in done.stderr
    assert "run zakhira maintain" in done.stderr
    assert hashes(old) == before


def test_tables_of_a_later_version_are_not_touched(old: Path) -> None:
    with duckdb.connect(str(Layout(old).work_database)) as connection:
        connection.execute("update runs set zakhira_version = '99.0.0'")
    before = hashes(old)
    done = zakhira("maintain", "--warehouse", str(old))
    assert done.returncode == 2
    assert "has tables of a newer zakhira (99.0.0)" in done.stderr
    changed = {name for name, value in hashes(old).items() if before.get(name) != value}
    assert changed <= {"state/lock"}


@pytest.mark.parametrize("table", ["removals", "documents", "sources"])
def test_a_lost_part_stops_the_upgrade_and_rebuild_goes_on(old: Path, table: str) -> None:
    names = columns(old, table)
    before = rows(old, table, names)
    part = min((old / "parquet" / table).glob("*"))
    part.unlink()
    done = zakhira("maintain", "--warehouse", str(old))
    assert done.returncode == 1
    assert f"parquet/{table}/{part.name}" in done.stderr
    assert "zakhira rebuild" in done.stderr
    assert zakhira("rebuild", "--warehouse", str(old)).returncode == 0
    assert zakhira("maintain", "--warehouse", str(old)).returncode == 0
    assert problems(old) == []
    assert rows(old, table, names) == before
