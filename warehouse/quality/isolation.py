"""Ask queries of the user's own in another process, which they may end without ending the run."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Timer
from typing import TextIO, cast

from warehouse.locking.scratch import scratch_folder
from warehouse.quality.ask import Answer, Limits

# Beyond its time, before the process of a query that cannot be interrupted is killed.
_SECONDS_TO_GIVE_UP = 10.0


def answers(database: Path, queries: Sequence[str], limits: Limits) -> Iterator[Answer]:
    """Yield the answer to each query, in order, whatever a query does to the process it runs in."""
    asked = 0
    while asked < len(queries):
        for answer in _answers_of_a_process(database, queries[asked:], limits):
            yield answer
            asked += 1


def _answers_of_a_process(
    database: Path, queries: Sequence[str], limits: Limits
) -> Iterator[Answer]:
    """Yield the answers of one process: one at least, and the last may be why there are no more."""
    with contextlib.ExitStack() as after_it:
        try:
            # A process that is killed leaves what it spilled.
            spill = after_it.enter_context(scratch_folder())
            process = after_it.enter_context(_start(database, queries, limits, spill))
        except OSError as error:
            yield Answer(0, [], f"no process can be started for it: {error.strerror}")
            return
        after_it.callback(process.kill)
        for _ in queries:
            line = _next_line(process, limits.seconds + _SECONDS_TO_GIVE_UP)
            if not line:
                yield Answer(0, [], _why_it_ended(process))
                return
            yield Answer(*json.loads(line))


def _start(
    database: Path, queries: Sequence[str], limits: Limits, spill: Path
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.quality.ask"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(spill)},
    )
    job = {"database": str(database), "queries": queries, "limits": limits._asdict()}
    # One that dies at once does not read its job.
    with contextlib.suppress(BrokenPipeError), cast("TextIO", process.stdin) as stdin:
        json.dump(job, stdin)
    return process


def _next_line(process: subprocess.Popen[str], seconds: float) -> str:
    """Return the next line that a process prints; the empty string where it ends before, or late.

    It is killed when it is late.
    """
    alarm = Timer(seconds, process.kill)
    alarm.start()
    try:
        return cast("TextIO", process.stdout).readline()
    finally:
        alarm.cancel()


def _why_it_ended(process: subprocess.Popen[str]) -> str:
    code = process.wait()
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"its process ended ({how}): it took too much time or memory"
