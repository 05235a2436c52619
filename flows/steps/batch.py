"""Steps on a batch: extract, deduplicate, describe, commit.

`flows/pipelines/ingest.py` has their order.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import chain

import pyarrow as pa

from flows.run.batches import Batch, DecidedBatch, DescribedBatch, ExtractedBatch
from flows.run.context import IngestRun
from flows.run.cutting import cut, slice_size
from flows.run.messages import counted, outcome_message
from flows.settings import Settings
from flows.steps import partitioned_deduplication
from flows.steps.learn_boilerplate import warn_of_kept_whole
from flows.steps.near_duplicates import is_compared_now
from flows.steps.takedown import Admitted, admit, find_guard
from flows.workers.extract_job import ExtractJob, Packing, extract_slice
from transforms.native.library import library
from transforms.packed.members import Bounds
from transforms.schemas import (
    DOCUMENT_METADATA,
    DOCUMENTS,
    FAILURES,
    REMOVALS,
    SOURCES,
    TOMBSTONES,
    Table,
)
from transforms.version import PIPELINE_VERSION
from warehouse.ledger import boilerplate_lines, sources
from warehouse.ledger.rows import (
    counts_of,
    failure_rows,
    recheck_rows,
    removal_rows,
    source_rows,
)
from warehouse.ledger.runs import Counts, Run
from warehouse.storage.staging import ExtractedSlice
from warehouse.writer import commit as commits

_log = logging.getLogger("zakhira")


def extract(run: IngestRun, batch: Batch) -> ExtractedBatch:
    """Read the files of a batch: text and hash, or a reject reason."""
    folder = run.slices / f"read-{batch.number:05}"
    _log.info("batch %d: reading %s", batch.number + 1, counted(batch.file_count, "file"))
    if batch.number == 0 and not library():
        _log.info("no kernel was compiled: the rules in Python read texts, several times slower")
    with run.stage("extract"), run.progress.stage("reading", "file", run.progress.to_read):
        listed = batch.files.read_table()
        size = slice_size(len(listed), run.settings.slice_files, run.settings.workers)
        jobs = [
            ExtractJob(
                run.zone,
                files,
                folder / f"extracts-{number:05}.arrow",
                run.store,
                _packing(run.settings),
                run.limits,
            )
            for number, files in enumerate(cut(listed, size, run.settings.slice_bytes))
        ]
        sizes = [len(job.files) for job in jobs]
        slices = run.progress.follow("reading", run.pool.run(extract_slice, jobs), sizes)
        return ExtractedBatch(batch.number, tuple(chain(*slices)), folder)


def _packing(settings: Settings) -> Packing:
    return Packing(
        Bounds(settings.max_file_bytes, settings.max_members, settings.max_unpacked_bytes),
        settings.patterns,
        settings.ignore,
        settings.fields,
        settings.slice_files,
        settings.slice_bytes,
    )


def cut_extracted(
    batch: ExtractedBatch, settings: Settings, numbers: Iterator[int]
) -> Iterator[ExtractedBatch]:
    """Cut what was read together into batches to commit: one, unless archives brought more."""
    groups = list(_groups(batch.slices, settings.batch_files, settings.batch_bytes))
    for position, slices in enumerate(groups, 1):
        is_last = position == len(groups)
        yield ExtractedBatch(next(numbers), slices, batch.to_clear if is_last else None)


def _groups(
    slices: Sequence[ExtractedSlice], most_rows: int, most_chars: int
) -> Iterator[tuple[ExtractedSlice, ...]]:
    """Group slices, in order, as long as they do not have more rows or text."""
    held: list[ExtractedSlice] = []
    for each in slices:
        rows = sum(other.row_count for other in held) + each.row_count
        chars = sum(other.text_chars for other in held) + each.text_chars
        if held and (rows > most_rows or chars > most_chars):
            yield tuple(held)
            held = []
        held.append(each)
    yield tuple(held)


def import_rules() -> None:
    """Import the rules that describe texts: 0.2 s, which most runs have no use for."""
    import flows.workers.describe_slice  # noqa: F401, PLC0415


def deduplicate(run: IngestRun, batch: ExtractedBatch) -> DecidedBatch:
    """Decide who owns each text; a batch too large for one query goes by hash prefix."""
    with run.stage("deduplicate"), run.progress.stage("deduplicating"):
        extracts = pa.concat_tables(
            each.table.read_table().drop_columns(["text"]) for each in batch.slices
        )
        extracts = extracts.append_column("position", pa.array(range(len(extracts)), pa.int64()))
        decided = None
        if len(extracts) > partitioned_deduplication.MAX_KEYS_AT_ONCE:
            count = -(-len(extracts) // partitioned_deduplication.MAX_KEYS_AT_ONCE)
            decided = partitioned_deduplication.decide(run, batch, extracts, count)
        with run.database.connect() as connection:
            if decided is None:
                decided = sources.decide(connection, run.run, extracts)
            gone = sources.gone_members(connection, run.run, decided)
        return DecidedBatch(batch.number, batch.slices, decided, gone, batch.to_clear)


def describe(run: IngestRun, batch: DecidedBatch) -> DescribedBatch:
    """Describe the new texts of a batch; a duplicate costs nothing here."""
    from flows.workers.describe_slice import (  # noqa: PLC0415
        DescribeJob,
        boilerplate_of,
        describe_slice,
    )

    with run.stage("describe"), run.progress.stage("describing", "file", run.progress.to_read):
        is_owner = batch.decisions["is_owner"].to_pylist()
        with run.database.connect() as connection:
            boilerplate = boilerplate_lines.lines_by_publisher(connection)
            is_on_guard = find_guard(run, connection)
            signs = is_compared_now(run, connection) or is_on_guard
        _log.info(
            "batch %d: describing %s", batch.number + 1, counted(is_owner.count(True), "new text")
        )
        jobs = []
        # Files, of which some bring no new text.
        sizes: list[int] = []
        start = 0
        for extracts, row_count, file_count, _ in batch.slices:
            paths = extracts.read_table()["source_path"]
            end = start + row_count
            rows = [row - start for row in range(start, end) if is_owner[row]]
            target = extracts.with_name(extracts.name.replace("extracts", "documents"))
            lines = boilerplate_of(paths, boilerplate)
            if rows:
                jobs.append(DescribeJob(extracts, rows, target, run.run, lines, run.limits, signs))
                sizes.append(file_count)
            else:
                run.progress.advance("describing", file_count)
            start = end
        found = run.progress.follow("describing", run.pool.run(describe_slice, jobs), sizes)
        return DescribedBatch(
            batch.number, batch.decisions, tuple(found), batch.gone, batch.to_clear
        )


def commit(run: IngestRun, batch: DescribedBatch) -> Counts:
    """Commit a batch: stage its parts, then one transaction, then move the parts into place."""
    with run.stage("commit"), run.progress.stage("committing"):
        admitted = admit(run, batch.number, _documents_of(batch), batch.decisions)
        documents, decisions = admitted.documents, admitted.decisions
        tables = _tables_of(run.run, admitted, batch.gone)
        rechecks = recheck_rows(run.run, decisions, PIPELINE_VERSION)
        with run.database.connect() as connection:
            commits.commit(
                connection,
                run.store,
                (run.run.run_id, batch.number),
                tables,
                lambda open_one: commits.insert_rechecks(open_one, rechecks),
            )
        (run.slices / f"{batch.number:05}").clear()
        if batch.to_clear:
            batch.to_clear.clear()
    failed = run.failures.add_rejected(decisions) + run.failures.add_described(documents)
    counts = counts_of(decisions)._replace(failed=failed, members_gone=len(batch.gone))
    run.progress.add_committed(len(decisions), counts)
    run.signatures.add(documents)
    warn_of_kept_whole(documents)
    _log.info("batch %d committed: %s", batch.number + 1, outcome_message(counts))
    return counts


def _documents_of(batch: DescribedBatch) -> pa.Table:
    """Return the new documents of a batch, each with preview, failures and band hashes."""
    if not batch.documents:
        from flows.workers.describe_slice import no_documents  # noqa: PLC0415

        return no_documents()
    return pa.concat_tables(each.read_table() for each in batch.documents)


def _tables_of(run: Run, batch: Admitted, gone: pa.Table) -> dict[Table, pa.Table]:
    """Return the rows of every table of a batch, documents before the sources that name them."""
    documents = batch.documents
    return {
        TOMBSTONES: batch.tombstones,
        DOCUMENTS: documents.select(DOCUMENTS.schema.names),
        DOCUMENT_METADATA: documents.select(DOCUMENT_METADATA.schema.names),
        FAILURES: failure_rows(run, documents, PIPELINE_VERSION),
        REMOVALS: removal_rows(run, gone),
        SOURCES: source_rows(run, batch.decisions),
    }
