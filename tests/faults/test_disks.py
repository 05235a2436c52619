"""A disk that is full or cannot be written ends a run with one sentence, and harms nothing."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.settings import Settings
from tests.faults.disks import Disk, mounted
from tests.faults.points import before, kill, used_bytes
from tests.faults.scene import Scene, copy, must_succeed
from tests.faults.stem import Ended
from tests.faults.victims import Orders
from tests.faults.warehouses import broken_checks, contents, hashes, problems, seen_by_readers
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

pytestmark = pytest.mark.faults

_ROOMY = 64 << 20
# What a run finds free: it ends at the first slice, at a part, in the transaction, at the
# checkpoint ...
_SPARE_KIBIBYTES = (0, 12, 40, 96, 176, 288, 432)
_PUBLICATION = before("self._reason = self._maker.submit(_make")


@pytest.fixture
def disk(warehouse: Path) -> Iterator[Disk]:
    """A disk with room for everything."""
    with mounted(warehouse.parent / "disk", _ROOMY) as disk:
        yield disk


@pytest.mark.parametrize("spare_kibibytes", _SPARE_KIBIBYTES)
def test_full_disk_ends_a_run_in_one_sentence_and_with_more_room_it_completes(
    scene: Scene, disk: Disk, spare_kibibytes: int
) -> None:
    _fill_and_mend(scene, disk, spare_kibibytes << 10)


@pytest.mark.parametrize("share", [0.2, 0.9, 1.0])
def test_disk_that_fills_while_a_generation_is_made_ends_a_run_in_one_sentence(
    scene: Scene, disk: Disk, share: float
) -> None:
    newest = Layout(scene.before).published.stat().st_size
    _fill_and_mend(scene, disk, int(_least_spare(scene, disk) + share * newest))


def test_full_disk_ends_a_first_run_in_one_sentence_and_with_more_room_it_completes(
    scene: Scene, disk: Disk
) -> None:
    warehouse = disk.folder / "warehouse"
    for kibibytes in (4, 64, 256, 1024, 2048):
        disk.remount(f"size={kibibytes}k")
        _require_one_sentence(scene.ingest(warehouse), "the disk is full")
        assert not Layout(warehouse).published.exists()
    disk.remount(f"size={_ROOMY}")
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []


def test_disk_that_is_full_of_what_a_dead_run_left_mends_itself(scene: Scene, disk: Disk) -> None:
    warehouse = copy(scene.before, disk.folder / "warehouse")
    assert (
        scene.ingest(
            warehouse, Orders(at=before("steps.finish(run, found)"), action=kill)
        ).exit_code
        == -9
    )
    (dead,) = (Layout(warehouse).staging / "slices").iterdir()
    with contextlib.suppress(OSError), (dead / "left.arrow").open("wb") as slice_left:
        slice_left.write(bytes(_ROOMY))
    assert shutil.disk_usage(disk.folder).free == 0
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []


def test_disk_that_fills_under_the_workers_ends_a_run_in_one_sentence(
    scene: Scene, disk: Disk
) -> None:
    warehouse = copy(scene.before, disk.folder / "warehouse")
    disk.remount(f"size={used_bytes(disk.folder) + (4 << 10)}")
    settings = {"ZAKHIRA_WORKERS": "2", "ZAKHIRA_SLICE_FILES": "1"}
    _require_one_sentence(scene.ingest(warehouse, Orders(settings)), "the disk is full")
    disk.remount(f"size={_ROOMY}")
    must_succeed(scene.ingest(warehouse, Orders(settings)))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def test_warehouse_on_a_read_only_disk_is_read_and_not_written(scene: Scene, disk: Disk) -> None:
    warehouse = copy(scene.before, disk.folder / "warehouse")
    disk.remount("ro")
    for command in (("ingest", str(scene.landing)), ("rebuild",)):
        _require_one_sentence(scene.run(command, warehouse), "read-only")
    assert must_succeed(scene.run(("status",), warehouse)).stdout
    assert must_succeed(scene.run(("check",), warehouse)).stdout
    query = "select title, count(*) from documents, range(10000) group by all order by all limit 3"
    assert must_succeed(scene.run(("sql", query, "--csv"), warehouse)).stdout.count("\n") == 4
    assert hashes(warehouse) == hashes(scene.before)
    disk.remount("rw")
    must_succeed(scene.ingest(warehouse))
    assert contents(warehouse) == scene.contents_after()


def test_first_run_on_a_read_only_disk_ends_in_one_sentence(scene: Scene, disk: Disk) -> None:
    disk.remount("ro")
    _require_one_sentence(scene.ingest(disk.folder / "warehouse"), "read-only")


def test_warehouse_of_somebody_else_is_read_and_not_written(scene: Scene, warehouse: Path) -> None:
    copy(scene.before, warehouse)
    for folder in (path for path in (warehouse, *warehouse.rglob("*")) if path.is_dir()):
        folder.chmod(0o555)
    ours = Orders(like_anybody=True)
    Layout(warehouse).lock.chmod(0o444)
    _require_one_sentence(
        scene.run(("ingest", str(scene.landing)), warehouse, ours), "no permission"
    )
    assert must_succeed(scene.run(("status",), warehouse, ours)).stdout
    assert must_succeed(scene.run(("check",), warehouse, ours)).stdout
    assert must_succeed(scene.run(("sql", "from corpus_overview"), warehouse, ours)).stdout
    assert hashes(warehouse) == hashes(scene.before)


def _fill_and_mend(scene: Scene, disk: Disk, spare_bytes: int) -> None:
    """Two runs with so much room, which change nothing for readers, and one with all it needs."""
    warehouse = copy(scene.before, disk.folder / "warehouse")
    disk.remount(f"size={used_bytes(disk.folder) + spare_bytes}")
    for ended in (scene.ingest(warehouse), scene.ingest(warehouse)):
        _require_one_sentence(ended, "the disk is full")
        assert seen_by_readers(scene.before).items() <= seen_by_readers(warehouse).items()
        assert broken_checks(warehouse) == []
        must_succeed(scene.run(("status",), warehouse))
    disk.remount(f"size={_ROOMY}")
    must_succeed(scene.ingest(warehouse))
    assert problems(warehouse) == []
    assert contents(warehouse) == scene.contents_after()


def _least_spare(scene: Scene, disk: Disk) -> int:
    """What a run needs before it makes a generation: what one leaves that is killed just then."""
    warehouse = copy(scene.before, disk.folder / "measured")
    used = used_bytes(disk.folder)
    assert scene.ingest(warehouse, Orders(at=_PUBLICATION, action=kill)).exit_code == -9
    spare = used_bytes(disk.folder) - used
    shutil.rmtree(warehouse)
    return spare


def _require_one_sentence(ended: Ended, words: str) -> None:
    assert ended.exit_code == 1, ended
    assert ended.stderr.startswith(("zakhira: cannot write ", "zakhira: could not publish ")), (
        ended.stderr
    )
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr


def test_a_large_file_for_whose_copy_there_is_no_room_stops_no_text(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "a-large.txt").write_bytes(os.urandom(64 << 20))
    (landing / "b.txt").write_text("A dry winter ends\n\nIt rained all day.", encoding="utf-8")
    with mounted(tmp_path / "disk", 24 << 20) as disk:
        warehouse = disk.folder / "warehouse"
        found = ingest.fn(
            Settings(landing=landing, warehouse=warehouse, workers=1, max_file_bytes=1 << 20)
        )
        assert (found.new_documents, found.rejected) == (1, 1)
        assert problems(warehouse) == []
        with connect_read_only(Layout(warehouse).published) as connection:
            rejected = connection.execute(
                "select reject_reason, file_hash from sources where reject_reason <> ''"
            )
            assert rejected.fetchall() == [("too_large", None)]


def test_a_copy_of_a_sparse_file_takes_no_more_room_than_the_file(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    with (landing / "sparse.txt").open("wb") as file:
        file.truncate(300 << 20)
    with mounted(tmp_path / "disk", 24 << 20) as disk:
        found = ingest.fn(
            Settings(landing=landing, warehouse=disk.folder / "warehouse", max_file_bytes=1 << 20)
        )
        assert found.rejected == 1
        (copied,) = (
            path for path in (disk.folder / "warehouse" / "quarantine").rglob("*") if path.is_file()
        )
        assert copied.stat().st_size == 300 << 20
