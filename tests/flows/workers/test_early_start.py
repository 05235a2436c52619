"""The process from which workers are forked starts first, where it is sure to be needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment_of_nobody

# Prints what it imported, and what processes it started.
_START = """
import os, sys, time
from pathlib import Path
from flows.settings import Settings
from flows.workers.early_start import start_early

start_early(Settings())
print("pyarrow" in sys.modules, "duckdb" in sys.modules)
for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
    # It has none between fork and exec.
    while not (command := Path("/proc", child, "cmdline").read_text()):
        time.sleep(0.01)
    print(command)
"""


def started(folder: Path, **settings: str) -> str:
    """What an early start in a folder says of itself."""
    places = {"ZAKHIRA_LANDING": "landing", "ZAKHIRA_WAREHOUSE": "warehouse"}
    done = subprocess.run(
        [sys.executable, "-c", _START],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=environment_of_nobody(**{**places, **settings}),
    )
    assert not done.stderr
    return done.stdout


def test_a_first_load_starts_the_process_before_it_imports_arrow_and_duckdb(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    said = started(tmp_path)
    assert said.startswith("False False\n")
    assert "multiprocessing.forkserver" in said


@pytest.mark.parametrize(
    "settings",
    [
        {"ZAKHIRA_LANDING": "nowhere"},
        {"ZAKHIRA_WAREHOUSE": "known"},
        {"ZAKHIRA_ENGINE": "dask"},
        {"ZAKHIRA_WAREHOUSE": "s3://corpus/news"},
    ],
    ids=["nothing to read", "no first load", "a cluster works", "at a URL"],
)
def test_nothing_starts_that_may_not_be_needed(tmp_path: Path, settings: dict[str, str]) -> None:
    (tmp_path / "landing").mkdir()
    work_database = tmp_path / "known" / "state" / "work.duckdb"
    work_database.parent.mkdir(parents=True)
    work_database.touch()
    assert started(tmp_path, **settings) == "False False\n"
