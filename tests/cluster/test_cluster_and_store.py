"""Cluster workers make the warehouse of one machine; only an object store is shared."""

from pathlib import Path
from typing import Any

import pytest

from flows.ingest import ingest
from flows.settings import Settings
from tests import corpus
from tests.cluster import victims
from tests.faults.stem import Stem
from tests.faults.warehouses import contents
from tests.s3.conftest import bucket, server, stem
from tests.s3.server import Bucket
from tests.s3.world import World, put_all, without_landing

# Fixtures: the server must be there before the cluster, whose workers get their credentials from
# the environment.
__all__ = ["bucket", "server", "stem"]

pytestmark = pytest.mark.cluster

_FILES = corpus.landing_zone(80)
_SIZES: dict[str, Any] = {"batch_files": 60, "slice_files": 20, "workers": 2}


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_a_run_whose_workers_meet_it_in_a_store_makes_the_warehouse_of_one_machine_whoever_dies(
    engine: str, bucket: Bucket, stem: Stem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(bucket, stem, tmp_path)
    put_all(bucket, _FILES)
    ingest.fn(
        Settings(
            landing=corpus.write(tmp_path / "landing", _FILES),
            warehouse=tmp_path / "warehouse",
            keep_generations=1,
            **_SIZES,
        )
    )
    monkeypatch.setenv(victims.PLACE_OF_DEATHS, str(tmp_path))
    monkeypatch.setattr("flows.steps.batch.extract_slice", victims.extract_slice)
    monkeypatch.setattr("flows.workers.describe_slice.describe_slice", victims.describe_slice)
    settings = Settings(
        landing=bucket.url("news"),
        warehouse=world.url,
        state=world.state("one"),
        staging=bucket.url("staging"),
        engine=engine,
        keep_generations=1,
        **_SIZES,
    )
    ingest.fn(settings)
    assert {path.name for path in tmp_path.glob("died-*")} == {"died-extracting", "died-describing"}
    assert bucket.names("staging") == []
    assert without_landing(world.require_whole()) == without_landing(
        contents(tmp_path / "warehouse")
    )
