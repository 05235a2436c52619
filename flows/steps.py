"""This file is what a run does, step by step; every step is a plain function that needs no Prefect.

`flows/ingest.py` tells the order, `flows/tasks.py` gives each step its name and retries.
"""

import logging
import shlex
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

import pyarrow as pa

from flows import partitions
from flows.run import (
    Batch,
    CorpusRun,
    DecidedBatch,
    DescribedBatch,
    ExtractedBatch,
    IngestRun,
    Landing,
    Summary,
)
from flows.slices import (
    DescribeJob,
    ExtractJob,
    cut,
    describe_slice,
    extract_slice,
    lines_of,
)
from flows.wording import many, outcomes
from transforms.errors import TerminalError
from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, REMOVALS, RUNS, SOURCES, Table
from transforms.version import PIPELINE_VERSION
from warehouse import commit as commits
from warehouse import ledger, passes
from warehouse import publish as publishing
from warehouse.database import connect
from warehouse.files import clear
from warehouse.quarantine import quarantine_of
from warehouse.rows import counts_of, look_rows, removal_rows, run_row, source_rows
from warehouse.runs import Counts, Run
from warehouse.staging import clear_staged, read_table

_log = logging.getLogger("zakhira")
_FEWEST_REJECTS_THAT_FAIL = 10
"""Below this, a bad share is chance: one empty file in an hourly run of one file is no alarm."""


class RejectBudgetError(TerminalError):
    """More of the files read were rejected than the error budget allows; all of it is committed."""

    def __init__(self, message: str, summary: Summary) -> None:
        """Keep what the run did."""
        self.summary = summary
        super().__init__(message)


def extract(run: IngestRun, batch: Batch) -> ExtractedBatch:
    """Read the files of a batch: text and hash, or the reason there is none."""
    folder = run.layout.slices(run.run.run_id) / f"{batch.number:05}"
    _log.info("batch %d: reading %s", batch.number + 1, many(batch.file_count, "file"))
    with run.stage("extract"):
        listed = read_table(batch.files)
        jobs = [
            ExtractJob(
                run.zone,
                files,
                folder / f"extracts-{number:05}.arrow",
                quarantine_of(run.layout),
                run.settings.max_file_bytes,
            )
            for number, files in enumerate(cut(listed, run.settings.slice_files, run.settings.slice_bytes))
        ]
        slices = []
        for job, extracted in zip(jobs, run.pool.run(extract_slice, jobs), strict=True):
            slices.append(extracted)
            run.progress.add_extracted(len(job.files))
        return ExtractedBatch(batch.number, tuple(slices))


def deduplicate(run: IngestRun, batch: ExtractedBatch) -> DecidedBatch:
    """Ask the ledger who owns each text; by hash prefix, where a batch has too many files for one question."""
    with run.stage("deduplicate"):
        extracts = pa.concat_tables(read_table(path).drop_columns(["text"]) for path in batch.slices)
        extracts = extracts.append_column("position", pa.array(range(len(extracts)), pa.int64()))
        if len(extracts) > partitions.MOST_KEYS_AT_ONCE:
            count = -(-len(extracts) // partitions.MOST_KEYS_AT_ONCE)
            return DecidedBatch(batch.number, batch.slices, partitions.decide(run, batch, extracts, count))
        with connect(run.layout.work_database, run.layout.spill) as connection:
            return DecidedBatch(batch.number, batch.slices, ledger.decide(connection, run.run, extracts))


def describe(run: IngestRun, batch: DecidedBatch) -> DescribedBatch:
    """Describe the texts never seen; a duplicate costs nothing here."""
    with run.stage("describe"):
        is_owner = batch.decisions["is_owner"].to_pylist()
        with connect(run.layout.work_database, run.layout.spill) as connection:
            furniture = passes.furniture(connection)
        _log.info("batch %d: describing %s", batch.number + 1, many(is_owner.count(True), "new text"))
        jobs, start = [], 0
        for extracts in batch.slices:
            paths = read_table(extracts)["source_path"]
            end = start + len(paths)
            rows = [row - start for row in range(start, end) if is_owner[row]]
            target = extracts.with_name(extracts.name.replace("extracts", "documents"))
            lines = lines_of(paths, furniture)
            jobs.append(DescribeJob(extracts, rows, target, run.run.started_at, run.run.run_id, lines))
            start = end
        documents = tuple(run.pool.run(describe_slice, [job for job in jobs if job.rows]))
        return DescribedBatch(batch.number, batch.decisions, documents)


def commit(run: IngestRun, batch: DescribedBatch) -> Counts:
    """Make a batch durable: its parts in staging, then the one transaction, then the parts in their places."""
    with run.stage("commit"):
        tables = _tables_of(run.run, batch)
        parts = commits.stage(run.layout, run.run.run_id, batch.number, tables)
        with connect(run.layout.work_database, run.layout.spill) as connection:
            looks = look_rows(run.run, batch.decisions)
            commits.commit(connection, run.layout, parts, lambda open_one: commits.insert_looks(open_one, looks))
        clear_staged(run.layout.slices(run.run.run_id) / f"{batch.number:05}")
    counts = counts_of(batch.decisions)
    run.progress.add_committed(len(batch.decisions), counts)
    _log.info("batch %d committed: %s", batch.number + 1, outcomes(counts))
    return counts


def finish(run: IngestRun, found: Landing) -> Summary:
    """Close the books: the files found gone, and the row of the run; nothing where nothing changed."""
    counts = run.progress.counts
    summary = _summary(run, found, counts)
    counts = counts._replace(unchanged=summary.unchanged)
    facts = {"removed_count": found.gone.num_rows, "seen_count": found.seen_count}
    close_books(run, counts, facts, {REMOVALS: removal_rows(run.run, found.gone)})
    _log.info("run %s: %s, %d gone", run.run.run_id, outcomes(counts), summary.removed)
    return summary


def close_books(run: CorpusRun, counts: Counts, facts: Mapping[str, object], tables: dict[Table, pa.Table]) -> None:
    """Commit the last rows and the row of a run that changed something, and clear its staging.

    Nothing is left for the workers, which end: the process that makes the generation needs their room.
    """
    run.pool.close()
    if any(counts._replace(unchanged=0)) or any(rows.num_rows for rows in tables.values()):
        row = run_row(
            run.run,
            counts,
            run.seconds,
            {
                "finished_at": datetime.now(UTC),
                "zakhira_version": version("zakhira"),
                "pipeline_version": PIPELINE_VERSION,
                "settings": run.settings.model_dump(mode="json"),
                **facts,
            },
        )
        parts = commits.stage(run.layout, run.run.run_id, commits.FINISH_NUMBER, {**tables, RUNS: row})
        with connect(run.layout.work_database, run.layout.spill) as connection:
            commits.commit(connection, run.layout, parts)
    clear(run.layout.staging / run.run.run_id)


def publish(run: CorpusRun, summary: Summary) -> Summary:
    """Show readers what is committed."""
    run.progress.tell("publishing")
    seen_before = run.layout.published_generation()
    number = publishing.publish(run.layout, run.settings.keep_generations)
    _log.info("generation %d %s", number, "is still the newest" if number == seen_before else "published")
    return summary._replace(seconds=_seconds_since(run.began))


def require_budget(run: IngestRun, summary: Summary) -> Summary:
    """The same summary, or an alarm.

    Raises:
        RejectBudgetError: too many of the files read were rejected.
    """
    read = summary.new_documents + summary.duplicates + summary.rejected
    allowed = run.settings.error_budget * read
    if summary.rejected >= _FEWEST_REJECTS_THAT_FAIL and summary.rejected > allowed:
        where = shlex.quote(str(run.settings.warehouse))
        raise RejectBudgetError(
            f"{summary.rejected:,} of {read:,} files read were rejected, more than the error budget of "
            f"{run.settings.error_budget:.0%}; the rest is committed; "
            f"see: zakhira sql --warehouse {where} 'from rejected_files'",
            summary,
        )
    return summary


def _tables_of(run: Run, batch: DescribedBatch) -> dict[Table, pa.Table]:
    """The rows of every table that a batch brings, documents before the sources that name them."""
    tables = {}
    if batch.documents:
        documents = pa.concat_tables(map(read_table, batch.documents))
        tables[DOCUMENTS] = documents.drop_columns(["preview"])
        tables[DOCUMENT_METADATA] = documents.drop_columns(["text", "boilerplate", "cuts"])
    tables[SOURCES] = source_rows(run, batch.decisions)
    return tables


def _summary(run: IngestRun, found: Landing, counts: Counts) -> Summary:
    read = sum(batch.file_count for batch in found.batches)
    return Summary(
        run_id=run.run.run_id,
        seen=found.seen_count,
        unchanged=found.seen_count - read + counts.unchanged,
        new_documents=counts.new_documents,
        duplicates=counts.duplicates,
        rejected=counts.rejected,
        removed=found.gone.num_rows,
        redescribed=counts.redescribed,
        near_duplicates=counts.near_duplicates,
        names_left_out=found.names_left_out,
        links_left_out=found.links_left_out,
        unlisted_folders=len(found.unlisted_folders),
        seconds=_seconds_since(run.began),
    )


def _seconds_since(began: float) -> float:
    return round(time.monotonic() - began, 3)
