"""A folder in the temporary folder that lasts no longer than its process.

A process that is killed leaves its folder, and what it spilled of the texts. So each holds a lock,
which dies with its process, and who makes the next one removes those that nobody holds.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from warehouse.locking.file_lock import LockHeldError, NoLockError, hold

_PREFIX = "zakhira-scratch-"
_LOCK = ".lock"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder that only this user can read, for the length of a block.

    Raises:
        OSError: there is no room for one.
    """
    _remove_abandoned()
    with TemporaryDirectory(prefix=_PREFIX) as folder, ExitStack() as until_done:
        with suppress(OSError):  # without locks, nobody removes it but its process
            until_done.enter_context(hold(Path(folder, _LOCK), "scratch"))
        yield Path(folder)


def _remove_abandoned() -> None:
    for lock in Path(gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError, LockHeldError, NoLockError):
            if _is_ours(lock.parent) and _was_held(lock):
                with hold(lock, "removal"):
                    shutil.rmtree(lock.parent)


def _is_ours(folder: Path) -> bool:
    """Check for a folder of this user's, and no link to one."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _was_held(lock: Path) -> bool:
    """Check whether a lock names a holder: one that is made just now names none yet."""
    return lock.lstat().st_size > 0
