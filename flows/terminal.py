"""This file runs the flows for a person at a terminal: a progress bar, the summary in words, errors in one line."""

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
from flows.scanning import require_listed
from flows.settings import Settings
from flows.wording import left_out, many, outcomes
from transforms.errors import TerminalError
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
_SERVER_SECONDS = 5.0
"""How long a server may take to say that it is there; Prefect itself would ask for minutes."""


class ServerError(TerminalError):
    """The Prefect server that is configured does not answer."""


def ingest(settings: Settings, *, tracked: bool) -> Summary:
    """Run the flow, as a Prefect flow run or as plain functions; the steps are the same.

    Raises:
        UsageError: the landing zone is not there, or closed to us.
        ServerError: it should be a flow run, and the server that is configured does not answer.
    """
    require_listed(settings.landing.absolute())
    _set_defaults()
    from flows.ingest import ingest as flow  # noqa: PLC0415 - reads the defaults above

    if tracked:
        _require_server()
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


def _require_server() -> None:
    """Ask the server that is configured, if one is, whether it is there."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - only a tracked run needs it
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings  # noqa: PLC0415

    url = PREFECT_API_URL.value()
    if url is None:
        return
    with (
        temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}),
        get_client({"timeout": _SERVER_SECONDS}, sync_client=True) as client,
    ):
        if client.api_healthcheck() is not None:
            raise ServerError(
                f"no Prefect server answers at {url}: start it, unset PREFECT_API_URL, or pass --no-prefect"
            )


def sentences(summary: Summary, settings: Settings) -> str:
    """The summary for a person, and what to do next."""
    counts = Counts(summary.unchanged, summary.new_documents, summary.duplicates, summary.rejected)
    told = f"{many(summary.seen, 'file')}: {outcomes(counts)}, {summary.removed:,} gone"
    alike = f", {many(summary.near_duplicates, 'near-duplicate')}" if summary.near_duplicates else ""
    anew = f", {summary.redescribed:,} described anew" if summary.redescribed else ""
    without = left_out(summary.names_left_out, summary.links_left_out, summary.unlisted_folders, settings.patterns)
    lines = [
        f"{told}{alike}{anew}; {summary.seconds:.1f} s",
        f"left out: {without}" if without else "",
        f"next: zakhira sql --warehouse {shlex.quote(str(settings.warehouse))} 'from corpus_overview'",
    ]
    return "\n".join(filter(None, lines))


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
