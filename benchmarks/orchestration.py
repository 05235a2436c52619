"""Measure the cost of handing out a slice on a cluster, as a Prefect task and without one.

    python benchmarks/orchestration.py dask|ray [--slices 100]

The slices do nothing. They run on a cluster of two workers on this machine: as tasks of Prefect's
runner, and by the runner's own client. The flow run is on the server that PREFECT_API_URL names;
without one, every worker starts a server of its own.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Literal, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from prefect import flow, task

from flows.settings import Settings
from flows.workers.cluster_pool import ClusterPool
from flows.workers.preflight import worker_setup
from warehouse.storage.staging import Staged, StagedFile

_WORKERS = 2


class Nothing(NamedTuple):
    """A slice that does nothing."""

    target: Staged


def do_nothing(job: Nothing) -> str:
    """Do nothing."""
    return job.target.name


@flow
def measure(engine: Literal["dask", "ray"], slices: int) -> dict[str, float]:
    """Return the seconds for all slices, each way, in the second of two rounds."""
    jobs = [Nothing(StagedFile(Path(f"{number}.arrow"))) for number in range(slices)]
    as_task = task(name="do nothing", persist_result=False)(do_nothing)
    with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as folder:
        settings = Settings(engine=engine, workers=_WORKERS, warehouse=Path(folder))
        settings.store.layout.lock.parent.mkdir()
        settings.store.layout.lock.touch()
        pool = ClusterPool(settings, worker_setup(None, settings.store.layout.lock))
        found = {}
        for _ in range(2):
            began = time.perf_counter()
            list(pool.run(do_nothing, jobs))
            found["by the runner's client"] = time.perf_counter() - began
            cluster: Any = pool._cluster  # noqa: SLF001 - the same cluster for both
            runner = cluster._runner  # noqa: SLF001
            began = time.perf_counter()
            for future in [runner.submit(as_task, {"job": job}) for job in jobs]:
                future.result()
            found["as Prefect tasks"] = time.perf_counter() - began
        pool.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("engine", choices=("dask", "ray"))
    parser.add_argument("--slices", type=int, default=100)
    given = parser.parse_args()
    for name, seconds in measure(given.engine, given.slices).items():
        print(f"{given.engine}, {name}: {seconds / given.slices * 1000:.1f} ms a slice")


if __name__ == "__main__":
    main()
