"""Find near-duplicates: compare the documents that never were."""

import logging

import duckdb

from flows.run.context import CorpusRun
from flows.run.messages import counted
from flows.steps.finish import begin_publishing
from transforms.near_duplicates.version import NEAR_DUPLICATES_VERSION
from warehouse.ledger import near_duplicate_index

_log = logging.getLogger("zakhira")
_MAX_IN_INGEST = 20_000


def is_compared_now(run: CorpusRun, connection: duckdb.DuckDBPyConnection) -> bool:
    """Check whether a run that ingests compares what it brings: workers then sign it at once."""
    if run.is_comparing is None:
        backlog = near_duplicate_index.count_uncompared(connection, NEAR_DUPLICATES_VERSION)
        run.is_comparing = backlog + run.progress.to_read <= _MAX_IN_INGEST
    # An archive is one file to read, and brings any number of texts.
    return run.is_comparing and run.progress.committed <= _MAX_IN_INGEST


def find_near_duplicates(run: CorpusRun, *, at_once: bool = False) -> int:
    """Compare the documents that never were; return how many are near-duplicates.

    More than 20,000 of them, as a first load brings, are left to maintenance, which sets `at_once`:
    comparing costs as much as all else that is done to a text.
    """
    with run.stage("compare"):
        with run.database.connect() as connection:
            near_duplicate_index.forget_outdated(connection, NEAR_DUPLICATES_VERSION)
            backlog = near_duplicate_index.count_uncompared(connection, NEAR_DUPLICATES_VERSION)
        if not backlog:
            return 0
        if backlog > _MAX_IN_INGEST and not at_once:
            _log.info("%s not compared yet: zakhira maintain does it", counted(backlog, "document"))
            return 0
        from flows.steps.comparison import compare  # noqa: PLC0415 - most runs bring nothing new

        if not at_once:
            begin_publishing(run)
        found = sum(compare(run, backlog) for _ in range(0, backlog, run.settings.batch_files))
    _log.info("%s compared, %s", counted(backlog, "document"), counted(found, "near-duplicate"))
    return found
