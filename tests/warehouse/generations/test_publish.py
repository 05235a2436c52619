"""A generation that is not what was committed never reaches a reader."""

import errno
import os
import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest import ingest
from flows.maintain import maintain
from flows.settings import Settings
from tests import rows
from tests.faults.warehouses import Row, every_row, table_rows
from transforms.errors import UsageError
from transforms.schemas import PARQUET_PARTS, STORED
from warehouse.database.arrow import query_arrow
from warehouse.database.batching import batch_by_size
from warehouse.database.connection import connect_read_only
from warehouse.database.errors import WarehouseError
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import publish as publishing
from warehouse.generations.build import (
    _ROWS_READ_AT_ONCE,
    MADE,
    _ends,
    _pieces,
    _size_of,
    read_whole,
)
from warehouse.generations.publish import Draft, publish, publish_anew
from warehouse.generations.published import require_published
from warehouse.locking import file_lock
from warehouse.storage.files import copy
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout
from warehouse.storage.part_names import is_compacted
from warehouse.storage.seals import seal
from warehouse.storage.store import PublishError

_KEEP = 3
# Of a DuckDB file; each block begins with its checksum.
_HEADER_BYTES = 3 * 4096
_BLOCK_BYTES = 1 << 18


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    landing = tmp_path / "landing"
    landing.mkdir()
    for number in range(50):
        (landing / f"{number:03}.txt").write_text(
            f"Story {number}\n\nIt rained for {number} days in a row."
        )
    ingest.fn(Settings(landing=landing, warehouse=tmp_path / "warehouse", workers=1))
    return Layout(tmp_path / "warehouse")


def commit_one_more_generation(layout: Layout, *statements: str) -> None:
    with WorkDatabase(layout.work_database, layout.spill).connect() as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("update pipeline.state set generation = generation + 1")


def test_rows_that_the_manifest_does_not_name_are_not_published(layout: Layout) -> None:
    before = layout.published.readlink()
    commit_one_more_generation(layout, "delete from documents where title = 'Story 7'")
    with pytest.raises(WarehouseError, match="documents has 49 rows; its parts have 50"):
        publish(FolderStore(layout), WorkDatabase(layout.work_database, layout.spill), _KEEP)
    assert layout.published.readlink() == before
    assert list(layout.generations()) == [layout.published_generation()]
    assert not list(layout.staging.glob("*"))


def test_a_damaged_block_that_a_reader_would_stumble_over_is_found(
    layout: Layout, tmp_path: Path
) -> None:
    """A source with one damaged block after the other stands for a disk that fails."""
    whole = layout.published.read_bytes()
    found = 0
    for start in range(_HEADER_BYTES, len(whole), _BLOCK_BYTES):
        damaged, copied = tmp_path / f"{start}.duckdb", tmp_path / f"{start}-copy.duckdb"
        damaged.write_bytes(
            whole[: start + 100] + bytes([whole[start + 100] ^ 1]) + whole[start + 101 :]
        )
        if is_readable(damaged):
            continue
        found += 1
        with pytest.raises((WarehouseError, duckdb.Error)):
            copy(damaged, copied)
            read_whole(copied)
    assert found >= 3


@given(st.lists(st.integers(0, 3 * _ROWS_READ_AT_ONCE), max_size=6))
def test_every_row_is_read_once_and_through_one_connection_no_more_than_it_may(
    row_counts: list[int],
) -> None:
    tables = {f"table {number}": row_count for number, row_count in enumerate(row_counts)}
    read_to = dict.fromkeys(tables, 0)
    for pieces in batch_by_size(_pieces(tables), _size_of, _ROWS_READ_AT_ONCE):
        through_it = 0
        for name, first, last in pieces:
            assert first == read_to[name]
            read_to[name] = last + 1
            through_it += read_to[name] - first
        assert 0 < through_it <= _ROWS_READ_AT_ONCE
    assert read_to == tables


def test_rows_that_were_put_in_again_behind_the_others_are_read_too(tmp_path: Path) -> None:
    count = 9_000  # more than two groups of rows, or the checkpoint closes the gap
    database = WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill")
    with database.create() as connection:
        connection.register("news", rows.documents(*(f"text {number}" for number in range(count))))
        connection.execute("insert into documents by name from news")
        connection.unregister("news")
    with database.connect() as connection:
        connection.execute("create temp table anew as from documents where rowid < 20")
        connection.execute("delete from documents where rowid < 20")
        connection.execute("insert into documents by name from anew")
    with connect_read_only(tmp_path / "work.duckdb") as connection:
        count_behind = "select count(*) from documents where rowid >= ?"
        assert connection.execute(count_behind, [count]).fetchall() == [(20,)]
        assert connection.execute(count_behind, [_ends(connection)["documents"]]).fetchall() == [
            (0,)
        ]


def is_readable(path: Path) -> bool:
    try:
        with connect_read_only(path) as connection:
            for table in STORED:
                connection.execute(f"from {table.name}").fetchall()
    except (WarehouseError, duckdb.Error):
        return False
    return True


def test_where_nothing_is_published_a_reader_hears_why(layout: Layout, tmp_path: Path) -> None:
    assert require_published(FolderStore(layout)) is layout
    layout.published.unlink()
    shutil.rmtree(layout.versions)
    shutil.rmtree(layout.state)
    with pytest.raises(
        UsageError, match=f"its Parquet is there: run zakhira rebuild --warehouse {layout.root}$"
    ):
        require_published(FolderStore(layout))
    with (
        file_lock.hold(layout.lock, "20260307T061700-123000Z-3f9a1c"),
        pytest.raises(
            UsageError,
            match=rf"run 20260307T061700-123000Z-3f9a1c \(pid {os.getpid()} on .* wait for it",
        ),
    ):
        require_published(FolderStore(layout))
    with pytest.raises(UsageError, match="run zakhira ingest first"):
        require_published(FolderStore.at(tmp_path / "nothing"))


def add_and_ingest(layout: Layout, name: str, keep: int = _KEEP) -> None:
    """One more story, a changed one, and one that goes."""
    landing = layout.root.parent / "landing"
    (landing / name).write_text(f"Story {name}\n\nIt rained until the {name} was full.")
    (landing / "001.txt").write_text(f"Story 1, again\n\nIt did not rain at all: see {name}.")
    next(iter(sorted(landing.glob("0[1-4]*.txt")))).unlink()
    ingest.fn(Settings(landing=landing, warehouse=layout.root, workers=1, keep_generations=keep))


def inodes(layout: Layout) -> list[int]:
    return [path.stat().st_ino for path in layout.generations().values()]


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_every_generation_shows_what_is_committed_and_nothing_that_only_the_pipeline_needs(
    layout: Layout, keep: int
) -> None:
    for number in range(5):
        add_and_ingest(layout, f"more-{number}.txt", keep)
        assert every_row(layout.root) == rows_of_the_work_database(layout)
        with connect_read_only(layout.published) as connection:
            tables = connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'pipeline'"
            )
            assert tables.fetchall() == [("state",)]
            shown = connection.execute("select generation from pipeline.state").fetchall()
        assert shown == [(layout.published_generation(),)]


def rows_of_the_work_database(layout: Layout) -> dict[str, list[Row]]:
    with connect_read_only(layout.work_database) as connection:
        return {
            table.name: table_rows(query_arrow(connection, f"from {table.name}"))
            for table in (*STORED, PARQUET_PARTS)
        }


def test_the_oldest_generation_becomes_the_next_instead_of_a_copy(layout: Layout) -> None:
    add_and_ingest(layout, "a.txt")
    add_and_ingest(layout, "b.txt")
    first, second, third = inodes(layout)
    add_and_ingest(layout, "c.txt")
    assert inodes(layout) == [second, third, first]


def test_a_generation_that_somebody_has_open_never_changes(layout: Layout) -> None:
    add_and_ingest(layout, "a.txt")
    oldest = layout.published.resolve()
    add_and_ingest(layout, "b.txt")
    before = oldest.read_bytes()
    for number in range(_KEEP + 1):
        with oldest.open("rb") as reader:
            add_and_ingest(layout, f"more-{number}.txt")
            assert reader.read() == before
        oldest = layout.generation(min(layout.generations()))
        before = oldest.read_bytes()
    assert every_row(layout.root) == rows_of_the_work_database(layout)


@pytest.mark.parametrize(
    "spoil", ["garbage", "rows of parts that are gone", "another version's tables"]
)
def test_what_a_retired_generation_cannot_become_is_made_of_another(
    layout: Layout, spoil: str
) -> None:
    add_and_ingest(layout, "a.txt")
    add_and_ingest(layout, "b.txt")
    oldest = layout.generation(min(layout.generations()))
    oldest.chmod(0o600)
    if spoil == "garbage":
        oldest.write_bytes(b"nothing that DuckDB knows")
    else:
        statement = (
            "update parquet_parts set file_hash = 'other'"
            if spoil == "rows of parts that are gone"
            else "alter table runs drop column settings"
        )
        with duckdb.connect(str(oldest)) as connection:
            if spoil != "rows of parts that are gone":
                connection.execute("drop view run_history")
            connection.execute(statement)
    # Whatever it is, let it pass for what was published.
    seal(layout, min(layout.generations()), oldest)
    add_and_ingest(layout, "c.txt")
    assert every_row(layout.root) == rows_of_the_work_database(layout)
    assert not list(layout.staging.glob("*"))


@pytest.mark.parametrize("process", ["ends well", "ends badly", "leaves what none can complete"])
def test_a_draft_gets_what_is_committed_after_it_and_is_replaced_where_it_cannot(
    layout: Layout, process: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = publishing._make, []

    def make_first(layout: Layout, number: int, aside: Path, base: Path) -> str | None:
        made.append(aside)
        reason = make(layout, number, aside, base)
        if process == "leaves what none can complete" and len(made) == 1:
            (aside / MADE).write_bytes(b"nothing that DuckDB knows")
        return "it broke" if process == "ends badly" and len(made) == 1 else reason

    monkeypatch.setattr(publishing, "_make", make_first)
    database = WorkDatabase(layout.work_database, layout.spill)
    commit_one_more_generation(layout)
    with closing(Draft(FolderStore(layout), database, _KEEP)) as draft:
        commit_one_more_generation(layout)
        number = publish(FolderStore(layout), database, _KEEP, draft)
    assert number == layout.published_generation() == _number_in(layout.published)
    assert len(made) == (1 if process == "ends well" else 2)
    assert every_row(layout.root) == rows_of_the_work_database(layout)
    assert not list(layout.staging.glob("*"))


def _number_in(generation: Path) -> int:
    with connect_read_only(generation) as connection:
        ((number,),) = connection.execute("select generation from pipeline.state").fetchall()
    return int(number)


def test_compaction_costs_generations_no_copy_either(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.compaction.plan._FEWEST_PARTS", 2)
    for number in range(_KEEP + 2):
        add_and_ingest(layout, f"more-{number}.txt")
    maintain.fn(Settings(landing=layout.root.parent / "landing", warehouse=layout.root, workers=1))
    before = inodes(layout)
    maintain.fn(Settings(landing=layout.root.parent / "landing", warehouse=layout.root, workers=1))
    assert any(is_compacted(path.stem) for path in (layout.parquet / "documents").glob("*.parquet"))
    assert sorted(inodes(layout)) == sorted(before)
    assert every_row(layout.root) == rows_of_the_work_database(layout)
    for number in range(_KEEP + 1):
        add_and_ingest(layout, f"later-{number}.txt")
        assert sorted(inodes(layout)) == sorted(before)
        assert every_row(layout.root) == rows_of_the_work_database(layout)


def test_an_interpreter_that_cannot_be_started_is_named(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_one_more_generation(layout)
    monkeypatch.setattr("subprocess.run", _refuse_to_start)
    database = WorkDatabase(layout.work_database, layout.spill)
    with pytest.raises(PublishError, match=r"could not start .*python.*: Permission denied"):
        publish(FolderStore(layout), database, _KEEP)


def _refuse_to_start(command: list[str], **_: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", command[0])


def test_a_reader_that_comes_while_a_takedown_removes_a_generation_sees_the_next(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = duckdb.connect
    removed = layout.published.resolve()
    commit_one_more_generation(layout)

    def connect_late(path: str, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open what the link named when DuckDB looked."""
        file = Path(path).resolve()
        if removed.exists():
            monkeypatch.undo()
            publish_anew(FolderStore(layout), WorkDatabase(layout.work_database, layout.spill))
        return connect(str(file), read_only=read_only)

    monkeypatch.setattr("warehouse.database.connection.duckdb.connect", connect_late)
    with connect_read_only(layout.published) as connection:
        shown = connection.execute("select generation from pipeline.state").fetchall()
    assert shown == [(layout.published_generation(),)]
    assert not removed.exists()
