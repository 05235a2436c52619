"""The maintenance pipeline: keep a warehouse in order, as plain functions.

Finish what a killed run left, learn boilerplate, describe documents again where that or a new
version asks for it, compare documents, compact small parts, remove old generations and replaced
parts, run every check.
"""

import logging
import os
from datetime import UTC, datetime
from typing import NamedTuple

from flows.pipelines import steps
from flows.pipelines.steps import Step
from flows.run.context import CorpusRun, maintenance_run
from flows.run.messages import counted
from flows.run.progress import PUBLISHING, ProgressCounter
from flows.settings import Settings
from flows.steps import compaction, finish, metrics, quality
from flows.steps.metrics import Report
from transforms.describe import preview
from transforms.errors import UsageError
from transforms.version import PIPELINE_VERSION
from warehouse.checks import Check
from warehouse.generations.publish import publish, require_same
from warehouse.ledger.runs import Counts, run_id
from warehouse.storage.store import generation_numbers, has_parts
from warehouse.writer.rebuild import rebuild
from warehouse.writer.repair import LostPart, Repaired, find_lost, repair
from warehouse.writer.session import is_warehouse, open_for_writing, recover

_log = logging.getLogger("zakhira")


def rebuild_warehouse(settings: Settings, *, accept_loss: bool = False) -> int:
    """Rebuild both databases from Parquet; return how many parts were read.

    Raises:
        UsageError: there is no Parquet to rebuild from; nothing is changed.
    """
    store = settings.store
    if not is_warehouse(store):
        raise UsageError(f"no warehouse at {store.name}: there is nothing to rebuild from")
    name = f"{run_id(datetime.now(UTC), os.urandom(3))}-rebuild"
    progress = ProgressCounter()
    with open_for_writing(store, name, PIPELINE_VERSION, settings.wait) as database:
        with progress.stage("rebuilding"):
            parts = rebuild(store, preview, accept_loss=accept_loss)
        with progress.stage(PUBLISHING):
            recover(store, database, settings.keep_generations)
    return parts


def repair_warehouse(settings: Settings, *, is_rehearsal: bool) -> list[LostPart] | list[Repaired]:
    """Write lost and damaged parts again from the work database, and publish; return them.

    A rehearsal returns what is lost. Both first finish what a killed run left.

    Raises:
        UsageError: there is no warehouse.
        WarehouseError: the work database cannot be read; `rebuild` repairs from a generation.
    """
    store = settings.store
    if not is_warehouse(store):
        raise UsageError(f"no warehouse at {store.name}: there is nothing to repair")
    name = f"{run_id(datetime.now(UTC), os.urandom(3))}-repair"
    with open_for_writing(store, name, PIPELINE_VERSION, settings.wait) as database:
        # A takedown reads every part: those that are lost are written again before it.
        recover(store, database, settings.keep_generations, takes_down=False)
        if is_rehearsal:
            with database.connect() as connection:
                return find_lost(store, connection)
        repaired = repair(store, database, preview)
        publish(store, database, settings.keep_generations)
    return repaired


def restore_lost(run: CorpusRun) -> int:
    """Write the parts that are not there again; return how many were."""
    with run.progress.stage("looking for lost parts"):
        repaired = repair(run.store, run.database, preview, is_thorough=False)
    if repaired:
        _log.warning("%s lost, and written again", counted(len(repaired), "part"))
    return len(repaired)


def tidy(run: CorpusRun) -> None:
    """Record a maintenance run, publish what it changed, and remove what is no longer needed.

    Replaced parts are removed after the publication: until then the newest generation may still
    name them.
    """
    finish.record_run(run, run.progress.counts, {"removed_count": 0}, {})
    if has_parts(run.store):
        with run.progress.stage(PUBLISHING):
            publish(run.store, run.database, run.settings.keep_generations)
        compaction.remove_replaced(run)
        run.database.close()
        require_same(run.store)
    kept = counted(len(generation_numbers(run.store)), "generation")
    compacted = run.progress.counts.compacted
    suffix = f"; {counted(compacted, 'part')} compacted" if compacted else ""
    _log.info("%s: nothing is left over; %s kept%s", run.store.name, kept, suffix)


def check(settings: Settings, run_id: str) -> list[Check]:
    """Run every check on the generation that readers see."""
    with ProgressCounter().stage("checking"):
        checks = quality.check_all(settings, run_id)
    quality.log_broken(checks)
    _log.info("%s run", counted(len(checks), "check"))
    return checks


restore_step = Step(restore_lost, "write lost parts again")
tidy_step = Step(tidy, "clean up")
check_step = Step(check, "run every check")


class Maintained(NamedTuple):
    """What maintenance found and did."""

    checks: list[Check]
    counts: Counts


def maintain_warehouse(
    settings: Settings, report: Report, flow_run_id: str | None = None
) -> Maintained:
    """Do all of maintenance; return what every check found, and what was done.

    The report, from which metrics are made, knows the run as far as it came.

    Raises:
        UsageError: there is no warehouse.
        LockHeldError: a run is writing this warehouse.
    """
    with maintenance_run(settings, flow_run_id) as run:
        report.run = run
        restore_step(run)
        steps.learn(run, at_once=True)
        steps.describe_again(run)
        steps.find_near_duplicates(run, at_once=True)
        steps.compact(run)
        tidy_step(run)
    report.checks = check_step(settings, run.run.run_id)
    return Maintained(report.checks, run.progress.counts)


def maintain_plainly(settings: Settings) -> list[Check]:
    """Do the same without Prefect, and return what every check found."""
    with metrics.exported(settings, "maintain") as report:
        return maintain_warehouse(settings, report).checks
