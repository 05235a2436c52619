"""The report of the warehouse, written anew after a run that changed something, and its link."""

import contextlib
import logging
import threading

from prefect.artifacts import create_link_artifact

from flows.orchestration.delivery import delivery
from flows.orchestration.names import artifact_key
from flows.orchestration.pages import code
from flows.run.batches import Summary
from flows.run.context import IngestRun
from flows.run.progress import PUBLISHING, Progress

_log = logging.getLogger("zakhira")


class ReportLoader:
    """A watcher that loads what draws the report while a run that changed something publishes.

    The run then waits for another process, and a core is free.
    """

    def __init__(self) -> None:
        """Begin with nothing loaded."""
        self._has_begun = False

    def __call__(self, progress: Progress) -> None:
        """Begin to load, in a thread, once it is time."""
        is_time = progress.committed and progress.stages[-1].name == PUBLISHING
        if is_time and not self._has_begun:
            self._has_begun = True
            threading.Thread(target=_load, name="report", daemon=True).start()


def _load() -> None:
    """Load what draws the report; what prevents it is said when the report is made."""
    with contextlib.suppress(Exception):
        from flows.pages.report import load  # noqa: PLC0415 - most runs make no report

        load()


def link_report(run: IngestRun, summary: Summary) -> None:
    """Write the report, unless it is as new as the generation, and link it from the flow run.

    The run is done by now: a report that cannot be made is a warning.
    """
    from flows.pages.report import (  # noqa: PLC0415 - loaded by now (`ReportLoader`)
        is_up_to_date,
        write_report,
    )

    path = run.layout.report
    changed = summary.new_documents + summary.duplicates + summary.rejected + summary.removed
    if changed or not is_up_to_date(run.layout):
        try:
            write_report(run.store)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run itself went well
            _log.warning("no report of this run: %s", error)
            return
    delivery.write(
        lambda: create_link_artifact(
            link=path.resolve().as_uri(),
            link_text=code(str(path)),
            key=artifact_key(run.store, "report"),
            description="The corpus report: one HTML file, on the machine that ran this. "
            "Browsers open no local file from this page: copy its path.",
        )
    )
