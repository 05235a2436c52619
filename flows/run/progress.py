"""Progress of a run, counted and reported to watchers such as a terminal or an artifact."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from warehouse.ledger.runs import Counts


class Progress(NamedTuple):
    """How far a run is."""

    stage: str
    to_read: int
    extracted: int
    committed: int
    counts: Counts
    seconds: float

    @property
    def files_per_second(self) -> float:
        """Files committed per second since the run began to read."""
        return self.committed / self.seconds if self.seconds else 0.0

    @property
    def duplicate_share(self) -> float:
        """Share of duplicates among the files committed."""
        return self.counts.duplicates / self.committed if self.committed else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds left at the speed so far; null before the first commit."""
        return (self.to_read - self.committed) / self.files_per_second if self.committed else None

    @property
    def percent(self) -> float:
        """Percent of the work done; reading and committing a file count half each."""
        return 50 * (self.extracted + self.committed) / self.to_read if self.to_read else 100.0

    def sentence(self) -> str:
        """Return the progress as one line for a person."""
        left = "" if self.seconds_left is None else f", about {self.seconds_left:,.0f} s left"
        return (
            f"{self.stage}: {self.committed:,} of {self.to_read:,} files, "
            f"{self.files_per_second:,.0f} files/s, {self.duplicate_share:.0%} duplicates{left}"
        )


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


class ProgressCounter:
    """Counts of one run so far, reported to the watchers."""

    def __init__(self) -> None:
        """Begin at zero, with the watchers of this context."""
        self._watchers = _watchers.get()
        self._began = time.monotonic()
        self.to_read = 0
        self.extracted = 0
        self.committed = 0
        self.counts = Counts()

    def begin(self, to_read: int) -> None:
        """Set the number of files to read, and start the clock."""
        self.to_read = to_read
        self._began = time.monotonic()
        self.report("reading")

    def add_extracted(self, files: int) -> None:
        """Count files that were read."""
        self.extracted += files
        self.report("reading")

    def add_committed(self, files: int, counts: Counts) -> None:
        """Count the files and the outcomes of a committed batch."""
        self.committed += files
        self.add(counts)
        self.report("committing")

    def add(self, counts: Counts) -> None:
        """Count what was committed."""
        self.counts = self.counts.plus(counts)

    def report(self, stage: str) -> None:
        """Report the progress to the watchers."""
        seconds = time.monotonic() - self._began
        now = Progress(stage, self.to_read, self.extracted, self.committed, self.counts, seconds)
        for watcher in self._watchers:
            watcher(now)
