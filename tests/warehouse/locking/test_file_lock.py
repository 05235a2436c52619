"""The lock is a file of ours, and never what a link leads to."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.locking import file_lock
from warehouse.locking.file_lock import NoLockError

RUN = "20260307T061700-123000Z-3f9a1c"


def link_to_a_file(lock: Path) -> None:
    lock.with_name("precious").write_text("precious")
    lock.symlink_to("precious")


@pytest.mark.parametrize(
    "make", [Path.mkdir, os.mkfifo, link_to_a_file, lambda lock: lock.symlink_to("nothing")]
)
def test_what_is_no_file_is_no_lock_and_named(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    lock = tmp_path / "lock"
    make(lock)
    said = f"^{lock} is no file, and so not the lock"
    with pytest.raises(NoLockError, match=said):
        file_lock.holder(lock)
    with pytest.raises(NoLockError, match=said), file_lock.hold(lock, RUN):
        pass
    precious = tmp_path / "precious"
    assert not precious.exists() or precious.read_text() == "precious"
    assert not (tmp_path / "nothing").exists()
