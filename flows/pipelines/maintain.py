"""The maintenance pipeline: keep a warehouse in order, as plain functions.

Finish what a killed run left, learn boilerplate, describe documents again where that or a new
version asks for it, compare documents, compact small parts, remove old generations and replaced
parts, check every rule.
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
from flows.steps import compaction, finish
from transforms.describe import preview
from transforms.errors import TerminalError, UsageError
from transforms.version import PIPELINE_VERSION
from warehouse.checks import Check, run_checks
from warehouse.generations.publish import publish, require_same
from warehouse.ledger.runs import Counts, run_id
from warehouse.storage.store import generation_numbers, has_parts
from warehouse.writer.rebuild import rebuild
from warehouse.writer.repair import LostPart, Repaired, find_lost, repair
from warehouse.writer.session import is_warehouse, open_for_writing, recover

_log = logging.getLogger("zakhira")


class CheckFailedError(TerminalError):
    """A rule of the warehouse is broken; the message names it."""


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
        recover(store, database, settings.keep_generations)
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


def require_clean(checks: list[Check]) -> None:
    """Raise an alarm where a rule is broken.

    Raises:
        CheckFailedError: a rule is broken.
    """
    broken = [
        f"{check.name} ({check.broken_count:,} rows)" for check in checks if check.broken_count
    ]
    if broken:
        raise CheckFailedError(f"broken: {', '.join(broken)}; see: zakhira check")


def check(settings: Settings) -> list[Check]:
    """Check every rule against the generation that readers see."""
    with ProgressCounter().stage("checking every rule"):
        checks = run_checks(settings.store)
    for each in checks:
        if each.broken_count:
            _log.error("broken: %s (%s)", each.rule, counted(each.broken_count, "row"))
    _log.info("%s checked", counted(len(checks), "rule"))
    return checks


restore_step = Step(restore_lost, "write lost parts again")
tidy_step = Step(tidy, "clean up")
check_step = Step(check, "check every rule")


class Maintained(NamedTuple):
    """What maintenance found and did."""

    checks: list[Check]
    counts: Counts


def maintain_warehouse(settings: Settings, flow_run_id: str | None = None) -> Maintained:
    """Do all of maintenance; return what every rule found, and what was done.

    Raises:
        UsageError: there is no warehouse.
        LockHeldError: a run is writing this warehouse.
    """
    with maintenance_run(settings, flow_run_id) as run:
        restore_step(run)
        steps.learn(run, at_once=True)
        steps.describe_again(run)
        steps.find_near_duplicates(run, at_once=True)
        steps.compact(run)
        tidy_step(run)
    return Maintained(check_step(settings), run.progress.counts)
