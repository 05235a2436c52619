"""Every rule finds what breaks it, and nothing in a sound warehouse."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.ingest import ingest
from flows.settings import Settings
from warehouse.checks import Check, run_checks
from warehouse.database.sql import sql_files
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout

_LONG_AFTER = "99990101T000000-000000Z-000000.00000"
_LONG_BEFORE = "20000101T000000-000000Z-000000.00000"
_A_HASH = f"'{'0' * 64}'"

# What breaks each rule, in SQL.
_SABOTAGE = {
    "counts_are_possible": "update documents set char_count = char_count + 1",
    "documents_have_sources": "update sources set is_duplicate = true",
    "generations_are_as_published": "create table of_a_reader as select 1 as one",
    "one_outcome_per_source": (
        "update sources set reject_reason = 'empty' where content_hash is not null"
    ),
    "published_before_seen": "update documents set published_on = first_seen_at::date + 2",
    "scores_are_shares": "update sources set encoding_score = 1.5",
    "sources_have_documents": (
        f"update sources set content_hash = {_A_HASH} where content_hash is not null"
    ),
    "sources_have_runs": "delete from runs",
    "unique_content_hash": "insert into documents from documents",
    "valid_language_tags": "update documents set language = 'urdu'",
    "parquet_holds_the_documents": "delete from documents where title = 'Rain'",
    "parquet_holds_the_metadata": "delete from documents where title = 'Rain'",
    "parquet_holds_the_sources": "delete from sources where reject_reason is not null",
    "rejected_files_are_in_quarantine": (
        f"update sources set file_hash = {_A_HASH} where reject_reason is not null"
    ),
    "parts_are_as_written": (
        "update parquet_parts set row_count = row_count + 1 where table_name = 'runs'"
    ),
}
# What no SQL breaks.
_WORK_DATABASE = "work_database_can_be_read"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    folder = tmp_path_factory.mktemp("checks")
    landing = folder / "landing"
    landing.mkdir()
    for name, text in {
        "a.txt": "Rain\n\nIt rained all day.",
        "b.txt": "Sun\n\nIt did not rain.",
        "c.txt": "",
    }.items():
        (landing / name).write_text(text)
    ingest.fn(Settings(landing=landing, warehouse=folder / "warehouse", workers=1))
    return Layout(folder / "warehouse")


@pytest.fixture
def layout(sound: Layout, tmp_path: Path) -> Layout:
    return Layout(Path(shutil.copytree(sound.root, tmp_path / "warehouse", symlinks=True)))


def broken(layout: Layout) -> dict[str, Check]:
    return {check.name: check for check in run_checks(FolderStore(layout)) if check.broken_count}


def test_every_rule_has_a_sabotage_and_a_sound_warehouse_breaks_none(sound: Layout) -> None:
    assert (
        sorted([*_SABOTAGE, _WORK_DATABASE])
        == sorted(sql_files("checks"))
        == [check.name for check in run_checks(FolderStore(sound))]
    )
    assert broken(sound) == {}


@pytest.mark.parametrize("name", _SABOTAGE)
def test_a_broken_rule_is_found(layout: Layout, name: str) -> None:
    layout.published.resolve().chmod(0o600)
    with duckdb.connect(str(layout.published)) as connection:
        connection.execute(_SABOTAGE[name])
    assert broken(layout)[name].sample


def test_parquet_that_is_behind_in_a_description_is_found(layout: Layout) -> None:
    layout.published.resolve().chmod(0o600)
    with duckdb.connect(str(layout.published)) as connection:
        connection.execute("update documents set title = 'Clouds' where title = 'Rain'")
    for name in ("parquet_holds_the_documents", "parquet_holds_the_metadata"):
        (row,) = broken(layout)[name].sample
        assert (row["in_duckdb"], row["in_parquet"], row["is_behind"]) == (1, 1, True)


def _put_garbage(path: Path) -> None:
    path.write_bytes(b"no database")


def _flip_a_block(path: Path) -> None:
    """Change a byte of the block that holds a text."""
    content = path.read_bytes()
    where = content.index(b"It rained all day.")
    path.write_bytes(content[:where] + b"i" + content[where + 1 :])


@pytest.mark.parametrize("damage", [_put_garbage, _flip_a_block])
def test_a_damaged_work_database_is_found_with_its_cure(
    layout: Layout, damage: Callable[[Path], None]
) -> None:
    damage(layout.work_database)
    found = broken(layout)
    assert list(found) == [_WORK_DATABASE]
    assert "zakhira rebuild" in str(found[_WORK_DATABASE].sample)


def test_a_work_database_that_is_gone_breaks_no_rule(layout: Layout) -> None:
    layout.work_database.unlink()
    assert broken(layout) == {}


def test_a_work_database_that_a_run_has_open_breaks_no_rule(layout: Layout) -> None:
    code = "import duckdb, sys; connection = duckdb.connect(sys.argv[1]); print(); input()"
    arguments = [sys.executable, "-c", code, str(layout.work_database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True) as run:
        assert run.stdout
        run.stdout.readline()
        assert broken(layout) == {}
        run.communicate("\n")


def _lose(part: Path) -> None:
    part.unlink()


def _cut(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-1])


def _flip(part: Path) -> None:
    payload = bytearray(part.read_bytes())
    payload[len(payload) // 2] ^= 1
    part.write_bytes(payload)


@pytest.mark.parametrize("damage", [_lose, _cut, _flip])
def test_a_part_that_is_not_as_written_is_found(
    layout: Layout, damage: Callable[[Path], None]
) -> None:
    (part,) = (layout.parquet / "runs").iterdir()
    damage(part)
    (row,) = broken(layout)["parts_are_as_written"].sample
    assert row["part_path"] == str(part.relative_to(layout.root))


@pytest.mark.parametrize("name", [_LONG_BEFORE, "export"])
def test_a_file_beside_the_parts_that_no_run_committed_is_found(layout: Layout, name: str) -> None:
    (part,) = (layout.parquet / "documents").iterdir()
    shutil.copy(part, layout.part("documents", name))
    assert [row["part_path"] for row in broken(layout)["parts_are_as_written"].sample] == [
        f"parquet/documents/{name}.parquet"
    ]


def test_a_part_of_a_run_that_is_writing_now_breaks_no_rule(layout: Layout) -> None:
    (part,) = (layout.parquet / "documents").iterdir()
    shutil.copy(part, layout.part("documents", _LONG_AFTER))
    assert broken(layout) == {}


def test_a_copy_that_is_gone_from_quarantine_is_found(layout: Layout) -> None:
    (copy,) = layout.quarantine.glob("*/*")
    copy.unlink()
    (row,) = broken(layout)["rejected_files_are_in_quarantine"].sample
    assert (row["source_path"], row["quarantine_path"]) == (
        "c.txt",
        str(copy.relative_to(layout.root)),
    )


@pytest.mark.parametrize("damage", [_lose, _cut, _flip])
@pytest.mark.parametrize("table", ["documents", "sources"])
def test_a_broken_part_breaks_its_rules_and_not_the_checks(
    layout: Layout, table: str, damage: Callable[[Path], None]
) -> None:
    (part,) = (layout.parquet / table).iterdir()
    damage(part)
    assert set(broken(layout)) == {"parts_are_as_written", f"parquet_holds_the_{table}"}
