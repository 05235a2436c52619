"""Context of a running pipeline: settings, worker pool, work database, counters."""

import contextlib
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flows.run import log_lines
from flows.run.failures import FailureLog
from flows.run.progress import ProgressCounter
from flows.run.signatures import Signatures
from flows.settings import Settings
from flows.workers.cluster_pool import ClusterPool, require_engine
from flows.workers.limits import Limits
from flows.workers.preflight import worker_setup
from flows.workers.process_pool import Pool, ProcessPool
from transforms.errors import TerminalError, UsageError
from transforms.version import PIPELINE_VERSION
from warehouse.checks import Check
from warehouse.database.memory import release_unused
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.publish import Draft
from warehouse.landing.zone import LandingZone
from warehouse.ledger.runs import Run, run_id
from warehouse.storage.part_names import BatchKind
from warehouse.storage.staging import Staged
from warehouse.storage.store import Store
from warehouse.writer.session import is_warehouse, open_for_writing, recover


class BatchNumbersError(TerminalError):
    """A run has used all batch numbers of a kind; its batches so far are committed."""


class CorpusRun:
    """A run in progress: its settings, workers, work database and counters."""

    def __init__(self, settings: Settings, run: Run, pool: Pool, database: WorkDatabase) -> None:
        """Begin counting."""
        self.settings = settings
        self.run = run
        self.pool = pool
        self.database = database
        self.store = settings.store
        self.layout = self.store.layout
        self.limits = Limits.of(settings)
        self.progress = ProgressCounter()
        self.failures = FailureLog()
        self.signatures = Signatures()
        # Whether the run compares the documents that it brings; null before it has looked.
        self.is_comparing: bool | None = None
        # Whether new texts are compared with what was taken down; null before it has looked, which
        # it does before it describes any.
        self.is_on_guard: bool | None = None
        self.began = time.monotonic()
        self.seconds: dict[str, float] = defaultdict(float)
        # The last row of `documents` before this run learned lines; later ones were described
        # with them.
        self.last_row_without: int | None = None
        # The next generation, where it was begun before the end of the run.
        self.draft: Draft | None = None
        self._numbers: dict[BatchKind, Iterator[int]] = {}

    @property
    def slices(self) -> Staged:
        """Where the workers of this run leave their slices."""
        return self.store.slices / self.run.run_id

    def next_number(self, kind: BatchKind) -> int:
        """Return a batch number that this run has not used, in the order of its kind.

        A step that is tried again goes on counting: what it committed before it failed stays as it
        is.

        Raises:
            BatchNumbersError: the run has used them all.
        """
        number = next(self._numbers.setdefault(kind, iter(kind.value)), None)
        if number is None:
            raise BatchNumbersError(
                f"a run commits {len(kind.value):,} {kind.name.lower()} batches at most: "
                "run again, the next run goes on"
            )
        return number

    def close(self) -> None:
        """Discard the draft of a generation, if there is one."""
        draft, self.draft = self.draft, None
        if draft:
            draft.close()

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to a stage, and free the memory that is held in reserve."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] += time.monotonic() - began
            release_unused()


class IngestRun(CorpusRun):
    """A run that ingests a landing zone."""

    def __init__(self, settings: Settings, run: Run, pool: Pool, database: WorkDatabase) -> None:
        """Begin counting; follow a link to the landing zone once."""
        super().__init__(settings, run, pool, database)
        self.zone = settings.landing_zone
        # What the checks of the user's own found at the end.
        self.checks: list[Check] = []


@contextlib.contextmanager
def ingest_run(settings: Settings, flow_run_id: str | None = None) -> Iterator[IngestRun]:
    """Hold the warehouse for a run that ingests a landing zone.

    Raises:
        UsageError: there is no such landing zone.
        LockHeldError: another run holds the warehouse.
        StorageError: the disk is full or cannot be written.
    """
    zone = settings.landing_zone
    zone.require_listed()
    _require_apart(zone, settings.store)
    with (
        _recovered(settings, settings.landing_name or zone.name, flow_run_id) as held,
        contextlib.closing(IngestRun(settings, *held)) as run,
    ):
        yield run


def _require_apart(zone: LandingZone, store: Store) -> None:
    """Fail if the warehouse lies in the landing zone, or the landing zone in the warehouse."""
    # One file that is named is no part of a warehouse.
    if not zone.is_one_file and any(_is_inside(place, str(zone)) for place in store.places):
        raise UsageError(
            f"the warehouse {store.name} lies inside the landing zone {zone}: keep them apart"
        )
    if any(_is_inside(str(zone), place) for place in store.places):
        raise UsageError(
            f"the landing zone {zone} lies inside the warehouse {store.name}: keep them apart"
        )


def _is_inside(place: str, other: str) -> bool:
    """Check whether one real path or URL is the other, or below it.

    >>> _is_inside("s3://corpus/news/2026", "s3://corpus/news"), _is_inside("/newspapers", "/news")
    (True, False)
    >>> _is_inside("/news", "/")
    True
    """
    return f"{place}/".startswith(f"{other.rstrip('/')}/")


@contextlib.contextmanager
def maintenance_run(settings: Settings, flow_run_id: str | None = None) -> Iterator[CorpusRun]:
    """Hold the warehouse for a maintenance run, which reads no raw files.

    Raises:
        UsageError: there is no warehouse.
        LockHeldError: another run holds the warehouse.
        StorageError: the disk is full or cannot be written.
    """
    store = settings.store
    if not is_warehouse(store):
        raise UsageError(f"no warehouse at {store.name}: run zakhira ingest first")
    with _recovered(settings, None, flow_run_id) as held:
        yield CorpusRun(settings, *held)


@contextlib.contextmanager
def _recovered(
    settings: Settings, landing_zone: str | None, flow_run_id: str | None
) -> Iterator[tuple[Run, Pool, WorkDatabase]]:
    """Take the lock, finish what an earlier run left, and begin a run.

    The moment of the run is later than every moment in the ledger.
    """
    require_engine(settings)
    store = settings.store
    started_at = datetime.now(UTC)
    run = Run(run_id(started_at, os.urandom(3)), started_at, landing_zone, flow_run_id)
    with (
        open_for_writing(store, run.run_id, PIPELINE_VERSION, settings.wait) as database,
        _pool(settings, landing_zone, store) as pool,
    ):
        if landing_zone and not store.layout.work_database.exists():
            pool.prepare(1)  # a first load: there will be something to read
        newest = recover(store, database, settings.keep_generations)
        if newest is not None and newest >= started_at:  # the clock went back; the ledger must not
            later = newest + timedelta(microseconds=1)
            run = run._replace(started_at=later, run_id=run_id(later, os.urandom(3)))
        with log_lines.of_run(run.run_id):
            yield run, pool, database


@contextlib.contextmanager
def _pool(settings: Settings, landing_zone: str | None, store: Store) -> Iterator[Pool]:
    """Open the pool for the slices of a run that holds the lock; close it at the end."""
    pool: Pool = ProcessPool(settings.workers, Limits.of(settings))
    if settings.engine != "processes":
        zone = settings.landing_zone if landing_zone else None
        # Workers that leave their slices at a URL need not see the run's disk.
        lock = None if settings.staging else store.layout.lock
        pool = ClusterPool(settings, worker_setup(zone, lock))
    try:
        yield pool
    finally:
        pool.close()
