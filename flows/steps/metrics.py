"""Metrics of a run in Prometheus' text format, in a file that a node exporter reads.

The file is written at the end of each run, good or bad, and appears whole. Figures of the run come
from the run, figures of the warehouse from what is published.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.run.batches import Summary
from flows.run.context import CorpusRun
from flows.settings import Settings
from transforms.errors import ZakhiraError
from warehouse.checks import Check
from warehouse.database.connection import connect_read_only
from warehouse.locking.file_lock import LockHeldError
from warehouse.storage.layout import Layout

if TYPE_CHECKING:  # it is imported where a file is set
    from prometheus_client import CollectorRegistry, Gauge

_log = logging.getLogger("zakhira")
_PREFIX = "zakhira_"
# Name and help of each metric, in the order of the query.
_OF_THE_WAREHOUSE = {
    "documents": "Documents in the published database",
    "files": "Raw files that exist now",
    "rejected_files": "Raw files that exist now and have no document",
    "parquet_bytes": "Bytes of the Parquet parts in the manifest",
    "newest_file_timestamp_seconds": "When the newest version of a raw file was first seen",
    "newest_document_timestamp_seconds": "When the newest document was first seen",
}
_TOTALS = """
    select
        (select count(*) from documents) as documents,
        count(*) as files,
        count(*) filter (reject_reason is not null) as rejected_files,
        (select coalesce(sum(size_bytes), 0)::bigint from parquet_parts) as parquet_bytes,
        (select coalesce(epoch(max(seen_at)), 0) from sources) as newest_file_timestamp_seconds,
        (select coalesce(epoch(max(first_seen_at)), 0) from documents)
            as newest_document_timestamp_seconds
    from current_sources
"""


class Report:
    """What is known of a run so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.run: CorpusRun | None = None
        # Of an ingest.
        self.summary: Summary | None = None
        self.checks: list[Check] = []


@contextlib.contextmanager
def exported(settings: Settings, flow: str) -> Iterator[Report]:
    """Write the metrics of a run at the end of a block, where a file for them is set.

    A run that met another one's lock writes none: the other one does.
    """
    report = Report()
    began = time.monotonic()
    is_good = False
    try:
        yield report
        is_good = True
    except LockHeldError:
        settings = settings.model_copy(update={"metrics": None})
        raise
    finally:
        if settings.metrics is not None:
            _export(settings, flow, report, time.monotonic() - began, is_good=is_good)


def _export(
    settings: Settings, flow: str, report: Report, seconds: float, *, is_good: bool
) -> None:
    """Write the file; where it cannot be written, that is a log line."""
    # It takes as long to import as a hundred files to read.
    from prometheus_client import CollectorRegistry, write_to_textfile  # noqa: PLC0415

    registry = CollectorRegistry()
    gauges = _Gauges(registry, settings.store.name)
    is_good = is_good and not any(check.is_alarm for check in report.checks)
    gauges.set("run_success", "Whether the last run ended well", int(is_good), flow=flow)
    gauges.set("run_end_timestamp_seconds", "When the last run ended", time.time(), flow=flow)
    gauges.set("run_seconds", "Seconds that the last run took", seconds, flow=flow)
    _add_run(gauges, flow, report)
    _add_warehouse(gauges, settings.store.layout)
    path = _path(settings, flow)
    if path.exists() and not path.is_file():
        # A new file would take its place: root would lose /dev/null.
        _log.warning("no metrics of this run in %s: it is no file", path)
        return
    try:
        write_to_textfile(str(path), registry)
    except OSError as error:
        _log.warning("no metrics of this run in %s: %s", path, error.strerror or error)


def _path(settings: Settings, flow: str) -> Path:
    """Return the file of a flow: that of `maintain` lies beside the one that is set."""
    path = settings.metrics or Path()
    return path if flow == "ingest" else path.with_stem(f"{path.stem}-{flow}")


class _Gauges:
    """Gauges of one warehouse, made when they are first set."""

    def __init__(self, registry: "CollectorRegistry", warehouse: str) -> None:
        self._registry = registry
        self._warehouse = warehouse
        self._made: dict[str, Gauge] = {}

    def set(self, name: str, about: str, value: float, **labels: str) -> None:
        """Set a gauge for some labels."""
        from prometheus_client import Gauge  # noqa: PLC0415

        if name not in self._made:
            names = ["warehouse", *labels]
            self._made[name] = Gauge(_PREFIX + name, about, names, registry=self._registry)
        self._made[name].labels(warehouse=self._warehouse, **labels).set(value)


def _add_run(gauges: _Gauges, flow: str, report: Report) -> None:
    """Add what a run did, as far as it came."""
    if report.run is None:
        return
    counts = report.run.progress.counts
    files = {
        "new": counts.new_documents,
        "duplicate": counts.duplicates,
        "rejected": counts.rejected,
        "edited": counts.edited,
        "failed": counts.failed,
        "unchanged": report.summary.unchanged if report.summary else counts.unchanged,
        "gone": report.summary.removed if report.summary else 0,
    }
    for outcome, count in files.items():
        about = "Raw files of the last run by what became of them; edited and failed are among them"
        gauges.set("run_files", about, count, flow=flow, outcome=outcome)
    about = "Bytes of the new versions of raw files in the last run"
    gauges.set("run_read_bytes", about, counts.read_bytes, flow=flow)
    for stage, seconds in report.run.seconds.items():
        about = "Seconds that the last run spent in a stage; stages overlap"
        gauges.set("run_stage_seconds", about, seconds, flow=flow, stage=stage)
    for check in report.checks:
        about = "Rows that break a check, in the last run; -1 where it could not be run"
        count = -1 if check.error is not None else check.broken_count
        labels = {"check": check.name, "severity": check.severity.value, "kind": check.kind.value}
        gauges.set("check_broken_rows", about, count, flow=flow, **labels)


def _add_warehouse(gauges: _Gauges, layout: Layout) -> None:
    """Add what is published, if anything is and it can be read."""
    if layout.published_generation() is None:
        return
    try:
        with connect_read_only(layout.published) as connection:
            ((*values,),) = connection.execute(_TOTALS).fetchall()
    except (duckdb.Error, ZakhiraError) as error:
        _log.warning("no metrics of the warehouse: %s", error)
        return
    for (name, about), value in zip(_OF_THE_WAREHOUSE.items(), values, strict=True):
        gauges.set(name, about, value)
    size = layout.published.stat().st_size
    gauges.set("database_bytes", "Bytes of the published database", size)
