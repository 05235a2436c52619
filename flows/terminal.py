"""This file runs the ingest flow for a person at a terminal: a progress bar, and the summary in words."""

import os
import shlex

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)

from flows.progress import Progress, watching
from flows.run import Summary
from flows.settings import Settings
from flows.wording import many, outcomes
from warehouse.checks import Check
from warehouse.runs import Counts

_PREFECT_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "zakhira",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "DO_NOT_TRACK": "1",
}
"""A temporary server needs 12-17 s on a fresh database; Prefect's own limit is 20."""


def ingest(settings: Settings, *, tracked: bool) -> Summary:
    """Run the flow, as a Prefect flow run or as plain functions; the steps are the same."""
    _set_defaults()
    from flows.ingest import ingest as flow  # noqa: PLC0415 - reads the defaults above

    with _progress_bar() as bar, watching(_show_on(bar)):
        return flow(settings) if tracked else flow.fn(settings)


def maintain(settings: Settings) -> list[Check]:
    """Run the maintenance flow as plain functions."""
    _set_defaults()
    from flows.maintain import maintain as flow  # noqa: PLC0415 - reads the defaults above

    return flow.fn(settings)


def _set_defaults() -> None:
    for name, value in _PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)


def sentences(summary: Summary, settings: Settings) -> str:
    """The summary for a person, and what to do next."""
    counts = Counts(summary.unchanged, summary.new_documents, summary.duplicates, summary.rejected)
    told = f"{many(summary.seen, 'file')}: {outcomes(counts)}, {summary.removed:,} gone"
    alike = f", {many(summary.near_duplicates, 'near-duplicate')}" if summary.near_duplicates else ""
    anew = f", {summary.redescribed:,} described anew" if summary.redescribed else ""
    where = shlex.quote(str(settings.warehouse))
    return (
        f"{told}{alike}{anew}; {summary.seconds:.1f} s\nnext: zakhira sql --warehouse {where} 'from corpus_overview'"
    )


def _progress_bar() -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal)


def _show_on(bar: Bar) -> "_Shown":
    return _Shown(bar, bar.add_task("looking", total=None))


class _Shown:
    """A watcher that moves a bar."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def __call__(self, progress: Progress) -> None:
        description = f"{progress.stage} ({progress.files_per_second:,.0f} files/s)"
        self._bar.update(
            self._task,
            total=progress.to_read,
            completed=progress.to_read * progress.percent / 100,
            description=description,
        )
