"""What Prefect shows of a run: logs, live progress, its name and tags, and at the end its pages.

Outside a flow run every function here does nothing.
"""

import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import cast
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.states import Completed

from flows.escapes import SafeMessages, in_one_line
from flows.orchestration import pages
from flows.orchestration.delivery import add_outcome, add_tags, delivery, flow_run_id
from flows.orchestration.names import artifact_key, short_name
from flows.orchestration.report_link import ReportLoader, link_report
from flows.run.batches import Summary
from flows.run.context import IngestRun
from flows.run.messages import counted, headline, maintenance_message, summary_message
from flows.run.progress import Progress, watching
from flows.settings import Settings
from warehouse.checks import Check
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.ledger.runs import Counts

_log = logging.getLogger("zakhira")

# An update costs about 15 ms.
_SECONDS_BETWEEN_UPDATES = 2.0
# Of a page; the table has all languages.
_MOST_BARS = 20


@contextlib.contextmanager
def live_progress(settings: Settings) -> Iterator[None]:
    """Tag the flow run, send its logs to the server, and update a progress artifact, in a block."""
    if flow_run_id() is None:
        yield
        return
    begin(settings, f"landing:{short_name(settings.landing_zone.name)}")
    artifact = _ProgressArtifact(artifact_key(settings.store, "ingest-progress"))
    with (
        logs_for_people(),
        artifact.ended(),
        watching(artifact.update),
        watching(ReportLoader()),
    ):
        yield


def begin(settings: Settings, *tags: str) -> None:
    """Tag the flow run with its warehouse, and more."""
    delivery.begin()
    add_tags([f"warehouse:{short_name(settings.store.name)}", *tags])


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


class _ProgressArtifact:
    """The progress artifact of one flow run."""

    def __init__(self, key: str) -> None:
        self._id = cast(
            "UUID", create_progress_artifact(progress=0.0, key=key, description="looking")
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
        delivery.write(
            lambda: update_progress_artifact(self._id, progress=percent, description=description)
        )


def _end_sentence(last: Progress | None) -> str:
    """Return how the run went, for a person."""
    if last is None or not last.committed:
        return "done: nothing to read"
    files = f"{last.committed:,} files in {last.seconds:,.0f} s"
    return f"done: {files}, {last.duplicate_share:.0%} duplicates"


def with_message(summary: Summary) -> Summary:
    """Return the summary; in a flow run as the data of a state whose message says the outcome."""
    if flow_run_id() is None:
        return summary
    message = "; ".join([summary_message(summary), *summary.first_failed])
    return cast("Summary", Completed(message=message, data=summary))


def final(run: IngestRun, summary: Summary) -> Summary:
    """Attach the pages to the flow run, and say in its name how it went; return the summary."""
    if flow_run_id() is None:
        return summary
    why = """
        select reject_reason, count(*), min(source_path)
        from sources where run_id = ? and reject_reason is not null group by all order by all
    """
    with connect_read_only(run.layout.published) as connection:
        overview = query_arrow(connection, "from corpus_overview limit 100").to_pylist()
        rejected = connection.execute(why, [summary.run_id]).fetchall()
    page = _page(run, summary, overview, rejected)
    outcome = headline(summary.counts, summary.removed)
    # A long title would stand half outside the table; the page has them.
    rows = [{name: row[name] for name in row if name != "example_title"} for row in overview]
    _leave_table(run.settings, "corpus-overview", rows, "Documents by language and script")
    key = artifact_key(run.store, "ingest-summary")
    delivery.write(lambda: create_markdown_artifact(page, key=key, description=outcome))
    if run.checks:
        _leave_checks(run.settings, run.checks, f"{counted(len(run.checks), 'check')} of your own")
    link_report(run, summary)
    add_outcome(outcome)
    return summary


def _page(
    run: IngestRun,
    summary: Summary,
    overview: Sequence[dict[str, object]],
    rejected: Sequence[tuple[str, int, str]],
) -> str:
    """Return the page: what became of the files, what there is now, and the time spent."""
    counts = {
        "seen": summary.seen,
        "unchanged, not read again": summary.unchanged,
        "new documents": summary.new_documents,
        "duplicates": summary.duplicates,
        "rejected": summary.rejected,
        "edited, with another text than before": summary.edited,
        "gone": summary.removed,
    }
    where = f"{pages.code(run.run.landing_zone or '')} into {pages.code(str(run.layout.published))}"
    number = run.layout.published_generation()
    reasons = [(reason, f"{files:,}", pages.code(path)) for reason, files, path in rejected]
    stages = [(stage, f"{spent:.1f}") for stage, spent in run.seconds.items()]
    return pages.page(
        counted(summary.new_documents, "new document"),
        f"{where}, generation {number}; run {summary.run_id}, {summary.seconds:.1f} s",
        pages.table("files", "", rows=[(name, f"{count:,}") for name, count in counts.items()]),
        pages.table("rejected", "files", "first", rows=reasons),
        _languages(overview),
        pages.table("stage", "s", rows=stages),
    )


def _languages(overview: Sequence[dict[str, object]]) -> str:
    """Return the documents by language as a bar chart, and a title of each."""
    names = [f"{row['language']} ({row['script']})" for row in overview[:_MOST_BARS]]
    counts = [cast("int", row["documents"]) for row in overview[:_MOST_BARS]]
    titles = [row["example_title"] for row in overview[:_MOST_BARS]]
    examples = {name: str(title) for name, title in zip(names, titles, strict=True) if title}
    chart = pages.bars("language", "documents", "", counts=dict(zip(names, counts, strict=True)))
    return "\n\n".join(filter(None, [chart, pages.quotes(examples)]))


def _leave_table(
    settings: Settings, kind: str, rows: list[dict[str, object]], description: str
) -> None:
    key = artifact_key(settings.store, kind)
    delivery.write(lambda: create_table_artifact(table=rows, key=key, description=description))


def report_checks(settings: Settings, checks: list[Check], counts: Counts) -> list[Check]:
    """Return the checks; in a flow run, attached to it and in a state that says the outcome."""
    if flow_run_id() is None:
        return checks
    broken = sum(check.is_alarm for check in checks)
    warnings = sum(check.status != "pass" for check in checks) - broken
    message = maintenance_message(len(checks), broken, warnings, counts)
    _leave_checks(settings, checks, message)
    add_outcome(message)
    return cast("list[Check]", Completed(message=message, data=checks))


def _leave_checks(settings: Settings, checks: Sequence[Check], description: str) -> None:
    rows: list[dict[str, object]] = [
        {
            "check": in_one_line(check.name),
            "what for": in_one_line(check.rule),
            "severity": check.severity.value,
            "status": check.status,
            "broken rows": check.broken_count,
            "error": in_one_line(check.error or ""),
        }
        for check in checks
    ]
    _leave_table(settings, "checks", rows, description)
