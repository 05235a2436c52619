"""Finish a run: record it, publish a generation, and check the error budget."""

import contextlib
import logging
import shlex
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pyarrow as pa

from flows.run.batches import ScanResult, Summary
from flows.run.context import CorpusRun, IngestRun
from flows.run.messages import outcome_message
from flows.run.progress import PUBLISHING
from flows.steps.compaction import remove_replaced
from flows.steps.takedown import refuse_copies
from transforms.errors import TerminalError, ZakhiraError
from transforms.schemas import REMOVALS, RUNS, TOMBSTONES, Table
from transforms.version import PIPELINE_VERSION
from warehouse.generations import publish as publishing
from warehouse.ledger.rows import removal_rows, run_row
from warehouse.ledger.runs import Counts
from warehouse.storage.files import clear
from warehouse.writer import commit as commits
from warehouse.writer.takedown import remove_forgotten_copies

_log = logging.getLogger("zakhira")
# Below this, a bad share is chance: one empty file in an hourly run of one file is no alarm.
_MIN_REJECTS = 10


class RejectBudgetError(TerminalError):
    """More of the files read were rejected than the error budget allows; all of it is committed."""

    def __init__(self, message: str, summary: Summary) -> None:
        """Keep what the run did."""
        self.summary = summary
        super().__init__(message)


def finish(run: IngestRun, found: ScanResult) -> Summary:
    """Commit the files found gone and the row of the run, if anything changed."""
    counts = run.progress.counts
    summary = _summary(run, found, counts)
    counts = counts._replace(unchanged=summary.unchanged)
    facts = {"removed_count": summary.removed, "seen_count": found.seen_count}
    tables = {REMOVALS: removal_rows(run.run, found.gone)}
    if found.batches:
        tables[TOMBSTONES] = refuse_copies(run)
    record_run(run, counts, facts, tables)
    # A rejected file that was read again has its copy again, also where it was known.
    if found.batches:
        with run.database.connect() as connection:
            remove_forgotten_copies(connection, run.store)
    _log.info("run %s: %s, %d gone", run.run.run_id, outcome_message(counts), summary.removed)
    return summary


def record_run(
    run: CorpusRun, counts: Counts, facts: Mapping[str, object], tables: dict[Table, pa.Table]
) -> None:
    """Commit the last rows and the row of a run that changed something, and clear its staging.

    The workers end here: the process that makes the generation needs their memory.
    """
    run.pool.close()
    with run.database.connect() as connection:
        if (
            any(counts._replace(unchanged=0, archives=0, members=0))
            or any(rows.num_rows for rows in tables.values())
            or commits.has_committed(connection, run.run.run_id)
        ):
            row = run_row(
                run.run,
                counts,
                run.seconds,
                {
                    "finished_at": _now(run),
                    "zakhira_version": version("zakhira"),
                    "pipeline_version": PIPELINE_VERSION,
                    "settings": _settings_of(run),
                    **facts,
                },
            )
            batch = (run.run.run_id, commits.FINISH_NUMBER)
            commits.commit(connection, run.store, batch, {**tables, RUNS: row})
    clear(run.layout.staging / run.run.run_id)
    run.store.slices.clear()


def _settings_of(run: CorpusRun) -> dict[str, object]:
    """Return the settings of a run; its row names no raw file, of which a takedown would leave it.

    Where the landing zone is one file, its folder is named.
    """
    said = run.settings.model_dump(mode="json")
    if isinstance(run, IngestRun) and run.zone.is_one_file:
        said["landing"] = str(run.zone)
    return said


def _now(run: CorpusRun) -> datetime:
    """Return the present moment, at least as late as the run has lasted: the clock may go back."""
    lasted = timedelta(seconds=time.monotonic() - run.began)
    return max(datetime.now(UTC), run.run.started_at + lasted)


def begin_publishing(run: CorpusRun) -> None:
    """Let a process make a generation of what is committed, while the run goes on.

    A step that is tried again goes on with what it began. What prevents it is said when the
    generation is published. Of a warehouse at a URL a generation is made of the work database
    alone: there are no parts on this machine from which a draft could learn the last rows.
    """
    if run.draft or run.store.is_shared:
        return
    with contextlib.suppress(ZakhiraError):
        run.draft = publishing.Draft(run.store, run.database, run.settings.keep_generations)


def publish(run: CorpusRun, summary: Summary) -> Summary:
    """Publish a generation that shows readers what is committed."""
    seen_before = run.layout.published_generation()
    with run.progress.stage(PUBLISHING), run.stage("publish"):
        number = publishing.publish(
            run.store, run.database, run.settings.keep_generations, run.draft
        )
    _log.info(
        "generation %d %s", number, "is still the newest" if number == seen_before else "published"
    )
    remove_replaced(run)
    return summary._replace(seconds=_seconds_since(run.began))


def require_budget(run: IngestRun, summary: Summary) -> Summary:
    """Return the same summary, or raise an alarm.

    Raises:
        RejectBudgetError: too many of the files read were rejected.
    """
    read = summary.new_documents + summary.duplicates + summary.rejected
    allowed = run.settings.error_budget * read
    bad = summary.rejected + run.failures.described_count
    if bad >= _MIN_REJECTS and bad > allowed:
        where = shlex.quote(str(run.settings.warehouse))
        view = "rejected_files" if summary.rejected else "failed_texts"
        raise RejectBudgetError(
            f"{bad:,} of {read:,} files read were rejected or failed, "
            f"more than the error budget of {run.settings.error_budget:.0%}; "
            f"the rest is committed; see: zakhira sql --warehouse {where} 'from {view}'",
            summary,
        )
    return summary


def _summary(run: IngestRun, found: ScanResult, counts: Counts) -> Summary:
    read = sum(batch.file_count for batch in found.batches)
    return Summary(
        run_id=run.run.run_id,
        seen=found.seen_count,
        archives=counts.archives,
        members=counts.members,
        unchanged=found.seen_count - read + counts.unchanged,
        new_documents=counts.new_documents,
        duplicates=counts.duplicates,
        rejected=counts.rejected,
        edited=counts.edited,
        removed=found.gone.num_rows + counts.members_gone,
        redescribed=counts.redescribed,
        near_duplicates=counts.near_duplicates,
        names_left_out=found.names_left_out,
        ignored_left_out=found.ignored_left_out,
        young_left_out=found.young_left_out,
        links_left_out=found.links_left_out,
        endings_left_out=dict(found.endings_left_out),
        unlisted_folders=len(found.unlisted_folders),
        failed=counts.failed,
        first_failed=tuple(run.failures.first),
        broken_checks={},
        seconds=_seconds_since(run.began),
    )


def _seconds_since(began: float) -> float:
    return round(time.monotonic() - began, 3)
