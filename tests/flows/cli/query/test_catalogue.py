"""What there is to ask: every table, view, macro and column, with its sentence."""

import json
from pathlib import Path

import pytest

from flows.cli import exit_codes
from flows.cli.query.session import opened
from tests.command import zakhira
from transforms.schemas import DOCUMENTS, STORED
from warehouse.database.sql import sql_files
from warehouse.storage.folder_store import FolderStore


def test_tables_lists_each_with_a_sentence_and_counts_rows(warehouse: Path) -> None:
    rows = json.loads(zakhira("tables", "--json", "--warehouse", str(warehouse)).stdout)
    found = {row["name"]: row for row in rows}
    assert {table.name for table in STORED} | set(sql_files("views")) <= set(found)
    assert [name for name, row in found.items() if not row["comment"]] == []
    assert "folded(words)" in found
    assert (found["documents"]["rows"], found["publishers"]["rows"]) == (1, None)
    lines = zakhira("tables", "--warehouse", str(warehouse)).stdout.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Tables", "Views", "Macros",
    ]  # fmt: skip
    assert "  documents          one row per distinct text (1 row)" in lines


@pytest.mark.parametrize("name", ["documents", "DOCUMENTS"])
def test_columns_explains_each_in_its_order(warehouse: Path, name: str) -> None:
    done = zakhira("columns", name, "--json", "--warehouse", str(warehouse))
    rows = json.loads(done.stdout)
    assert [row["name"] for row in rows] == DOCUMENTS.schema.names
    assert all(row["comment"] and row["type"] for row in rows)
    lines = zakhira("columns", name, "--warehouse", str(warehouse)).stdout.splitlines()
    assert lines[0].split()[:2] == ["content_hash", "VARCHAR"]


def test_a_name_that_is_none_meets_the_nearest_ones(warehouse: Path) -> None:
    done = zakhira("columns", "documnets", "--warehouse", str(warehouse))
    assert (done.returncode, done.stdout) == (exit_codes.USAGE, "")
    assert "the nearest" in done.stderr
    assert "documents" in done.stderr
    far = zakhira("columns", "zzz", "--warehouse", str(warehouse))
    assert far.stderr == "zakhira: no table or view named zzz; zakhira tables lists all\n"


def test_every_table_that_is_listed_can_be_asked(warehouse: Path) -> None:
    rows = json.loads(zakhira("tables", "--json", "--warehouse", str(warehouse)).stdout)
    with opened(FolderStore.at(warehouse)) as connection:
        for row in rows:
            if row["kind"] != "macro":
                connection.sql(f"select count(*) from {row['name']}").fetchall()
