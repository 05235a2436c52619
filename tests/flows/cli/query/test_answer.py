"""What `zakhira sql` prints, and the files it does not open."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from flows.cli import exit_codes
from flows.cli.query.answer import answer
from tests.command import COMMAND, zakhira
from transforms.errors import UsageError
from warehouse.storage.folder_store import FolderStore


def test_sql_answers_as_a_box_as_csv_and_as_json(warehouse: Path) -> None:
    query = "select source_path, is_duplicate, content_hash is null as is_rejected"
    query += " from sources order by all"
    ask = ("sql", query, "--warehouse", str(warehouse))
    assert "copy.txt" in zakhira(*ask).stdout
    assert zakhira(*ask, "--csv").stdout.splitlines()[:2] == [
        "source_path,is_duplicate,is_rejected", "a.txt,False,False",
    ]  # fmt: skip
    assert json.loads(zakhira(*ask, "--json").stdout)[1] == {
        "source_path": "copy.txt", "is_duplicate": True, "is_rejected": False,
    }  # fmt: skip
    moment = zakhira(
        "sql",
        "select first_seen_at as at, published_on from documents",
        "--json",
        "--warehouse",
        str(warehouse),
    )
    (row,) = json.loads(moment.stdout)
    assert row["at"].endswith("+00:00")
    assert "T" in row["at"]


def test_lists_structs_maps_and_bytes_are_json_in_csv_and_in_json(warehouse: Path) -> None:
    query = "select [1, 2] as l, {'d': date '2026-03-07', 'l': ['کتاب']} as s"
    query += ", map {date '2026-03-08': 1} as m"
    query += r", '\xAA'::blob as b, [] as e"
    ask = ("sql", query, "--warehouse", str(warehouse))
    (row,) = csv.DictReader(io.StringIO(zakhira(*ask, "--csv").stdout))
    struct = {"d": "2026-03-07", "l": ["کتاب"]}
    assert (json.loads(row["l"]), json.loads(row["s"]), json.loads(row["m"])) == (
        [1, 2],
        struct,
        {"2026-03-08": 1},
    )
    assert (row["b"], row["e"]) == ("aa", "[]")
    assert json.loads(zakhira(*ask, "--json").stdout) == [
        {"l": [1, 2], "s": struct, "m": {"2026-03-08": 1}, "b": "aa", "e": []}
    ]


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_a_terminal_that_cannot_show_a_letter_gets_an_escape(
    warehouse: Path, form: tuple[str, ...]
) -> None:
    ask = ("sql", "select 'é ک 😀' as letters", "--warehouse", str(warehouse), *form)
    done = zakhira(*ask, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")
    if form == ("--json",):
        assert json.loads(done.stdout) == [{"letters": "é ک 😀"}]
    else:
        assert r"\xe9 \u06a9 \U0001f600" in done.stdout
    described = zakhira(
        "describe", str(warehouse.parent / "landing" / "a.txt"), PYTHONIOENCODING="ascii"
    )
    assert (described.returncode, described.stderr) == (exit_codes.DONE, "")


def test_sql_cannot_write_to_what_is_published(warehouse: Path) -> None:
    done = zakhira("sql", "delete from documents", "--warehouse", str(warehouse))
    assert (done.returncode, "read-only" in done.stderr) == (exit_codes.USAGE, True)


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to '{folder}/out.csv'",
        "copy (select 1) to '{warehouse}/parquet/documents/out.parquet' (format parquet)",
        "copy (select 1) to '{warehouse}/warehouse.duckdb.wal'",
        "select 1; explain analyze copy (select 1) to '{generation}.wal' (format csv)",
        "select * from read_text('{folder}/landing/a.txt')",
        "select * from read_parquet('{warehouse}/parquet/documents/*.parquet')",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb' as other",
        "export database '{folder}/export'",
        "load httpfs",
        "set enable_external_access = true",
        "set temp_directory = '{folder}'",
    ],
)
def test_sql_opens_no_other_file(warehouse: Path, query: str) -> None:
    folder = warehouse.parent
    before = sorted(folder.rglob("*"))
    generation = (warehouse / "warehouse.duckdb").resolve()
    asked = query.format(folder=folder, warehouse=warehouse, generation=generation)
    with pytest.raises(UsageError):
        answer(FolderStore.at(warehouse), asked, "csv")
    assert sorted(folder.rglob("*")) == before


def test_sql_reads_and_writes_files_where_it_is_told_to_be_unsafe(
    warehouse: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    query = f"copy (select title from documents) to '{out}'"
    assert "--unsafe" in zakhira("sql", query, "--warehouse", str(warehouse)).stderr
    done = zakhira("sql", query, "--warehouse", str(warehouse), "--unsafe")
    assert (done.returncode, done.stderr) == (0, "")
    assert out.exists()


def test_csv_holds_what_is_there_but_no_formula(warehouse: Path) -> None:
    query = "select '=1+1' as formula, chr(155) as control, -1 as number"
    done = zakhira("sql", query, "--csv", "--warehouse", str(warehouse))
    assert done.stdout == "formula,control,number\n'=1+1,\x9b,-1\n"


def test_sql_that_is_wrong_says_where_and_exits_as_usage(warehouse: Path) -> None:
    done = zakhira("sql", "select titel from documents", "--warehouse", str(warehouse))
    assert done.returncode == exit_codes.USAGE
    assert "title" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_error(warehouse: Path) -> None:
    command = [*COMMAND, "sql", "from range(1000000)", "--csv"]
    environment = {**os.environ, "ZAKHIRA_WAREHOUSE": str(warehouse)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == exit_codes.DONE
