"""Progress of a run, stage by stage, counted and reported to watchers: a terminal, an artifact."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from warehouse.ledger.runs import Counts

# Shares of the time of a first load, in percent, about: of two that were measured (12,000 texts of
# benchmarks/corpus.py, 20,000 real ones). They serve the one number that Prefect's progress
# artifact has; people see each stage for itself.
_SHARES = {"listing": 2, "reading": 18, "describing": 40, "signing": 8, "comparing": 24}
_SHARE_OF_THE_REST = 100 - sum(_SHARES.values())
# A speed of less time is an accident.
_LEAST_SECONDS = 1.0
# Nothing is counted any more once it has begun.
PUBLISHING = "publishing"


Result = TypeVar("Result")


class Stage(NamedTuple):
    """How far one stage of a run is; stages overlap, as files are read ahead."""

    name: str
    # What is counted: "file", "document".
    noun: str
    done: int
    # Null where the number is not known, or nothing is counted.
    total: int | None
    # Of a stage with a total, since it began and until all was done; of another, spent in it.
    seconds: float
    is_running: bool

    @property
    def per_second(self) -> float:
        """How many are done in a second; 0 before the first."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds left at the speed so far; null before the first, and without a total."""
        if self.total is None or not self.per_second:
            return None
        return max(0.0, (self.total - self.done) / self.per_second)

    @property
    def fraction(self) -> float:
        """Share of the stage that is done; 0 where nothing is counted."""
        if self.total is None:
            return 0.0
        return min(1.0, self.done / self.total) if self.total else 1.0

    def sentence(self) -> str:
        """Return how far the stage is, as one line for a person.

        >>> Stage("reading", "file", 300, 1_200, 2.0, True).sentence()
        'reading: 300 of 1,200 files, 150 files/s, about 6 s left'
        >>> Stage("listing", "file", 300, None, 2.0, True).sentence()
        'listing: 300 files'
        >>> Stage("publishing", "", 0, None, 2.0, True).sentence()
        'publishing: 2 s'
        """
        if not self.noun:
            return f"{self.name}: {self.seconds:,.0f} s"
        if self.total is None:
            return f"{self.name}: {self.done:,} {self.noun}s"
        parts = [f"{self.name}: {self.done:,} of {self.total:,} {self.noun}s"]
        if self.done and self.seconds >= _LEAST_SECONDS:
            parts.append(f"{self.per_second:,.0f} {self.noun}s/s")
        if self.seconds_left:
            parts.append(f"about {self.seconds_left:,.0f} s left")
        return ", ".join(parts)


class Progress(NamedTuple):
    """How far a run is: its stages in the order in which they began."""

    stages: tuple[Stage, ...]
    committed: int
    counts: Counts
    seconds: float

    @property
    def duplicate_share(self) -> float:
        """Share of duplicates among the files committed."""
        return self.counts.duplicates / self.committed if self.committed else 0.0

    @property
    def percent(self) -> float:
        """Percent of the work done, reckoned from the usual shares of the stages."""
        fractions = {stage.name: stage.fraction for stage in self.stages}
        if PUBLISHING in fractions:
            return float(100 - _SHARE_OF_THE_REST)
        return sum(share * fractions.get(name, 0.0) for name, share in _SHARES.items())

    def sentence(self) -> str:
        """Return the progress as one line for a person: of the stages under way, or the last."""
        running = [stage for stage in self.stages if stage.is_running] or self.stages[-1:]
        return "; ".join(stage.sentence() for stage in running)


Watcher = Callable[[Progress], None]
_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Report the progress of the runs inside a block to a watcher."""
    token = _watchers.set((*_watchers.get(), watcher))
    try:
        yield
    finally:
        _watchers.reset(token)


class _Clock:
    """Counts and times of one stage."""

    def __init__(self, name: str, noun: str) -> None:
        self.name = name
        self.noun = noun
        self.done = 0
        self.total: int | None = None
        self._began = time.monotonic()
        self._ended: float | None = None
        self._spent = 0.0
        self._running = 0

    def enter(self) -> None:
        if not self._running:
            self._entered = time.monotonic()
        self._running += 1

    def leave(self) -> None:
        self._running -= 1
        if not self._running:
            self._ended = time.monotonic()
            self._spent += self._ended - self._entered

    def stage(self) -> Stage:
        """Return how far the stage is now."""
        now = time.monotonic()
        is_running = self._running > 0
        if self.total is None:
            seconds = self._spent + (now - self._entered if is_running else 0)
        else:
            is_done = self.done >= self.total and self._ended is not None and not is_running
            seconds = (self._ended if is_done and self._ended else now) - self._began
        return Stage(self.name, self.noun, self.done, self.total, seconds, is_running)


class ProgressCounter:
    """Counts of one run so far, reported to the watchers.

    Batches are read in a thread of their own, so its methods may be called by several.
    """

    def __init__(self) -> None:
        """Begin at zero, with the watchers of this context."""
        self._watchers = _watchers.get()
        self._began = time.monotonic()
        self._clocks: dict[str, _Clock] = {}
        self._lock = threading.RLock()
        # Files; known once the landing zone is listed.
        self.to_read = 0
        self.committed = 0
        self.counts = Counts()

    @contextmanager
    def stage(self, name: str, noun: str = "", total: int | None = None) -> Iterator[None]:
        """Time a block as (a part of) a stage; a stage with a noun counts such things."""
        clock = self._clock(name, noun)
        if total is not None:
            clock.total = total
        clock.enter()
        self._report()
        try:
            yield
        finally:
            clock.leave()
            self._report()

    def _clock(self, name: str, noun: str) -> _Clock:
        with self._lock:
            return self._clocks.setdefault(name, _Clock(name, noun))

    def advance(self, name: str, count: int) -> None:
        """Count what was done in a stage that has begun."""
        with self._lock:
            self._clocks[name].done += count
        self._report()

    def follow(
        self, name: str, results: Iterable[Result], sizes: Iterable[int]
    ) -> Iterator[Result]:
        """Yield results, each with its size counted as done in a stage."""
        for result, size in zip(results, sizes, strict=True):
            self.advance(name, size)
            yield result

    def add_committed(self, files: int, counts: Counts) -> None:
        """Count the files and the outcomes of a committed batch."""
        self.committed += files
        self.add(counts)
        self._report()

    def add(self, counts: Counts) -> None:
        """Count what was committed."""
        self.counts = self.counts.plus(counts)

    def _report(self) -> None:
        """Report the progress to the watchers."""
        with self._lock:
            stages = tuple(clock.stage() for clock in self._clocks.values())
            seconds = time.monotonic() - self._began
            now = Progress(stages, self.committed, self.counts, seconds)
            for watcher in self._watchers:
                watcher(now)
