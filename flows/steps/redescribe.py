"""Describe documents again after rules or boilerplate lines changed."""

import logging
from collections.abc import Iterator

import pyarrow as pa

from flows.run.context import CorpusRun
from flows.run.wording import many
from flows.workers.slices import RedescribeJob, lines_of, redescribe_slice
from transforms.schemas import DESCRIPTIONS, DOCUMENTS, conform
from transforms.version import PIPELINE_VERSION
from warehouse.database.fetch import fetch
from warehouse.ledger import boilerplate_lines, redescription, watermarks
from warehouse.ledger.runs import Counts
from warehouse.storage.part_names import BatchKind
from warehouse.storage.staging import clear_staged, read_table, write_slices
from warehouse.writer import commit as commits

_log = logging.getLogger("zakhira")

# Documents described anew with one commit, and by a worker at a time. DuckDB then holds the
# groups of rows in which they lie several times: a run over a million files took 100 MiB more
# with 2,500 (`benchmarks/scaling.py`).
_MOST_ANEW = 1_200
_SLICE_ANEW = 150
# Of a run, and fewer than `BatchKind.REDESCRIBE` has numbers: a step that is tried again takes new
# ones. The next run goes on.
_MOST_BATCHES = 8_000


def describe_anew(run: CorpusRun) -> int:
    """Describe what an older version, or less knowledge of boilerplate, described; how many documents changed."""
    with run.stage("learn"):
        with run.database.connect() as connection:
            known = redescription.described(connection)
            now = redescription.Described(PIPELINE_VERSION, redescription.newest_lines(connection))
            if known == now:
                return 0
        stale = _stale(run, known, now.version)
        described = stale.slice(0, _MOST_BATCHES * _MOST_ANEW)
        changed = sum(_describe_anew(run, rows) for rows in _batches_of(described))
        if len(described) == len(stale):
            with run.database.connect() as connection:
                watermarks.set_watermark(connection, "describe", f"{now.version} {now.lines}")
    if len(described):
        _log.info("%s described anew, %d changed", many(len(described), "document"), changed)
    return changed


def _stale(run: CorpusRun, known: redescription.Described, version: str) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) that may be described otherwise now, in order of path."""
    with run.database.connect() as connection:
        found = [redescription.outdated(connection, known, version)]
        ranges = redescription.rows_with_new_lines(connection, known, run.last_row_without)
    for rows in ranges:
        with run.database.connect() as connection:
            found.append(redescription.with_new_lines(connection, known, rows))
    once = pa.concat_tables(found).group_by(["content_hash", "first_source_path"]).aggregate([])
    return once.sort_by([("first_source_path", "ascending"), ("content_hash", "ascending")])


def _batches_of(stale: pa.Table) -> Iterator[pa.Table]:
    return (stale.slice(start, _MOST_ANEW) for start in range(0, len(stale), _MOST_ANEW))


def _describe_anew(run: CorpusRun, stale: pa.Table) -> int:
    """Describe a batch of documents anew, and commit what changed; how many did."""
    run.progress.tell("describing anew")
    number = run.next_number(BatchKind.REDESCRIBE)
    folder = run.layout.slices(run.run.run_id) / f"{number:05}"
    rows = conform(fetch(run.database, stale["content_hash"], DOCUMENTS.schema.names), DOCUMENTS)
    with run.database.connect() as connection:
        boilerplate = boilerplate_lines.boilerplate(connection)
    jobs = []
    size = min(_SLICE_ANEW, run.settings.slice_files)
    for start, known in write_slices(rows, size, folder, "known"):
        lines = lines_of(rows["first_source_path"].slice(start, size), boilerplate)
        target = folder / f"anew-{start:07}.arrow"
        jobs.append(RedescribeJob(known, target, run.run.started_at, run.run.run_id, lines))
    del rows
    pa.default_memory_pool().release_unused()  # before the commit, which needs as much again
    changed = pa.concat_tables(map(read_table, run.pool.run(redescribe_slice, jobs)))
    parts = commits.stage(run.layout, run.run.run_id, number, {DESCRIPTIONS: changed})
    with run.database.connect() as connection:
        commits.commit(connection, run.layout, parts)
    run.progress.add(Counts(redescribed=len(changed)))
    clear_staged(folder)
    return len(changed)
