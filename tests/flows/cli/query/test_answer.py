"""What `zakhira sql` prints, and the files it does not open."""

import csv
import io
import json
import os
import re
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


def test_every_statement_is_answered(warehouse: Path) -> None:
    ask = ("sql", "select 1 as a; select 2 as b", "--warehouse", str(warehouse))
    box = zakhira(*ask).stdout
    assert 0 < box.index(" a ") < box.index(" b ")
    assert zakhira(*ask, "--csv").stdout == "a\n1\n\nb\n2\n"
    assert zakhira(*ask, "--json").stdout == '[{"a": 1}]\n[{"b": 2}]\n'


def test_a_query_comes_from_a_pipe_or_a_file_too(warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "query.sql"
    file.write_text("\ufeffselect 'کتاب' as word;", encoding="utf-8")
    told = '[{"word": "کتاب"}]\n'
    to = ("--json", "--warehouse", str(warehouse))
    assert zakhira("sql", "-f", str(file), *to).stdout == told
    assert zakhira("sql", "-", *to, typed="select 'کتاب' as word").stdout == told
    assert zakhira("sql", *to, typed="select 'کتاب' as word").stdout == told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "no query"),
        (("",), "no query"),
        (("select 1", "-f", "a.sql"), "pass one of them"),
        (("-f", "nowhere.sql"), "nowhere.sql: No such file"),
        (("select 1", "--limit", "0"), "limit"),
        (("select 1", "--vertical", "--json"), "pass one of them"),
    ],
)
def test_a_query_that_is_none_or_two_is_refused(
    warehouse: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = zakhira("sql", *arguments, "--warehouse", str(warehouse))
    assert (done.returncode, done.stdout) == (exit_codes.USAGE, "")
    assert says in done.stderr


@pytest.mark.parametrize(("rows", "has_more"), [(200, False), (201, True)])
def test_the_first_two_hundred_rows_are_shown_and_what_shows_more(
    warehouse: Path, rows: int, has_more: bool
) -> None:
    done = zakhira("sql", f"from range({rows})", "--warehouse", str(warehouse))
    assert "│   199 │" in done.stdout
    assert "│   200 │" not in done.stdout
    assert ("--limit 2000 shows more" in done.stdout) == has_more


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",), ("--vertical",)])
def test_a_limit_holds_for_each_statement(warehouse: Path, form: tuple[str, ...]) -> None:
    query = "select 'x' || range from range(100_000); select 'y' || range from range(9)"
    done = zakhira("sql", query, "--limit", "2", *form, "--warehouse", str(warehouse))
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")
    assert [each in done.stdout for each in ("x0", "x1", "x2", "y1", "y2")] == [
        True, True, False, True, False,
    ]  # fmt: skip


def test_few_rows_of_many_columns_are_shown_one_value_a_line(warehouse: Path) -> None:
    to = ("--warehouse", str(warehouse))
    wide = zakhira("sql", "select *, repeat('x', 200) as long from documents", *to).stdout
    assert "…" in wide
    assert re.search(r"^content_hash +[0-9a-f]{64}$", wide, re.MULTILINE)
    assert re.search(r"^language +ur$", wide, re.MULTILINE)
    assert max(map(len, wide.splitlines())) <= 160
    whole = zakhira("sql", "from documents", "--vertical", *to).stdout
    assert zakhira("sql", r"from documents \G", *to).stdout == whole
    assert "کراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔" in whole
    many = zakhira("sql", "select d.* from documents d, range(11)", *to).stdout
    assert many.startswith("┌")


def test_a_large_sum_is_shown_as_the_integer_it_is(warehouse: Path) -> None:
    query = "select sum(9_000_000_000_000_000_000 + range) as much from range(9)"
    box = zakhira("sql", query, "--warehouse", str(warehouse)).stdout
    assert "81000000000000000036" in box
    assert "int128" in box
