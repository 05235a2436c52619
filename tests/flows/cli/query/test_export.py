"""Export: what is written is what was found, whole or not at all, and other programs read it."""

import csv
import io
import json
import re
import signal
import stat
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from flows.cli import exit_codes
from flows.cli.query import workbook
from flows.cli.query.export import export
from flows.cli.query.workbook import write_workbook
from tests.command import COMMAND, environment_of_nobody, zakhira
from tests.faults.processes import wait_until
from warehouse.storage.folder_store import FolderStore

KINDS = """
    select 'کتاب' as t, 7::bigint as i, 1.5::decimal(10, 2) as d, date '2026-03-07' as day,
        timestamptz '2026-03-07 10:00:00.5+05' as at, timestamp '2026-03-07 10:00:00' as plain,
        true as b, [1, 2] as l, {'x': ['ک']} as s, '\\xAA'::blob as bytes, null::varchar as n,
        'nan'::double as nan, 123456789012345678 as long, date '1848-01-01' as early,
        '=cmd|''/c calc''!A0' as formula, 'https://example.org/a' as link
    union all
    select null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null
"""


def at(day_and_time: str) -> datetime:
    """A moment of March 2026, without a zone as in Excel."""
    return datetime.fromisoformat(f"2026-03-{day_and_time}")


def rows_of(file: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(file)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def test_excel_opens_what_is_written_with_every_type(warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "kinds.xlsx"
    assert export(FolderStore.at(warehouse), KINDS, file).rows == 2
    heads, row, *empty = rows_of(file)
    found = dict(zip(map(str, heads), row, strict=True))
    assert found == {
        "t": "کتاب", "i": 7, "d": 1.5, "day": at("07"),
        "at (UTC)": at("07T05:00:00.500"), "plain": at("07T10:00"),
        "b": True, "l": "[1, 2]", "s": '{"x": ["ک"]}', "bytes": "aa", "n": None, "nan": "nan",
        "long": "123456789012345678", "early": "1848-01-01", "formula": "=cmd|'/c calc'!A0",
        "link": "https://example.org/a",
    }  # fmt: skip
    assert all(value is None for rest in empty for value in rest)
    sheet = openpyxl.load_workbook(file).active
    assert {cell.data_type for cell in sheet[2]} & {"f", "e"} == set()
    assert sheet["O2"].hyperlink is None
    assert pl.read_excel(file, engine="openpyxl")["t"].to_list()[0] == "کتاب"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_workbook_gives_every_text_back(texts: list[str]) -> None:
    file = io.BytesIO()
    write_workbook(file, ["t"], [[text] for text in texts])
    sheet = openpyxl.load_workbook(file).active
    found = [row[0].value for row in sheet.iter_rows(min_row=2, max_col=1, max_row=len(texts) + 1)]
    # XML has no such characters.
    assert [unescape(text or "") for text in found] == [
        re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts
    ]


@pytest.mark.parametrize("text", ["<r><t>a</t></r>", "<r>&</r>", "_x0041_", "\x0b", "<", "a\rb"])
def test_markup_in_a_text_is_text(tmp_path: Path, text: str) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        write_workbook(file, ["t"], [[text]])
    (_, (found,)) = rows_of(tmp_path / "a.xlsx")
    assert unescape(str(found)).rstrip(" ") == text.rstrip(" ")


@pytest.mark.parametrize(("text", "is_cut"), [("a" * 32_767, False), ("a" * 32_766 + "😀", True)])
def test_a_text_that_excel_cannot_hold_is_cut_and_counted(
    warehouse: Path, tmp_path: Path, text: str, is_cut: bool
) -> None:
    file = tmp_path / "long.xlsx"
    query = f"select '{text}' as text"
    done = zakhira("export", "-", str(file), "--warehouse", str(warehouse), typed=query)
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")
    assert ("1 text is cut at 32,767 characters" in done.stdout) == is_cut
    (_, (found,)) = rows_of(file)
    assert found == text[:32_767].rstrip("😀")


@pytest.mark.parametrize(("rows", "sheets"), [(3, 1), (4, 2), (6, 2), (7, 3)])
def test_rows_that_a_sheet_does_not_hold_are_in_the_next_one(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, sheets: int
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    file = tmp_path / "many.xlsx"
    found = export(FolderStore.at(warehouse), f"select range as n from range({rows})", file)
    assert (found.rows, found.sheets) == (rows, sheets)
    numbers = [row[0] for row in rows_of(file)]
    assert [number for number in numbers if number != "n"] == list(range(rows))
    assert numbers.count("n") == sheets


def test_csv_json_lines_and_parquet_hold_the_same(warehouse: Path, tmp_path: Path) -> None:
    store = FolderStore.at(warehouse)
    for ending in ("csv", "jsonl", "parquet"):
        assert export(store, KINDS, tmp_path / f"a.{ending}").rows == 2
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        first, empty = csv.DictReader(file)
    assert (first["t"], first["d"], first["s"]) == ("کتاب", "1.50", '{"x": ["ک"]}')
    assert first["formula"] == "'=cmd|'/c calc'!A0"
    assert set(empty.values()) == {""}
    line, _ = map(json.loads, (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines())
    assert (line["l"], line["s"], line["nan"]) == ([1, 2], {"x": ["ک"]}, None)
    assert line["formula"] == "=cmd|'/c calc'!A0"
    row, _ = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert (row["d"], row["day"], row["l"]) == (Decimal("1.50"), date(2026, 3, 7), [1, 2])
    assert row["at"].isoformat() == "2026-03-07T05:00:00.500000+00:00"


def test_a_byte_order_mark_is_written_where_it_is_asked_for(
    warehouse: Path, tmp_path: Path
) -> None:
    ask = ("export", "select 'کتاب' as t", str(tmp_path / "a.csv"), "--warehouse", str(warehouse))
    assert zakhira(*ask).returncode == exit_codes.DONE
    assert (tmp_path / "a.csv").read_bytes().startswith(b"t\n")
    assert zakhira(*ask, "--bom", "--overwrite").returncode == exit_codes.DONE
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbft\n")


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("select 1", "there.csv", "--overwrite"),
        ("select 1", "a.doc", ".csv, .xlsx, .parquet, .jsonl"),
        ("select 1", "a", ".csv, .xlsx, .parquet, .jsonl"),
        ("select 1", "a.xlsx --bom", "--bom is for CSV"),
        ("select 1; select 2", "a.csv", "one query"),
        ("-- nothing", "a.csv", "one query"),
        ("select titel from documents", "a.csv", "title"),
        ("select 1 as a, 2 as a", "a.jsonl", "two columns have one name"),
        ("select interval 1 day as i", "a.parquet", "cast the column"),
        ("copy documents to 'b.csv'", "a.csv", "writes no files"),
        ("from read_csv('there.csv')", "a.csv", "file"),
        ("select error('late') from range(5000) where range = 4999", "a.xlsx", "late"),
    ],
)
def test_what_cannot_be_exported_says_why_and_leaves_no_file(
    warehouse: Path, tmp_path: Path, query: str, name: str, says: str
) -> None:
    (tmp_path / "there.csv").write_text("mine")
    done = zakhira("export", query, *f"{tmp_path}/{name}".split(), "--warehouse", str(warehouse))
    assert (done.returncode, done.stdout) == (exit_codes.USAGE, "")
    assert says in done.stderr
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"there.csv": "mine"}


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_is_killed_leaves_the_old_file_as_it_was(
    warehouse: Path, tmp_path: Path, by: signal.Signals, ending: str
) -> None:
    file = tmp_path / f"a.{ending}"
    file.write_text("mine")
    ask = ("export", "select range from range(1000000000)", str(file), "--overwrite")
    with subprocess.Popen(
        [*COMMAND, *ask, "--warehouse", str(warehouse)],
        stderr=subprocess.DEVNULL,
        env=environment_of_nobody(TMPDIR=str(tmp_path)),
    ) as running:
        wait_until(lambda: len(list(tmp_path.iterdir())) > 2, "the export to be under way")
        running.send_signal(by)
        running.wait(timeout=60)
    assert running.returncode not in {exit_codes.DONE, exit_codes.USAGE}
    assert file.read_text() == "mine"
    if by != signal.SIGKILL:
        assert list(tmp_path.iterdir()) == [file]


def test_a_file_has_the_rights_that_others_have_here(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    export(FolderStore.at(warehouse), "select 1 as a", tmp_path / "a.parquet")
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_place_that_cannot_be_written_is_one_line(warehouse: Path) -> None:
    done = zakhira("export", "select 1 as a", "/proc/a.csv", "--warehouse", str(warehouse))
    assert (done.returncode, done.stdout) == (exit_codes.FAILED, "")
    assert done.stderr.startswith("zakhira: cannot write /proc/a.csv: ")
    assert done.stderr.count("\n") == 1
