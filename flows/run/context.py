"""Context of a running pipeline: settings, worker pool, work database, counters."""

import contextlib
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from flows.run.progress import ProgressCounter
from flows.settings import Settings
from flows.workers.cluster_pool import ClusterPool, require_engine
from flows.workers.preflight import worker_setup
from flows.workers.process_pool import Pool, ProcessPool
from transforms.errors import TerminalError, UsageError
from warehouse.database.work_database import WorkDatabase
from warehouse.landing.zone import Zone, name_of, require_listed, zone_at
from warehouse.ledger.runs import Run, run_id
from warehouse.storage.layout import Layout
from warehouse.storage.part_names import BatchKind
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
        self.layout = settings.layout
        self.progress = ProgressCounter()
        self.began = time.monotonic()
        self.seconds: dict[str, float] = defaultdict(float)
        # The last row of `documents` before this run learned lines; later ones were described
        # with them.
        self.last_row_without: int | None = None
        self._numbers: dict[BatchKind, Iterator[int]] = {}

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

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to a stage, and free the memory that Arrow holds in reserve."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] += time.monotonic() - began
            pa.default_memory_pool().release_unused()


class IngestRun(CorpusRun):
    """A run that ingests a landing zone."""

    def __init__(self, settings: Settings, run: Run, pool: Pool, database: WorkDatabase) -> None:
        """Begin counting; follow a link to the landing zone once."""
        super().__init__(settings, run, pool, database)
        self.zone = zone_at(settings.landing)


@contextlib.contextmanager
def ingest_run(settings: Settings, flow_run_id: str | None = None) -> Iterator[IngestRun]:
    """Hold the warehouse for a run that ingests a landing zone.

    Raises:
        UsageError: there is no such landing zone.
        LockHeldError: another run holds the warehouse.
        StorageError: the disk is full or cannot be written.
    """
    zone = zone_at(settings.landing)
    require_listed(zone)
    _require_apart(zone, settings.layout)
    with _recovered(settings, name_of(zone), flow_run_id) as held:
        yield IngestRun(settings, *held)


def _require_apart(zone: Zone, layout: Layout) -> None:
    """Fail if the warehouse lies in the landing zone, or the landing zone in the warehouse."""
    if isinstance(zone, Path):
        root = layout.root.resolve()
        is_around, is_inside = root.is_relative_to(zone), zone.is_relative_to(root)
    else:
        is_around = layout.objects is not None and zone.contains(layout.objects)
        is_inside = layout.objects is not None and layout.objects.contains(zone)
    if is_around:
        raise UsageError(
            f"the warehouse {layout.name} lies inside the landing zone {zone}: keep them apart"
        )
    if is_inside:
        raise UsageError(
            f"the landing zone {zone} lies inside the warehouse {layout.name}: keep them apart"
        )


@contextlib.contextmanager
def maintenance_run(settings: Settings, flow_run_id: str | None = None) -> Iterator[CorpusRun]:
    """Hold the warehouse for a maintenance run, which reads no raw files.

    Raises:
        UsageError: there is no warehouse.
        LockHeldError: another run holds the warehouse.
        StorageError: the disk is full or cannot be written.
    """
    layout = settings.layout
    if not is_warehouse(layout):
        raise UsageError(f"no warehouse at {layout.name}: run zakhira ingest first")
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
    layout = settings.layout
    started_at = datetime.now(UTC)
    run = Run(run_id(started_at, os.urandom(3)), started_at, landing_zone, flow_run_id)
    with (
        open_for_writing(layout, run.run_id, settings.wait) as database,
        _pool(settings, landing_zone, layout) as pool,
    ):
        newest = recover(layout, database, settings.keep_generations)
        if newest is not None and newest >= started_at:  # the clock went back; the ledger must not
            later = newest + timedelta(microseconds=1)
            run = run._replace(started_at=later, run_id=run_id(later, os.urandom(3)))
        yield run, pool, database


@contextlib.contextmanager
def _pool(settings: Settings, landing_zone: str | None, layout: Layout) -> Iterator[Pool]:
    """Open the pool for the slices of a run that holds the lock; close it at the end."""
    pool: Pool = ProcessPool(settings.workers)
    if settings.engine != "processes":
        pool = ClusterPool(
            settings, worker_setup(zone_at(settings.landing) if landing_zone else None, layout)
        )
    try:
        yield pool
    finally:
        pool.close()
