"""Describe documents again after rules or boilerplate lines changed."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from flows.run.context import CorpusRun
from flows.run.messages import counted
from flows.steps.learn_boilerplate import warn_of_kept_whole
from transforms.reject_reasons import RejectReason
from transforms.schemas import DESCRIPTIONS, DOCUMENTS, FAILURES, conform
from transforms.version import PIPELINE_VERSION
from warehouse.database.fetch import fetch_documents
from warehouse.database.memory import release_unused
from warehouse.ledger import boilerplate_lines, redescription
from warehouse.ledger.redescription import DescriptionBasis
from warehouse.ledger.rows import failure_rows
from warehouse.ledger.runs import Counts
from warehouse.storage.part_names import BatchKind
from warehouse.storage.staging import Staged, write_slices
from warehouse.writer import commit as commits

if TYPE_CHECKING:  # most runs describe nothing again
    from flows.workers.describe_slice import RedescribeJob

_log = logging.getLogger("zakhira")

# Documents described again with one commit, and by a worker at a time. DuckDB then holds the groups
# of rows in which they lie several times: a run over a million files took 100 MiB more with 2,500
# (`benchmarks/scaling.py`).
_BATCH_DOCUMENTS = 1_200
_SLICE_DOCUMENTS = 150

# Of a run, and fewer than `BatchKind.REDESCRIBE` has numbers: a step that is tried again takes new
# ones. The next run goes on.
_MAX_BATCHES = 8_000


def describe_again(run: CorpusRun) -> int:
    """Describe documents again that an older version, or fewer boilerplate lines, described.

    Returns how many documents changed.
    """
    with run.stage("learn"):
        with run.database.connect() as connection:
            known = redescription.last_basis(connection)
            learning_run = redescription.newest_learning_run(connection)
            now = DescriptionBasis(PIPELINE_VERSION, learning_run)
            if known == now and not run.settings.retry:
                return 0
        stale = _stale_documents(run, known)
        described = stale.slice(0, _MAX_BATCHES * _BATCH_DOCUMENTS)
        changed = _describe_batches(run, described) if len(described) else 0
        if len(described) == len(stale):
            with run.database.connect() as connection:
                redescription.set_basis(connection, now)
    if len(described):
        _log.info("%s described again, %d changed", counted(len(described), "document"), changed)
    return changed


def _stale_documents(run: CorpusRun, known: DescriptionBasis) -> pa.Table:
    """Return the documents that may be described otherwise now, in order of path.

    With `content_hash` and `first_source_path`.
    """
    with run.database.connect() as connection:
        found = [redescription.documents_of_other_versions(connection, known, PIPELINE_VERSION)]
        if RejectReason.FAILED in run.settings.retry:
            found.append(redescription.documents_with_failures(connection))
        ranges = redescription.row_ranges_to_search(connection, known, run.last_row_without)
    for rows in ranges:
        with run.database.connect() as connection:
            found.append(redescription.documents_with_new_lines(connection, known, rows))
    once = pa.concat_tables(found).group_by(["content_hash", "first_source_path"]).aggregate([])
    return once.sort_by([("first_source_path", "ascending"), ("content_hash", "ascending")])


def _describe_batches(run: CorpusRun, stale: pa.Table) -> int:
    with run.progress.stage("describing again", "document", len(stale)):
        return sum(_describe_batch(run, batch) for batch in _batches_of(stale))


def _batches_of(stale: pa.Table) -> Iterator[pa.Table]:
    starts = range(0, len(stale), _BATCH_DOCUMENTS)
    return (stale.slice(start, _BATCH_DOCUMENTS) for start in starts)


def _describe_batch(run: CorpusRun, stale: pa.Table) -> int:
    """Describe a batch of documents again, and commit what changed; return how many did."""
    from flows.workers.describe_slice import redescribe_slice  # noqa: PLC0415

    number = run.next_number(BatchKind.REDESCRIBE)
    folder = run.slices / f"{number:05}"
    jobs = _jobs(run, stale, folder)
    release_unused()  # before the commit, which needs as much again
    slices = run.progress.follow(
        "describing again", run.pool.run(redescribe_slice, jobs), [len(job.rows) for job in jobs]
    )
    found = pa.concat_tables(each.read_table() for each in slices)
    changed = found.filter(found["is_changed"]).select(DESCRIPTIONS.schema.names)
    tables = {DESCRIPTIONS: changed, FAILURES: failure_rows(run.run, found, PIPELINE_VERSION)}
    with run.database.connect() as connection:
        commits.commit(connection, run.store, (run.run.run_id, number), tables)
    run.signatures.forget(changed["content_hash"])
    warn_of_kept_whole(changed)
    failed = run.failures.add_documents(found, "first_source_path")
    run.progress.add(Counts(redescribed=len(changed), failed=failed))
    folder.clear()
    return len(changed)


def _jobs(run: CorpusRun, stale: pa.Table, folder: Staged) -> "list[RedescribeJob]":
    """Stage the documents of a batch, slice by slice, for the workers."""
    from flows.workers.describe_slice import RedescribeJob, boilerplate_of  # noqa: PLC0415

    hashes = stale["content_hash"]
    rows = conform(fetch_documents(run.database, hashes, DOCUMENTS.schema.names), DOCUMENTS)
    with run.database.connect() as connection:
        boilerplate = boilerplate_lines.lines_by_publisher(connection)
    jobs = []
    size = min(_SLICE_DOCUMENTS, run.settings.slice_files)
    for start, known in write_slices(rows, size, folder, "known"):
        lines = boilerplate_of(rows["first_source_path"].slice(start, size), boilerplate)
        target = folder / f"redescribed-{start:07}.arrow"
        count = min(size, len(rows) - start)
        moment, run_id = run.run.started_at, run.run.run_id
        jobs.append(RedescribeJob(known, range(count), target, moment, run_id, lines, run.limits))
    return jobs
