"""This file is what a run does with the whole corpus, step by step, once its new documents are committed.

A pass does what one document cannot: it learns which lines a publisher prints on all its pages, and lets documents
profit that were described before. Each is made only where there is something new for it.
"""

import logging
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from flows.run import CorpusRun, DecidedBatch
from flows.slices import RedescribeJob, lines_of, redescribe_slice
from flows.wording import many
from transforms.page import tells
from transforms.schemas import DESCRIPTIONS, DOCUMENTS, FURNITURE_LINES, conform
from transforms.version import PIPELINE_VERSION
from warehouse import commit as commits
from warehouse import passes
from warehouse.database import connect, let_go
from warehouse.rows import furniture_rows
from warehouse.runs import Counts
from warehouse.staging import clear_staged, read_table, write_slices
from warehouse.texts import fetch

_MOST_ANEW, _SLICE_ANEW = 1_200, 150
"""Documents described anew with one commit, and by a worker at a time. DuckDB then holds the groups of rows in which
they lie several times: a run over a million files took 100 MiB more with 2,500 (`benchmarks/scaling.py`)."""
_MOST_BATCHES = 8_000
"""Of a run: there are 9,000 numbers for their parts. The next run goes on."""

_log = logging.getLogger("zakhira")


def learn(run: CorpusRun, batch: DecidedBatch | None = None, *, at_once: bool = False) -> int:
    """Learn which lines are furniture of a publisher; how many are new.

    Looks at the whole corpus and the new pages of a batch, before these are described: what they teach helps them at
    once. Only when all this is twice what was looked at before; at once, when it is more at all.
    """
    with run.stage("learn"):
        news = _new_pages(batch) if batch else passes.NO_PAGES
        with connect(run.layout.work_database, run.layout.spill) as connection:
            document_count = passes.count_documents(connection) + (pc.sum(news["is_owner"]).as_py() or 0)
            if not passes.is_grown(connection, document_count, at_all=at_once):
                return 0
            looks = passes.looks(connection, news)
        candidates = [passes.NO_CANDIDATES]
        for look in looks:
            with connect(run.layout.work_database, run.layout.spill) as connection:
                candidates.append(passes.furniture_candidates(connection, news, look))
            let_go()
        lines = furniture_rows(run.run, pa.concat_tables(candidates), tells)
        number = run.next_number(commits.LEARN_NUMBER)
        parts = commits.stage(run.layout, run.run.run_id, number, {FURNITURE_LINES: lines})
        with connect(run.layout.work_database, run.layout.spill) as connection:
            commits.commit(connection, run.layout, parts)
            passes.reach(connection, "learn", str(document_count))
            if len(lines):
                run.last_row_without = passes.last_row(connection)
    if len(lines):
        _log.info("%s learned to be furniture", many(len(lines), "line"))
    return len(lines)


def _new_pages(batch: DecidedBatch) -> pa.Table:
    """The pages of a batch, each with whether it is new; their texts stay in staging until they are asked for."""
    pages = pa.concat_tables(
        read_table(path).select(["content_hash", "source_path", "text"]) for path in batch.slices
    )
    return pages.append_column("is_owner", batch.decisions["is_owner"])


def describe_anew(run: CorpusRun) -> int:
    """Describe what an older version, or less knowledge of furniture, described; how many documents changed."""
    with run.stage("learn"):
        with connect(run.layout.work_database, run.layout.spill) as connection:
            known = passes.described(connection)
            now = passes.Described(PIPELINE_VERSION, passes.newest_lines(connection))
            if known == now:
                return 0
        stale = _stale(run, known, now.version)
        described = stale.slice(0, _MOST_BATCHES * _MOST_ANEW)
        changed = sum(_describe_anew(run, rows) for rows in _batches_of(described))
        if len(described) == len(stale):
            with connect(run.layout.work_database, run.layout.spill) as connection:
                passes.reach(connection, "describe", f"{now.version} {now.lines}")
    if len(described):
        _log.info("%s described anew, %d changed", many(len(described), "document"), changed)
    return changed


def _stale(run: CorpusRun, known: passes.Described, version: str) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) that may be described otherwise now, in order of path."""
    with connect(run.layout.work_database, run.layout.spill) as connection:
        found = [passes.outdated(connection, known, version)]
        ranges = passes.rows_with_new_lines(connection, known, run.last_row_without)
    for rows in ranges:
        with connect(run.layout.work_database, run.layout.spill) as connection:
            found.append(passes.with_new_lines(connection, known, rows))
        let_go()
    once = pa.concat_tables(found).group_by(["content_hash", "first_source_path"]).aggregate([])
    return once.sort_by([("first_source_path", "ascending"), ("content_hash", "ascending")])


def _batches_of(stale: pa.Table) -> Iterator[pa.Table]:
    return (stale.slice(start, _MOST_ANEW) for start in range(0, len(stale), _MOST_ANEW))


def _describe_anew(run: CorpusRun, stale: pa.Table) -> int:
    """Describe a batch of documents anew, and commit what changed; how many did."""
    run.progress.tell("describing anew")
    number = run.next_number(commits.REDESCRIBE_NUMBER)
    folder = run.layout.slices(run.run.run_id) / f"{number:05}"
    rows = conform(fetch(run.layout, stale["content_hash"], DOCUMENTS.schema.names), DOCUMENTS)
    with connect(run.layout.work_database, run.layout.spill) as connection:
        furniture = passes.furniture(connection)
    jobs = []
    size = min(_SLICE_ANEW, run.settings.slice_files)
    for start, known in write_slices(rows, size, folder, "known"):
        lines = lines_of(rows["first_source_path"].slice(start, size), furniture)
        target = folder / f"anew-{start:07}.arrow"
        jobs.append(RedescribeJob(known, target, run.run.started_at, run.run.run_id, lines))
    del rows
    let_go()  # before the commit, which needs as much again
    changed = pa.concat_tables(map(read_table, run.pool.run(redescribe_slice, jobs)))
    parts = commits.stage(run.layout, run.run.run_id, number, {DESCRIPTIONS: changed})
    with connect(run.layout.work_database, run.layout.spill) as connection:
        commits.commit(connection, run.layout, parts)
    let_go()
    run.progress.add(Counts(redescribed=len(changed)))
    clear_staged(folder)
    return len(changed)
