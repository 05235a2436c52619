"""The record of what checks found: `check_results.parquet` beside the published database.

It lies beside the generations and not in one: a generation never changes once it is published, and
what is found in it is known only then. The record is no part of the warehouse's own: nothing is
rebuilt from it, and losing it costs its history. It holds up to five rows of each broken check,
which may hold pieces of texts.
"""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.errors import SchemaError, TerminalError
from transforms.schemas import CHECK_RESULTS, conform
from warehouse.checks import Check
from warehouse.locking import file_lock
from warehouse.storage.files import write_whole
from warehouse.storage.layout import Layout

_log = logging.getLogger("zakhira")
# Two commands may check at once; to write takes milliseconds.
_WAIT_SECONDS = 10.0
_DAYS_KEPT = 365
_ROWS_KEPT = 100_000


def record(
    layout: Layout,
    checks: Sequence[Check],
    run_id: str | None,
    checked_at: datetime,
    generation: int | None,
) -> None:
    """Add what checks found in a generation to the record; keep it for a year.

    Rows are not shown of a generation that is no longer published: a text in them may have been
    taken down since.

    The file appears whole or not at all. Where it cannot be written, that is a log line: a warning
    of a run; who checks by `zakhira check` may have no right to write.
    """
    path = layout.check_results
    try:
        with file_lock.hold(layout.check_results_lock, run_id or "", _WAIT_SECONDS):
            if layout.published_generation() != generation:
                checks = [check._replace(sample=[]) for check in checks]
            rows = _rows(checks, run_id, checked_at, generation)
            kept = pa.concat_tables([_kept(path, checked_at - timedelta(days=_DAYS_KEPT)), rows])
            payload = pa.BufferOutputStream()
            pq.write_table(kept[-_ROWS_KEPT:], payload, compression="zstd")
            write_whole(path, payload.getvalue(), layout.check_results_partial)
    except (OSError, TerminalError) as error:
        level = logging.INFO if run_id is None else logging.WARNING
        _log.log(level, "results of the checks are not recorded: %s", error)


def _rows(
    checks: Sequence[Check], run_id: str | None, checked_at: datetime, generation: int | None
) -> pa.Table:
    facts = {"checked_at": checked_at, "run_id": run_id, "generation": generation}
    rows = [facts | _row(check) for check in checks]
    return conform(pa.Table.from_pylist(rows, CHECK_RESULTS.schema), CHECK_RESULTS)


def _row(check: Check) -> dict[str, object]:
    sample = json.dumps(check.sample, ensure_ascii=False, default=str) if check.sample else None
    return {
        "check_name": check.name,
        "kind": check.kind.value,
        "description": check.rule,
        "severity": check.severity.value,
        "status": check.status,
        "broken_count": None if check.error else check.broken_count,
        "sample": sample,
        "error": check.error,
    }


def _kept(path: Path, since: datetime) -> pa.Table:
    """Return the rows of the record since a moment; none where it cannot be read."""
    nothing = CHECK_RESULTS.schema.empty_table()
    if not path.exists():
        return nothing
    try:
        old = conform(pq.read_table(path), CHECK_RESULTS)
    except (OSError, pa.ArrowException, SchemaError) as error:
        _log.warning("%s cannot be read, and begins anew: %s", path, error)
        return nothing
    return old.filter(pc.greater_equal(old["checked_at"], since))
