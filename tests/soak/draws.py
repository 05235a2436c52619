"""What the next run of a soak is: drawn, so that a seed says all of it but the moments."""

from enum import StrEnum
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Fault(StrEnum):
    """What happens to a command while it runs."""

    NONE = "none"
    KILL = "kill -9"
    TERMINATE = "SIGTERM"
    INTERRUPT = "Ctrl-C"
    LOSE_A_WORKER = "kill -9 of a worker"
    FULL_DISK = "full disk"
    LITTLE_MEMORY = "little memory"
    AT_ONCE = "two at once"
    LATE_FILES = "files that come late"


_ANY = {
    Fault.NONE: 35,
    Fault.KILL: 30,
    Fault.TERMINATE: 5,
    Fault.INTERRUPT: 4,
    Fault.FULL_DISK: 12,
    Fault.AT_ONCE: 8,
}
_FAULTS = {
    "ingest": _ANY | {Fault.LOSE_A_WORKER: 6, Fault.LATE_FILES: 8},
    "rebuild": _ANY | {Fault.LITTLE_MEMORY: 10},
    "repair": _ANY | {Fault.LITTLE_MEMORY: 10},
}
_COMMANDS = {
    ("ingest",): 60,
    ("ingest", "--verify"): 3,
    ("maintain",): 9,
    ("rebuild",): 5,
    ("repair", "--yes"): 3,
    ("retry",): 2,
    ("forget",): 8,
    ("remember",): 3,
}
# What may be asked at any time, and ends with 0.
LOOKS = (
    ("status",),
    ("tables",),
    ("check",),
    ("sql", "from corpus_overview"),
    ("sql", "from documents order by content_hash limit 5", "--json"),
    ("search", "ملاح"),
    ("forget", "--path", "daily/*"),
    ("repair",),
)
# What may meet a command without changing what it does.
_MEETINGS = {
    "ingest": (("ingest",), ("rebuild",), ("repair", "--yes"), *LOOKS),
    "maintain": (("maintain",), ("rebuild",), *LOOKS),
}


class Draw(NamedTuple):
    """The next run."""

    changes: int
    # Whether a warehouse at rest is damaged before it.
    is_damaged: bool
    command: tuple[str, ...]
    fault: Fault
    # When it happens, as a share of the time that the command takes.
    share: float
    # What is asked between a command that was disturbed and its repetition; nothing, mostly.
    between: tuple[str, ...] | None
    # The other command, where two meet.
    other: tuple[str, ...]


def draw(random: Random) -> Draw:
    """Draw the next run."""
    command = _one(random, _COMMANDS)
    fault = _one(random, _FAULTS.get(command[0], _ANY))
    return Draw(
        changes=random.randrange(6),
        is_damaged=random.random() < 0.1,
        command=command,
        fault=fault,
        share=random.random(),
        between=random.choice(LOOKS) if random.random() < 0.3 else None,
        other=random.choice(_MEETINGS.get(command[0], LOOKS)),
    )


def _one(random: Random, weights: dict[T, int]) -> T:
    (drawn,) = random.choices(tuple(weights), tuple(weights.values()))
    return drawn
