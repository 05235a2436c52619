"""Dask and Ray clusters make the warehouse that one machine makes, whoever dies meanwhile."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flows.ingest import ingest
from flows.settings import Settings
from flows.workers.blame import WorkerLostError
from flows.workers.cluster_pool import ClusterError, ClusterPool
from flows.workers.preflight import WorkerSetupError, worker_setup
from tests import corpus
from tests.cluster import victims
from tests.cluster.clusters import Dask, dask_cluster, ray_cluster, set_ray_token
from tests.cluster.victims import Order
from tests.faults.processes import wait_until
from tests.faults.warehouses import Contents, contents, problems
from tests.flows.workers.test_process_pool import Texts, be_killed
from warehouse.storage.layout import Layout
from warehouse.storage.staging import StagedFile

pytestmark = pytest.mark.cluster

ENGINES = ("dask", "ray")
_SIZES: dict[str, Any] = {"batch_files": 120, "slice_files": 20, "workers": 2}
set_ray_token()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A Dask cluster of two workers."""
    with dask_cluster(tmp_path_factory.mktemp("dask") / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone of two batches."""
    return corpus.write(tmp_path_factory.mktemp("zone") / "landing", corpus.landing_zone(240))


@pytest.fixture(scope="module")
def expected(landing: Path) -> Contents:
    """What one machine makes of it."""
    warehouse = landing.with_name("warehouse-of-one-machine")
    ingest.fn(Settings(landing=landing, warehouse=warehouse, **_SIZES))
    return contents(warehouse)


@pytest.fixture(params=ENGINES, scope="module")
def engine(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The settings of an engine."""
    name, _, at_an_address = request.param.partition(" ")
    address = request.getfixturevalue("dask").address if at_an_address else None
    return {"engine": name, "engine_address": address}


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A warehouse with the lock of a run."""
    layout = Layout(tmp_path_factory.mktemp("warehouse"))
    layout.state.mkdir()
    layout.lock.write_text("a run")
    return layout


@pytest.fixture(scope="module")
def pool(engine: dict[str, Any], layout: Layout) -> Iterator[ClusterPool]:
    """The pool of a run that holds a lock."""
    pool = ClusterPool(Settings(**_SIZES, **engine), worker_setup(None, layout.lock))
    yield pool
    pool.close()


def orders(folder: Path) -> Sequence[Order]:
    return [Order(StagedFile(folder / f"{number}.arrow"), number) for number in range(4)]


@pytest.mark.parametrize("engine", [*ENGINES, "dask at an address"], indirect=True, scope="module")
def test_a_run_that_loses_workers_makes_the_warehouse_of_one_machine(
    landing: Path,
    expected: Contents,
    engine: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.steps.batch.extract_slice", victims.extract_slice)
    monkeypatch.setattr("flows.workers.describe_slice.describe_slice", victims.describe_slice)
    summary = ingest.fn(
        Settings(landing=landing, warehouse=tmp_path / "warehouse", **_SIZES, **engine)
    )
    assert summary.new_documents == len(expected.documents)
    assert {path.name for path in tmp_path.glob("died-*")} == {"died-extracting", "died-describing"}
    assert problems(tmp_path / "warehouse") == []
    assert contents(tmp_path / "warehouse") == expected


def test_a_run_on_a_ray_cluster_at_an_address_makes_it_too(
    landing: Path, expected: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers.describe_slice.describe_slice", victims.describe_slice)
    with ray_cluster(tmp_path / "ray.log") as address:
        at = Settings(
            engine="ray",
            engine_address=address,
            landing=landing,
            warehouse=tmp_path / "warehouse",
            **_SIZES,
        )
        ingest.fn(at)
    assert (tmp_path / "died-describing").exists()
    assert contents(tmp_path / "warehouse") == expected


def test_results_come_in_the_order_of_the_jobs(pool: ClusterPool, tmp_path: Path) -> None:
    assert list(pool.run(victims.answer_late, orders(tmp_path))) == [0, 1, 2, 3]


def test_what_a_worker_raises_comes_as_it_was_raised(pool: ClusterPool, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device") as caught:
        list(pool.run(victims.fail, orders(tmp_path)))
    assert (caught.type, caught.value.errno) == (OSError, 28)


def test_a_worker_refuses_a_run_that_is_over(
    pool: ClusterPool, layout: Layout, tmp_path: Path
) -> None:
    layout.lock.write_text("another run")
    with pytest.raises(WorkerSetupError, match="does not see the lock of this run"):
        list(pool.run(victims.answer_late, orders(tmp_path)))
    layout.lock.write_text("a run")


def test_a_slice_that_kills_every_worker_ends_in_one_sentence_and_the_next_call_works(
    pool: ClusterPool, tmp_path: Path
) -> None:
    with pytest.raises(WorkerLostError, match="cluster lost its workers; run again"):
        list(pool.run(victims.die_of_the_first, orders(tmp_path)[:2]))
    assert list(pool.run(victims.answer_late, orders(tmp_path))) == [0, 1, 2, 3]


def test_a_text_that_kills_every_worker_is_given_up_and_the_others_are_done(
    pool: ClusterPool, tmp_path: Path
) -> None:
    slices = [("a", "END", "b"), ("c",)]
    jobs = [
        Texts(texts, StagedFile(tmp_path / f"{number}.arrow"))
        for number, texts in enumerate(slices)
    ]
    found = [each.read_table()["outcome"].to_pylist() for each in pool.run(be_killed, jobs)]
    assert [outcome.partition(":")[0] for outcome in found[0]] == ["a", "END", "b"]
    assert "cluster lost its workers" in found[0][1]
    assert found[1] == ["c"]


def test_a_scheduler_that_goes_away_ends_the_slices_in_one_sentence(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers.dask_cluster._CONNECT_SECONDS", "2s")
    with dask_cluster(tmp_path / "cluster") as cluster, ThreadPoolExecutor(1) as reader:
        pool = ClusterPool(
            Settings(engine="dask", engine_address=cluster.address), worker_setup(None, layout.lock)
        )
        results = reader.submit(list, pool.run(victims.wait, orders(tmp_path)))
        wait_until(lambda: any(tmp_path.glob("*.arrow")), "a slice at work")
        cluster.scheduler.kill()
        with pytest.raises((WorkerLostError, ClusterError)):
            results.result()


def test_no_cluster_at_the_address_is_one_sentence(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers.dask_cluster._CONNECT_SECONDS", "1s")
    pool = ClusterPool(
        Settings(engine="dask", engine_address="tcp://127.0.0.1:9"), worker_setup(None, layout.lock)
    )
    with pytest.raises(ClusterError, match=r"no dask cluster answers at tcp://127\.0\.0\.1:9"):
        list(pool.run(victims.answer_late, orders(tmp_path)))
