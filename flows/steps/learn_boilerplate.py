"""Learn boilerplate: the lines that a publisher prints on all its pages."""

import logging
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from flows.run.batches import DecidedBatch
from flows.run.context import CorpusRun
from flows.run.messages import counted, kept_whole_message
from transforms.failures import Guard
from transforms.schemas import BOILERPLATE_LINES
from warehouse.ledger import boilerplate_lines, redescription
from warehouse.ledger.boilerplate_lines import PublisherGroup
from warehouse.ledger.rows import boilerplate_rows
from warehouse.storage.part_names import BatchKind
from warehouse.writer import commit as commits

_log = logging.getLogger("zakhira")


def learn(run: CorpusRun, batch: DecidedBatch | None = None, *, at_once: bool = False) -> int:
    """Learn which lines are boilerplate of a publisher; return how many are new.

    Reads the whole corpus and the new pages of a batch, before these are described, so that they
    profit at once. Does so only when the corpus has doubled since the last time; with `at_once`,
    when it has grown at all.
    """
    with run.stage("learn"):
        new_pages = _new_pages(batch) if batch else boilerplate_lines.NO_PAGES
        with run.database.connect() as connection:
            new_count = pc.sum(new_pages["is_owner"]).as_py() or 0
            document_count = boilerplate_lines.count_documents(connection) + new_count
            if not boilerplate_lines.has_grown(connection, document_count, at_all=at_once):
                return 0
        with run.progress.stage("learning boilerplate"):
            lines = _learned_lines(run, new_pages)
        number = run.next_number(BatchKind.LEARN)
        with run.database.connect() as connection:
            commits.commit(
                connection, run.store, (run.run.run_id, number), {BOILERPLATE_LINES: lines}
            )
            boilerplate_lines.set_learned_count(connection, document_count)
            if len(lines):
                run.last_row_without = redescription.last_row(connection)
    if len(lines):
        _log.info("%s learned to be boilerplate", counted(len(lines), "line"))
    return len(lines)


def _learned_lines(run: CorpusRun, new_pages: pa.Table) -> pa.Table:
    """Return the rows of `boilerplate_lines` that the corpus and some new pages teach."""
    with run.database.connect() as connection:
        groups = boilerplate_lines.group_publishers(connection, new_pages)
    candidates = _candidates(run, groups, new_pages)
    return boilerplate_rows(run.run, candidates, _is_informative)


def warn_of_kept_whole(described: pa.Table) -> None:
    """Warn of the documents that keep learned lines, if any do."""
    if count := pc.count(described["doubtful_line_count"]).as_py():
        _log.warning(kept_whole_message(count))


def _is_informative(line: str) -> bool:
    """Check whether a line tells something; one on which that rule fails is not learned."""
    from transforms.page.boilerplate import is_informative  # noqa: PLC0415 - most runs learn nothing

    guard = Guard()
    found = guard.ask("boilerplate", lambda: is_informative(line), otherwise=True)
    for failure in guard.failures:
        _log.warning("a line is not learned to be boilerplate: %s", failure.sentence())
    return found


def _candidates(run: CorpusRun, groups: Sequence[PublisherGroup], new_pages: pa.Table) -> pa.Table:
    """Return the candidates of all groups, each found with a connection of its own."""
    candidates = [boilerplate_lines.NO_CANDIDATES]
    for group in groups:
        with run.database.connect() as connection:
            found = boilerplate_lines.boilerplate_candidates(connection, new_pages, group)
        candidates.append(found)
    return pa.concat_tables(candidates)


def _new_pages(batch: DecidedBatch) -> pa.Table:
    """Return the pages of a batch, `is_owner` for the new ones; texts stay in staging till read."""
    pages = pa.concat_tables(
        each.table.read_table().select(["content_hash", "source_path", "text"])
        for each in batch.slices
    )
    return pages.append_column("is_owner", batch.decisions["is_owner"])
