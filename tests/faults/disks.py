"""Small disks in memory; a test that needs one is skipped where mounting is not permitted."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

_PAGE_BYTES = 4096


class Disk(NamedTuple):
    """A disk of a few megabytes."""

    folder: Path

    def remount(self, options: str) -> None:
        """Change its size (`size=2m`) or whether it can be written (`ro`, `rw`)."""
        _run("mount", "-o", f"remount,{options}", str(self.folder))


@contextmanager
def mounted(folder: Path, size_bytes: int) -> Iterator[Disk]:
    """An empty disk at a folder, for the length of a block; rounded up to whole pages."""
    folder.mkdir(parents=True, exist_ok=True)
    size = -(-size_bytes // _PAGE_BYTES) * _PAGE_BYTES
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "zakhira-test", str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(
            f"no disk can be mounted here (root can, in a container with SYS_ADMIN): {error}"
        )
    try:
        yield Disk(folder)
    finally:
        _run("umount", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
