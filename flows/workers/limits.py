"""Limits on what one file may take of a worker: processor time, and memory.

Two timers count the processor time of the process. The first raises `LimitError` in the rule at
work, and the guard takes that for a failure like any other. The second ends the process, where a
rule runs outside Python and hears nothing; `flows/workers/blame.py` then finds the file.
"""

import contextlib
import resource
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # workers have no settings, and pydantic takes a tenth of their start
    from flows.settings import Settings

# Seconds: after the limit, what each further question about the same file gets.
_FURTHER_SECONDS = 1.0
# What the second timer allows, in limits of the first.
_PATIENCE = 2.0


class LimitError(BaseException):
    """A file took more than its limit; no `Exception`, so that no rule takes it for its own."""


class Limits(NamedTuple):
    """What one file may take."""

    # Of processor time.
    seconds: float
    # Of memory, beyond what a worker has when it begins.
    memory_bytes: int

    @classmethod
    def of(cls, settings: "Settings") -> "Limits":
        """Return the limits that settings set."""
        return cls(settings.max_file_seconds, settings.max_file_memory)


class _Alarm:
    """Hears the first timer; it stays between two files, for to set it takes as long as a rule."""

    limits: Limits | None = None

    def __call__(self, *_: object) -> None:
        if self.limits:
            raise LimitError(f"more than {self.limits.seconds:g} s of processor time")


_alarm = _Alarm()


@contextlib.contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Hold the block to the limit of processor time.

    Outside the main thread, which alone hears signals, only the second timer runs.

    Raises:
        LimitError: the block took longer.
    """
    hears = threading.current_thread() is threading.main_thread()
    if hears and signal.getsignal(signal.SIGPROF) is not _alarm:
        signal.signal(signal.SIGPROF, _alarm)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE * limits.seconds + _FURTHER_SECONDS)
        if hears:
            _alarm.limits = limits
            signal.setitimer(signal.ITIMER_PROF, limits.seconds, _FURTHER_SECONDS)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if hears:
            signal.setitimer(signal.ITIMER_PROF, 0)
            _alarm.limits = None


def limit_memory(limits: Limits) -> None:
    """Hold this process to the limit of memory, from here on; beyond it, allocations fail.

    Counted are the private, writable pages that it may use, as Linux does (`RLIMIT_DATA`): files
    that are mapped to be read, such as models and staged tables, are not among them.
    """
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = _data_bytes() + limits.memory_bytes
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_bytes() -> int:
    """Return the private, writable memory of this process.

    Raises:
        ValueError: the system does not say.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise ValueError("no VmData")
