"""Soak a warehouse: `python -m tests.soak --runs 300 --seed 7`; `make soak` does it."""

import argparse
import json
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.faults.disks import Disk, mounted
from tests.faults.stem import planted
from tests.soak.soak import Place, Soak, Summary

_DISK_BYTES = 4 << 30
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def main() -> int:
    """Soak, and print what was done and seen; 1 where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--runs", type=int, default=300, help="how many runs")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="what is drawn")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the disk is unmounted all the same
    folder = Path(tempfile.mkdtemp(prefix="zakhira-soak-", dir=_roomy_memory()))
    print(f"soaking with --seed {arguments.seed} in {folder}", file=sys.stderr, flush=True)
    try:
        summary = soak(folder, arguments.runs, arguments.seed)
    except Exception as error:  # noqa: BLE001 - the folder tells more than a traceback
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        print(f"seed {arguments.seed}; kept: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    print(json.dumps(summary._asdict()) if arguments.json else _table(summary))
    return 0


def soak(folder: Path, runs: int, seed: int) -> Summary:
    """Soak a warehouse in a folder; where that fails, a copy of the warehouse is left there.

    Raises:
        SoakError: something is not as it must be.
    """
    with _disk(folder / "disk") as disk, planted(folder / "stem") as stem:
        soaked = Soak(Place(folder, disk), stem, seed, lambda line: print(line, file=sys.stderr))
        try:
            return soaked.run(runs)
        except BaseException as error:
            soaked.end_commands()
            error.add_note("\n".join([f"in run {soaked.number}, after:", *soaked.last]))
            print(*error.__notes__, sep="\n", file=sys.stderr)
            shutil.copytree(folder / "disk", folder / "as it failed", symlinks=True)
            raise


def _roomy_memory() -> Path | None:
    """A folder in memory with room for all of it: a kill leaves there what it does on a disk."""
    is_roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _DISK_BYTES
    return _MEMORY if is_roomy else None


@contextmanager
def _disk(folder: Path) -> Iterator[Disk | None]:
    """A disk of its own for the warehouse; none where that is not permitted."""
    with ExitStack() as stack:
        disk = None
        try:
            disk = stack.enter_context(mounted(folder, _DISK_BYTES))
        except pytest.skip.Exception as reason:
            print(f"no full disks: {reason}", file=sys.stderr)
        yield disk


def _table(summary: Summary) -> str:
    return "\n".join(f"{name:22} {_told(value)}" for name, value in summary._asdict().items())


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count:,}" for name, count in value.items())
    return f"{value:,}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
