"""What a command imports: never Prefect without a server, and of what is slow only what it needs.

Imports are most of the time in which a command answers. They are counted here, not timed: each of
these packages takes 0.05 s or more.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.command import COMMAND, environment_of_nobody

SLOW = {
    "duckdb",
    "fasttext",
    "fastapi",
    "httpx",
    "langdetect_rs",
    "numpy",
    "prefect",
    "pyarrow",
    "pydantic",
    "pydantic_settings",
    "rensa",
    "rich",
    "transforms.describe",
    "transforms.extract",
    "transforms.near_duplicates.similarity",
    "transforms.page.boilerplate",
    "vl_convert",
}
WORDS = {"rich"}
ASKS = {"duckdb", "pydantic"}
RUNS = {*ASKS, "numpy", "pyarrow", "rich"}
RULES = {"transforms.describe", "transforms.page.boilerplate", "langdetect_rs"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a landing zone and its warehouse."""
    folder = tmp_path_factory.mktemp("imports")
    (folder / "landing").mkdir()
    (folder / "landing" / "a.txt").write_text("A dry winter ends\n\nIt rained all day.")
    # A file of this moment would be read again.
    os.utime(folder / "landing" / "a.txt", (0, 0))
    imported(folder, "ingest")
    return folder


def imported(folder: Path, *arguments: str, **settings: str) -> list[str]:
    """The modules that a command and the processes it starts import, each as often as it is."""
    places = {"ZAKHIRA_LANDING": "landing", "ZAKHIRA_WAREHOUSE": "warehouse", **settings}
    done = subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=environment_of_nobody(PYTHONPROFILEIMPORTTIME="1", **places),
    )
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return [line.rpartition("|")[2].strip() for line in lines]


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (("--version",), WORDS),
        (("--help",), WORDS),
        (("explore", "--help"), WORDS),
        (("ingest", "--help"), {*WORDS, "pydantic"}),
        (("status",), ASKS),
        (("tables",), ASKS),
        (("columns", "documents"), ASKS),
        (("search", "rained"), ASKS),
        (("sql", "from documents"), ASKS),
        (("sql", "from documents", "--csv"), ASKS),
        (("export", "from runs", "runs.csv"), ASKS),
        (("check",), {*ASKS, "numpy", "pyarrow"}),
        (("ingest",), RUNS),
        (("maintain",), {*RUNS, *RULES}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_imports_what_it_needs(
    place: Path, command: tuple[str, ...], needed: set[str]
) -> None:
    assert set(imported(place, *command)) & SLOW == needed


def test_neither_a_run_that_reads_nor_its_workers_import_prefect(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    for number in range(2):
        (tmp_path / "landing" / f"{number}.txt").write_text(f"It rained {number} days.")
    found = imported(tmp_path, "ingest", ZAKHIRA_SLICE_FILES="1", ZAKHIRA_WORKERS="2")
    assert found.count("flows.workers.extract_slice") == 1, "in the process that workers come from"
    assert found.count("flows.workers.describe_slice") == 2, "and there, and in the run"
    assert "prefect" not in found
