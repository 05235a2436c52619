"""A scratch folder is gone after its process, whatever ended that, and no other folder goes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.stem import TREE
from warehouse.locking import scratch
from warehouse.locking.scratch import scratch_folder

_WORKER = """
import sys
from warehouse.locking.scratch import scratch_folder
with scratch_folder() as folder:
    folder.joinpath("spilled").write_text("text")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def at_work() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process in its scratch folder."""
    command = [sys.executable, "-c", _WORKER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=TREE, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def names(folder: Path) -> set[str]:
    """What is in a folder."""
    return {path.name for path in folder.iterdir()}


def test_it_is_there_for_its_block_and_for_this_user_alone(temporary: Path) -> None:
    with scratch_folder() as folder:
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.joinpath("spilled").write_text("text")
    assert names(temporary) == set()


def test_that_of_a_killed_process_goes_with_the_next_one_and_that_of_a_live_one_stays(
    temporary: Path,
) -> None:
    with at_work() as (killed, left), at_work() as (_, held):
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert left.joinpath("spilled").exists()
        with scratch_folder() as folder, scratch_folder() as inner:
            assert names(temporary) == {folder.name, inner.name, held.name}
            assert held.joinpath("spilled").exists()


def test_a_folder_without_the_lock_of_a_holder_stays(temporary: Path) -> None:
    for name, files in {"mine": ["text"], "in-the-making": [".lock"]}.items():
        folder = temporary / f"zakhira-scratch-{name}"
        folder.mkdir()
        for file in files:
            folder.joinpath(file).touch()
    before = names(temporary)
    with scratch_folder():
        pass
    assert names(temporary) == before


def test_no_link_is_followed(temporary: Path) -> None:
    mine = temporary / "mine"
    mine.mkdir()
    mine.joinpath(".lock").write_text("a note of mine")
    temporary.joinpath("zakhira-scratch-link").symlink_to(mine)
    temporary.joinpath("zakhira-scratch-trap").mkdir()
    temporary.joinpath("zakhira-scratch-trap/.lock").symlink_to(mine / ".lock")
    with scratch_folder():
        pass
    assert mine.joinpath(".lock").read_text() == "a note of mine"


def test_a_folder_of_another_user_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with at_work() as (killed, left):
        killed.kill()
        killed.wait()
        monkeypatch.setattr(os, "geteuid", lambda: left.stat().st_uid + 1)
        with scratch_folder():
            pass
        assert left.exists()


def test_there_is_one_where_the_filesystem_has_no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(scratch, "hold", no_locks)
    with scratch_folder() as folder:
        assert folder.is_dir()
