"""What the workers of a pool hold."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.workers.process_pool import ProcessPool
from transforms.language.models import load_py3langid
from warehouse.storage.staging import Staged, StagedFile


class Asked(NamedTuple):
    """A slice that asks nothing of any model."""

    target: Staged


def has_model(_: Asked) -> bool:
    """Whether this worker has the model."""
    return load_py3langid.cache_info().currsize > 0


def tell(slices: int) -> None:
    """Write whether the workers have the model.

    It needs a process of its own: each process has only one forker of workers.
    """
    pool = ProcessPool(2)
    sys.stdout.write(f"{set(pool.run(has_model, [Asked(StagedFile(Path()))] * slices))}")
    pool.close()


@pytest.mark.parametrize(("slices", "shared"), [(2, False), (6, True)])
def test_workers_of_a_large_run_have_the_model_before_they_ask(slices: int, shared: bool) -> None:
    program = f"from tests.flows.workers.test_process_pool import tell; tell({slices})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{ {shared} }"
