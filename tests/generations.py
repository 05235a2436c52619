"""Fork the process that makes a generation: to start one, its imports take half of a small run.

What it does is the same: it is a process of its own, from a stem that never opened a file of a
warehouse.
"""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import warehouse.generations.build  # noqa: F401 - imported, like the others here, so that no child has to
from tests.faults.points import Point, act_at
from tests.faults.stem import Stem, planted

_MODULE = "warehouse.generations.build"


def make(
    arguments: Sequence[str], at: Point | None = None, action: Callable[[], object] | None = None
) -> int:
    """What `python -m warehouse.generations.build` does; at a point of it an action, if any."""
    os.dup2(os.pipe()[0], 0)  # an open one: at the end of its input it would end
    sys.argv = [_MODULE, *arguments]
    if at and action:
        act_at(at, action)
    runpy.run_module(_MODULE, run_name="__main__", alter_sys=True)
    return 0


def arguments_of(command: Sequence[str]) -> list[str] | None:
    """The arguments of a command that makes a generation; null for another."""
    return list(command)[list(command).index(_MODULE) + 1 :] if _MODULE in command else None


@contextmanager
def forked(address: Path) -> Iterator[None]:
    """Let runs of this process fork theirs for the length of a block; the first plants the stem."""
    run = subprocess.run
    with ExitStack() as stack:
        stems: list[Stem] = []

        def run_or_fork(command: Sequence[str], **options: Any) -> Any:
            arguments = arguments_of(command)
            if arguments is None:
                return run(command, **options)
            if not stems:
                stems.append(stack.enter_context(planted(address, __name__)))
            ended = stems[0].run(make, arguments)
            return subprocess.CompletedProcess(command, ended.exit_code, ended.stdout, ended.stderr)

        with mock.patch("subprocess.run", run_or_fork):
            yield
