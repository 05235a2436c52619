"""What Prefect shows of a run: logs, live progress, assets, and at the end a table and a page.

Outside a flow run every function here does nothing.
"""

import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.assets import Asset, AssetProperties
from prefect.context import AssetContext, FlowRunContext
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Completed

from flows.escapes import SafeMessages, in_one_line
from flows.run.batches import Summary
from flows.run.context import IngestRun
from flows.run.messages import outcome_message
from flows.run.progress import Progress, watching
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.storage.part_names import run_of
from warehouse.storage.store import part_keys

PARQUET = Asset(
    key="zakhira://parquet",
    properties=AssetProperties(name="Parquet", description="The record, and what BI tools read."),
)
DUCKDB = Asset(
    key="zakhira://duckdb",
    properties=AssetProperties(
        name="DuckDB", description="The published generation, which analysts open."
    ),
)

_log = logging.getLogger("zakhira")

# An update costs about 15 ms.
_SECONDS_BETWEEN_UPDATES = 2.0


def flow_run_id() -> str | None:
    """Return Prefect's id of the flow run we are in; null outside one."""
    context = FlowRunContext.get()
    return str(context.flow_run.id) if context and context.flow_run else None


@contextlib.contextmanager
def live_progress() -> Iterator[None]:
    """Send the logs of the runs inside a block to the server, and update a progress artifact."""
    if flow_run_id() is None:
        yield
        return
    _pages.begin()
    artifact = _ProgressArtifact()
    with logs_for_people(), artifact.ended(), watching(artifact.update):
        yield


@contextlib.contextmanager
def logs_for_people() -> Iterator[None]:
    """Let the logger `zakhira` say more than warnings inside a block.

    Prefect's setting `logging.extra_loggers` brings its lines to the server.
    """
    if flow_run_id() is None:
        yield
        return
    logger = logging.getLogger("zakhira")
    level = logger.level
    logger.setLevel(logging.INFO)
    safely = SafeMessages()
    logger.addFilter(safely)
    try:
        yield
    finally:
        logger.removeFilter(safely)
        logger.setLevel(level)


class Pages:
    """What is written to the server. The run goes on where that has gone: the pages are a copy."""

    def __init__(self) -> None:
        """Begin with a server that is there."""
        self._has_gone = False

    def begin(self) -> None:
        """Begin with a server that is there."""
        self._has_gone = False

    def write(self, write: Callable[[], object]) -> None:
        """Write to the server; once it does not answer, say so and write no more."""
        if self._has_gone:
            return
        try:
            with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 1}):
                write()
        except httpx.TransportError:
            self._has_gone = True
            _log.warning("the Prefect server does not answer: the run goes on without its pages")


_pages = Pages()


class _ProgressArtifact:
    """The progress artifact of one flow run."""

    def __init__(self) -> None:
        self._id = cast(
            "UUID",
            create_progress_artifact(progress=0.0, key="ingest-progress", description="looking"),
        )
        self._updated = 0.0
        self._last: Progress | None = None

    def update(self, progress: Progress) -> None:
        """Update the artifact every two seconds at most; 100 % is for the end."""
        self._last = progress
        if time.monotonic() - self._updated >= _SECONDS_BETWEEN_UPDATES:
            self._updated = time.monotonic()
            self._write(min(progress.percent, 99.0), progress.sentence())

    @contextlib.contextmanager
    def ended(self) -> Iterator[None]:
        """Write at the end of a block how it ended."""
        try:
            yield
        except BaseException:
            self._write_stopped()
            raise
        self._write(100.0, _end_sentence(self._last))

    def _write_stopped(self) -> None:
        if self._last is None:
            self._write(0.0, "stopped: looking")
        else:
            self._write(min(self._last.percent, 99.0), f"stopped: {self._last.sentence()}")

    def _write(self, percent: float, description: str) -> None:
        _pages.write(
            lambda: update_progress_artifact(self._id, progress=percent, description=description)
        )


def _end_sentence(last: Progress | None) -> str:
    """Return how the run went, for a person."""
    if last is None or not last.committed:
        return "done: nothing to read"
    speed = f"{last.files_per_second:,.0f} files/s"
    return f"done: {last.committed:,} files, {speed}, {last.duplicate_share:.0%} duplicates"


def record_parquet(run: IngestRun, summary: Summary) -> Summary:
    """Add to the Parquet asset what the run added; return the summary unchanged."""
    _record(PARQUET, summary, lambda: _parquet_facts(run))
    return summary


def record_duckdb(run: IngestRun, summary: Summary) -> Summary:
    """Add to the DuckDB asset what readers see now; return the summary unchanged."""
    _record(DUCKDB, summary, lambda: _duckdb_facts(run))
    return summary


def _record(asset: Asset, summary: Summary, facts: Callable[[], dict[str, object]]) -> None:
    """Add facts to the materialization under way; if nothing changed, cancel it."""
    context = AssetContext.get()
    if context is None:
        return
    if summary.new_documents + summary.duplicates + summary.rejected + summary.removed:
        context.add_asset_metadata(asset.key, facts())
    else:
        context.downstream_assets.discard(asset)


def _parquet_facts(run: IngestRun) -> dict[str, object]:
    files = [key for key in part_keys(run.store) if run_of(Path(key).stem) == run.run.run_id]
    facts = [run.store.facts_of(key) for key in files]
    rows: Counter[str] = Counter()
    for file, found in zip(files, facts, strict=True):
        rows[Path(file).parent.name] += cast("int", found["row_count"])
    return {
        "path": f"{run.store.name}/{run.layout.key(run.layout.parquet)}",
        "run_id": run.run.run_id,
        "new_rows": dict(rows),
        "new_files": len(files),
        "new_bytes": sum(cast("int", found["size_bytes"]) for found in facts),
    }


def _duckdb_facts(run: IngestRun) -> dict[str, object]:
    query = "select table_name, sum(row_count)::bigint from parquet_parts group by all order by all"
    with connect_read_only(run.layout.published) as connection:
        rows = dict(connection.execute(query).fetchall())
    return {
        "path": str(run.layout.published),
        "run_id": run.run.run_id,
        "generation": run.layout.published_generation(),
        "rows": rows,
        "bytes": run.layout.published.stat().st_size,
    }


def with_message(summary: Summary) -> Summary:
    """Return the summary; in a flow run as the data of a state whose message says the outcome."""
    if flow_run_id() is None:
        return summary
    message = "; ".join([outcome_message(summary.counts), *summary.first_failed])
    return cast("Summary", Completed(message=message, data=summary))


def final(run: IngestRun, summary: Summary) -> Summary:
    """Attach a table and a page to the flow run; return the summary unchanged."""
    if flow_run_id() is None:
        return summary
    why = """
        select reject_reason, count(*), min(source_path)
        from sources where run_id = ? and reject_reason is not null group by all order by all
    """
    with connect_read_only(run.layout.published) as connection:
        overview = query_arrow(connection, "from corpus_overview limit 100").to_pylist()
        rejected = connection.execute(why, [summary.run_id]).fetchall()
    page = _page(run, summary, rejected)
    _pages.write(
        lambda: create_table_artifact(
            table=overview, key="corpus-overview", description="Documents by language and script"
        )
    )
    _pages.write(
        lambda: create_markdown_artifact(
            page, key="ingest-summary", description="What this run did"
        )
    )
    return summary


def _page(run: IngestRun, summary: Summary, rejected: Sequence[tuple[str, int, str]]) -> str:
    """Return the page: what became of the files, why some were rejected, and the time spent."""
    counts = {
        "seen": summary.seen,
        "unchanged, not read again": summary.unchanged,
        "new documents": summary.new_documents,
        "duplicates": summary.duplicates,
        "rejected": summary.rejected,
        "gone": summary.removed,
    }
    where = f"{_code(run.run.landing_zone or '')} into {_code(str(run.layout.published))}"
    number = run.layout.published_generation()
    reasons = [(reason, f"{files:,}", _code(path)) for reason, files, path in rejected]
    sections = [
        f"# {summary.new_documents:,} new documents",
        f"{where}, generation {number}; run {summary.run_id}, {summary.seconds:.1f} s",
        _table("files", "", rows=[(name, f"{count:,}") for name, count in counts.items()]),
        _table("rejected", "files", "first", rows=reasons) if reasons else "",
        _table(
            "stage", "s", rows=[(stage, f"{spent:.1f}") for stage, spent in run.seconds.items()]
        ),
    ]
    return "\n\n".join(filter(None, sections))


def _table(*head: str, rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; its second column holds numbers.

    >>> print(_table("files", "", rows=[("seen", "1,409")]))
    | files |  |
    |---|---:|
    | seen | 1,409 |
    """
    rule = "|---|---:|" + "---|" * (len(head) - 2)
    return "\n".join([_row(head), rule, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(name: str) -> str:
    r"""Return a name as code that also stands inside a table, in one line.

    >>> _code("a|b\n.txt")
    '`a\\|b\\n.txt`'
    """
    return "`" + in_one_line(name).replace("|", r"\|").replace("`", "'") + "`"
