"""What a cluster asks of its workers and its settings; real clusters are in `tests/cluster`."""

import errno
import pickle
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from flows.run.context import ingest_run
from flows.run.cutting import cut
from flows.settings import Settings, read_settings
from flows.workers.cluster_pool import ClusterPool
from flows.workers.preflight import WorkerSetup, WorkerSetupError, run_on_worker, worker_setup
from tests.place import Place
from transforms.errors import UsageError
from warehouse.landing.folder_zone import FolderZone
from warehouse.storage.files import clear
from warehouse.storage.layout import Layout
from warehouse.storage.staging import Staged, StagedFile


class Job(NamedTuple):
    """A job that leaves its name."""

    target: Staged


def leave(job: Job) -> Staged:
    return job.target.write_table(pa.table({"name": [job.target.name]}))


@pytest.fixture
def site(tmp_path: Path) -> WorkerSetup:
    """A run that holds its lock, over a landing zone of one file."""
    layout = Layout(tmp_path / "warehouse")
    layout.state.mkdir(parents=True)
    layout.lock.write_text("this run")
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.txt").touch()
    return worker_setup(FolderZone(tmp_path / "landing"), layout.lock)


def test_every_attempt_of_a_slice_leaves_a_file_of_its_own(
    site: WorkerSetup, tmp_path: Path
) -> None:
    target = StagedFile(tmp_path / "extracts-00001.arrow")
    first, second = (run_on_worker(site, leave, Job(target)) for _ in range(2))
    assert first != second
    assert all(Path(str(left)).is_file() for left in (first, second))
    assert not target.path.exists()


def test_a_worker_of_another_version_takes_no_slice(site: WorkerSetup, tmp_path: Path) -> None:
    other = site._replace(pipeline_version="0.0")
    with pytest.raises(WorkerSetupError, match="install the same zakhira on every machine"):
        run_on_worker(other, leave, Job(StagedFile(tmp_path / "x.arrow")))


def test_a_worker_that_does_not_see_the_warehouse_takes_no_slice(
    site: WorkerSetup, tmp_path: Path
) -> None:
    for lock in (tmp_path / "not mounted" / "lock", tmp_path / "another"):
        (tmp_path / "another").write_text("another run")
        with pytest.raises(
            WorkerSetupError, match="the warehouse must be on a disk that all machines"
        ):
            run_on_worker(site._replace(lock=lock), leave, Job(StagedFile(tmp_path / "x.arrow")))


def test_a_worker_that_sees_an_empty_landing_zone_takes_no_slice(
    site: WorkerSetup, tmp_path: Path
) -> None:
    (tmp_path / "landing" / "a.txt").unlink()
    with pytest.raises(WorkerSetupError, match="sees nothing in the landing zone"):
        run_on_worker(site, leave, Job(StagedFile(tmp_path / "x.arrow")))
    (tmp_path / "landing").rmdir()
    with pytest.raises(WorkerSetupError, match="sees nothing in the landing zone"):
        run_on_worker(site, leave, Job(StagedFile(tmp_path / "x.arrow")))


def test_one_slice_starts_no_cluster(
    site: WorkerSetup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers.cluster_pool._start", None)
    pool = ClusterPool(Settings(engine="dask"), site)
    target = StagedFile(tmp_path / "x.arrow")
    assert list(pool.run(leave, [Job(target)])) == [target]
    pool.close()


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_an_engine_that_is_not_installed_is_one_sentence(
    engine: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"prefect_{engine}", None)
    settings = read_settings(landing=place.landing, warehouse=place.layout.root, engine=engine)
    with pytest.raises(UsageError) as caught, ingest_run(settings):
        pass
    assert (
        str(caught.value) == f"the engine {engine} needs an extra: pip install 'zakhira[{engine}]'"
    )
    assert not place.layout.root.exists()


def test_an_address_without_a_cluster_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAKHIRA_ENGINE_ADDRESS", "tcp://127.0.0.1:8786")
    with pytest.raises(
        UsageError,
        match=r"^ZAKHIRA_ENGINE_ADDRESS: an address is for the engines dask and ray: "
        r"set ZAKHIRA_ENGINE to one of them$",
    ):
        read_settings()


def test_a_slice_does_not_take_the_whole_listing_along() -> None:
    files = pa.table(
        {"source_path": [f"{number}.txt" for number in range(10_000)], "size_bytes": [1] * 10_000}
    )
    whole = len(pickle.dumps(files))
    assert [len(pickle.dumps(part)) < whole / 50 for part in cut(files, 100, 1_000)] == [True] * 100


def test_a_folder_in_which_somebody_still_writes_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "slices"
    remove, late = shutil.rmtree, iter(["late-1.arrow", "late-2.arrow"])

    def remove_and_be_written_to(path: Path) -> None:
        remove(path)
        for name in late:
            StagedFile(path / name).write_table(pa.table({}))
            raise OSError(errno.ENOTEMPTY, "Directory not empty", str(path))

    monkeypatch.setattr(shutil, "rmtree", remove_and_be_written_to)
    StagedFile(folder / "first.arrow").write_table(pa.table({}))
    clear(folder)
    assert not folder.exists()
