"""Try the wheel in `dist/` with every Python that is there, and other versions of what it needs.

    python -m release.matrix

For each Python (this one, and those that PYTHONS names) two environments: the lowest versions that
pyproject.toml allows, and the newest. Each is tried as `release.trial` does, and runs tests of the
unpacked sdist: storage, ingest, and a Prefect server with a worker.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from release.build import CHECKOUT, DIST, ReleaseError, unpack
from release.trial import Door, install, of_a_stranger, of_an_installer, use, use_extras, uv

# How uv chooses the versions of what pyproject.toml names; what that needs in turn is the newest.
_RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
_EXTRAS = ("--extra", "html", "--extra", "warc")
# What the tests below import, beside what the project needs.
_TOOLS = (
    "pytest",
    "pytest-timeout",
    "pytest-xdist",
    "hypothesis",
    "polars",
    "convertdate",
)
_TESTS = (
    "tests/test_samples.py",
    "tests/warehouse/storage",
    "tests/warehouse/database",
    "tests/flows/test_ingest.py",
    "tests/flows/test_packed.py",
    "tests/flows/pages/test_charts.py",
    "tests/flows/steps/test_near_duplicates.py",
    "tests/transforms/language",
    "tests/transforms/dates/test_calendars.py",
    "tests/flows/orchestration/test_server.py",
)
_SHOWN = ("prefect", "duckdb", "pyarrow", "numpy", "pydantic")


class Cell(NamedTuple):
    """A Python, and the way to choose versions."""

    python: str
    resolution: str

    @property
    def name(self) -> str:
        """What a line of the table begins with."""
        return f"{python_version(self.python)} {self.resolution}"


def python_version(python: str) -> str:
    """Return the version of an interpreter."""
    command = [python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def cells() -> Iterator[Cell]:
    """Yield the cells of the matrix: the newest patch of each minor version."""
    pythons = {}
    for python in sorted([sys.executable, *os.environ.get("PYTHONS", "").split()], key=_numbers):
        pythons[_numbers(python)[:2]] = python
    for python in pythons.values():
        for resolution in _RESOLUTIONS:
            yield Cell(python, resolution)


def _numbers(python: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", python_version(python))))


def make_environment(cell: Cell, wheel: Path, folder: Path) -> Path:
    """Install the wheel with the versions of a cell, and tools for tests; return its Python."""
    environment = folder / "environment"
    python = environment / "bin/python"
    pip = [uv(), "pip", "install", "--quiet", "--python", str(python)]
    install([uv(), "venv", "--quiet", "--python", cell.python, str(environment)])
    install([*pip, "--requirement", str(_needed(cell, folder)), str(wheel)])
    install([*pip, *_TOOLS, "--constraint", str(folder / "needed.txt")])
    return python


def _needed(cell: Cell, folder: Path) -> Path:
    needed = folder / "needed.txt"
    choice = ["--resolution", _RESOLUTIONS[cell.resolution], "--python", cell.python, *_EXTRAS]
    project = str(CHECKOUT / "pyproject.toml")
    install([uv(), "pip", "compile", "--quiet", *choice, "--output-file", str(needed), project])
    return needed


def versions(python: Path) -> list[str]:
    """Return the versions that an environment has of what the table shows."""
    code = f"import importlib.metadata as m; print(*map(m.version, {_SHOWN}))"
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.split()


def run_tests(python: Path, tree: Path) -> str:
    """Run the tests of a tree and return the last line of what pytest says."""
    done = subprocess.run(
        [str(python), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", *_TESTS],
        cwd=tree,
        env=of_an_installer(),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise ReleaseError(done.stdout[-8000:] + done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1]


def attempt(cell: Cell, wheel: Path, tree: Path) -> list[str]:
    """Try a cell; return its versions, and what came of it."""
    found = ["-"] * len(_SHOWN)
    with TemporaryDirectory(prefix="zakhira-matrix-") as temporary:
        folder = Path(temporary)
        try:
            python = make_environment(cell, wheel, folder)
            found = versions(python)
            command = (str(python.with_name("zakhira")),)
            door = Door(command, folder, of_a_stranger(folder / "home"))
            use(door, wheel.name.split("-")[1])
            use_extras(door)
            return [*found, run_tests(python, tree)]
        except ReleaseError as error:
            print(f"{cell.name}: {error}", flush=True)
            return [*found, "FAILED"]


def main() -> int:
    """Try every cell, print a table, and return 1 if one failed."""
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    table = Table("Python", "versions", *_SHOWN, "tests", "s")
    with TemporaryDirectory(prefix="zakhira-matrix-") as folder:
        tree = unpack(sdist, Path(folder))
        install([sys.executable, str(tree / "build_kernel.py")])
        outcomes = []
        for cell in cells():
            start = time.monotonic()
            outcomes.append(attempt(cell, wheel, tree))
            seconds = f"{time.monotonic() - start:.0f}"
            table.add_row(*cell.name.split(), *outcomes[-1], seconds)
            print(f"{cell.name}: {outcomes[-1][-1]}", flush=True)
    Console(width=140).print(table)
    return int(any(outcome[-1] == "FAILED" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
