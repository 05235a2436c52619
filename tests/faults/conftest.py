"""Fixtures of the fault tests: a stem to fork from, a scene, and a place for a warehouse."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.scene import Scene, set_scene
from tests.faults.stem import Stem, planted

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_NEEDED_BYTES = 2 << 30


@pytest.fixture(scope="session")
def fast_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory: a killed process leaves there what it does on a disk, but sooner."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _NEEDED_BYTES:
        yield tmp_path_factory.mktemp("faults")
        return
    with tempfile.TemporaryDirectory(prefix="zakhira-faults-", dir=_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def stem(fast_folder: Path) -> Iterator[Stem]:
    """What forks the runs."""
    with planted(fast_folder / "stem") as stem:
        yield stem


@pytest.fixture(scope="session")
def scene(fast_folder: Path, stem: Stem) -> Scene:
    """A landing zone that has changed since its warehouse was made."""
    return set_scene(fast_folder / "scene", stem)


@pytest.fixture
def warehouse(fast_folder: Path) -> Iterator[Path]:
    """A place for one warehouse."""
    with tempfile.TemporaryDirectory(dir=fast_folder) as folder:
        yield Path(folder) / "warehouse"
