"""A generation that is not what was committed never reaches a reader."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from flows.ingest import ingest
from flows.settings import Settings
from transforms.errors import UsageError
from transforms.schemas import STORED
from warehouse.database import WarehouseError, connect, connect_read_only
from warehouse.layout import Layout
from warehouse.lock import writing
from warehouse.publish import PublishError, publish, require_published
from warehouse.verification import copy_and_read

_KEEP = 3
_HEADER_BYTES, _BLOCK_BYTES = 3 * 4096, 1 << 18
"""Of a DuckDB file; each block begins with its checksum."""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    landing = tmp_path / "landing"
    landing.mkdir()
    for number in range(50):
        (landing / f"{number:03}.txt").write_text(f"Story {number}\n\nIt rained for {number} days in a row.")
    ingest.fn(Settings(landing=landing, warehouse=tmp_path / "warehouse", workers=1))
    return Layout(tmp_path / "warehouse")


def commit_one_more_generation(layout: Layout, *statements: str) -> None:
    with connect(layout.work_database, layout.spill) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("update pipeline.state set generation = generation + 1")


def test_rows_that_the_manifest_does_not_name_are_not_published(layout: Layout) -> None:
    before = layout.published.readlink()
    commit_one_more_generation(layout, "delete from documents where title = 'Story 7'")
    with pytest.raises(PublishError, match="documents has 49 rows; its parts have 50"):
        publish(layout, _KEEP)
    assert layout.published.readlink() == before
    assert list(layout.generations()) == [layout.published_generation()]
    assert not list(layout.staging.glob("*"))


def test_a_damaged_block_that_a_reader_would_stumble_over_is_found(layout: Layout, tmp_path: Path) -> None:
    """A disk that fails cannot be had here; a source with one damaged block after the other plays it."""
    whole = layout.published.read_bytes()
    found = 0
    for start in range(_HEADER_BYTES, len(whole), _BLOCK_BYTES):
        damaged, copy = tmp_path / f"{start}.duckdb", tmp_path / f"{start}-copy.duckdb"
        damaged.write_bytes(whole[: start + 100] + bytes([whole[start + 100] ^ 1]) + whole[start + 101 :])
        if is_readable(damaged):
            continue
        found += 1
        with pytest.raises((WarehouseError, duckdb.Error)):
            copy_and_read(damaged, copy)
    assert found >= 3


def is_readable(path: Path) -> bool:
    try:
        with connect_read_only(path) as connection:
            for table in STORED:
                connection.execute(f"from {table.name}").fetchall()
    except (WarehouseError, duckdb.Error):
        return False
    return True


def test_where_nothing_is_published_a_reader_hears_why(layout: Layout, tmp_path: Path) -> None:
    assert require_published(layout) is layout
    layout.published.unlink()
    shutil.rmtree(layout.versions)
    shutil.rmtree(layout.state)
    with pytest.raises(UsageError, match=f"its Parquet is there: run zakhira rebuild --warehouse {layout.root}$"):
        require_published(layout)
    with (
        writing(layout.lock, "20260307T061700-123000Z-3f9a1c"),
        pytest.raises(UsageError, match=rf"run 20260307T061700-123000Z-3f9a1c \(pid {os.getpid()} on .* wait for it"),
    ):
        require_published(layout)
    with pytest.raises(UsageError, match="run zakhira ingest first"):
        require_published(Layout(tmp_path / "nothing"))
