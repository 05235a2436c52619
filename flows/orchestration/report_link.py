"""The report of the warehouse, written anew after a run that changed something, and its link."""

import logging

from prefect.artifacts import create_link_artifact

from flows.orchestration.delivery import delivery
from flows.orchestration.names import artifact_key
from flows.orchestration.pages import code
from flows.pages.report import FILE_NAME, is_up_to_date, write_report
from flows.run.batches import Summary
from flows.run.context import IngestRun

_log = logging.getLogger("zakhira")


def link_report(run: IngestRun, summary: Summary) -> None:
    """Write the report, unless it is as new as the generation, and link it from the flow run.

    The run is done by now: a report that cannot be made is a warning.
    """
    path = run.layout.root / FILE_NAME
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
