"""A copy of a warehouse that `deploy/backup.sh` makes while runs are at work can be restored."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from tests import corpus
from tests.command import COMMAND, environment_of_nobody, zakhira
from tests.faults.warehouses import every_row, files_below, problems
from tests.traces import traces
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

_SCRIPT = Path(__file__).parents[2] / "deploy" / "backup.sh"
_MARKER = "ZQXWJVKPY-17"
_RUNS = 4


def backup(warehouse: Path, target: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(_SCRIPT), str(warehouse), str(target)],
        env=environment_of_nobody(PATH=path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def run(*arguments: str, warehouse: Path, **settings: str) -> None:
    done = zakhira(*arguments, "--warehouse", str(warehouse), command=COMMAND, **settings)
    assert done.returncode == 0, done.stderr


def ingest(landing: Path, warehouse: Path) -> None:
    run("ingest", str(landing), "--no-prefect", warehouse=warehouse, ZAKHIRA_BATCH_FILES="4")


def restore(copy: Path, to: Path) -> Path:
    shutil.copytree(copy, to, symlinks=True)
    journal = copy.with_name(f"{copy.name}.takedowns.jsonl")
    if journal.exists():
        shutil.copy(journal, to.with_name(f"{to.name}.takedowns.jsonl"))
    return to


def current(warehouse: Path) -> list[tuple[object, ...]]:
    with connect_read_only(Layout(warehouse).published) as connection:
        return connection.execute(
            "select source_path, content_hash from current_sources order by all"
        ).fetchall()


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    corpus.write(tmp_path / "landing", corpus.landing_zone(8))
    return tmp_path / "landing"


@pytest.fixture
def warehouse(landing: Path, tmp_path: Path) -> Path:
    ingest(landing, tmp_path / "warehouse")
    return tmp_path / "warehouse"


def test_copies_made_while_runs_are_at_work_are_whole_and_can_be_restored(
    landing: Path, warehouse: Path, tmp_path: Path
) -> None:
    def work() -> None:
        """Runs, a takedown, and a compaction that keeps nothing of what it replaced."""
        for number in range(1, _RUNS):
            (landing / sorted(corpus.landing_zone(8, first=number * 10 - 10))[number]).unlink()
            corpus.write(landing, corpus.landing_zone(8, first=number * 10))
            ingest(landing, warehouse)
        run("forget", "--path", "*1*", "--yes", "--reason", "asked", warehouse=warehouse)
        run("maintain", warehouse=warehouse, ZAKHIRA_GRACE_HOURS="0")

    copies: dict[int | None, Path] = {}
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        for number in count():
            if working.done():
                break
            target = tmp_path / f"copy-{number}"
            done = backup(warehouse, target)
            assert done.returncode == 0, done.stderr
            copies[Layout(target).published_generation()] = target
        working.result()
    assert len(copies) > 2
    assert not list(tmp_path.glob("*.part*"))
    for generation, copy in copies.items():
        restored = restore(copy, tmp_path / f"restored-{generation}")
        names = [row[1] for row in every_row(copy)["parquet_parts"]]
        assert sorted(names) == sorted(
            str(path.relative_to(copy)) for path in files_below(copy / "parquet")
        )
        run("maintain", warehouse=restored)
        assert problems(restored) == []
    # With the journal of today, as the texts were taken down after most copies were made.
    shutil.copy(f"{warehouse}.takedowns.jsonl", f"{restored}.takedowns.jsonl")
    for each in (restored, warehouse):
        ingest(landing, each)
    assert current(restored) == current(warehouse)


def test_nothing_is_written_over_a_copy_that_is_there(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    done = backup(warehouse, tmp_path / "copy")
    assert (done.returncode, list((tmp_path / "copy").iterdir())) == (2, [])
    assert "is there already" in done.stderr


def test_what_is_no_warehouse_is_not_copied(tmp_path: Path) -> None:
    done = backup(tmp_path, tmp_path / "copy")
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "nothing is published" in done.stderr


def test_a_copy_that_cannot_be_made_leaves_nothing(warehouse: Path, tmp_path: Path) -> None:
    next((warehouse / "parquet" / "documents").iterdir()).unlink()
    done = backup(warehouse, tmp_path / "copy")
    assert done.returncode == 1
    assert "attempt 5 failed" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"landing", "warehouse"}


def test_a_text_that_was_taken_down_since_is_in_no_restored_warehouse(
    landing: Path, warehouse: Path, tmp_path: Path
) -> None:
    (landing / "marked.txt").write_text(
        f"{_MARKER} کی خبر\n\nیہ خبر ہٹائی جائے گی۔", encoding="utf-8"
    )
    ingest(landing, warehouse)
    assert backup(warehouse, tmp_path / "copy").returncode == 0
    run("forget", "--path", "marked.txt", "--yes", "--reason", "asked", warehouse=warehouse)
    shutil.rmtree(warehouse)
    # The journal of the warehouse stays.
    shutil.copytree(tmp_path / "copy", warehouse, symlinks=True)
    assert traces(warehouse, _MARKER)
    run("maintain", warehouse=warehouse)
    assert traces(warehouse, _MARKER) == []
    assert problems(warehouse) == []
