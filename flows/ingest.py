"""The ingest flow: what Prefect deploys, runs and shows of `flows/pipelines/ingest.py`.

`ingest.fn(settings)` is the same without Prefect: plain functions in the same order.
"""

from prefect import flow

from flows.orchestration import artifacts
from flows.orchestration.delivery import flow_run_id
from flows.orchestration.names import flow_run_name
from flows.orchestration.tasks import as_tasks
from flows.pipelines.ingest import ingest_landing_zone
from flows.run.batches import Summary
from flows.settings import Settings
from flows.steps import metrics
from flows.steps.finish import require_budget
from flows.steps.quality import require_quality


@flow(name="ingest", flow_run_name=flow_run_name, validate_parameters=True)
def ingest(settings: Settings | None = None) -> Summary:
    """Bring a warehouse up to date with its landing zone.

    Args:
        settings: what to read and where to write; a setting left out comes from `ZAKHIRA_*` or
            its default.

    Raises:
        LockHeldError: another run is writing this warehouse.
        RejectBudgetError: too many files were rejected; what could be read is committed and
            published.
        CheckFailedError: a check of severity error is broken; the same.
    """
    settings = settings or Settings()
    with metrics.exported(settings, "ingest") as report:
        with artifacts.live_progress(settings), as_tasks():
            run, summary = ingest_landing_zone(settings, report, flow_run_id())
        summary = require_budget(run, artifacts.final(run, summary))
        return artifacts.with_message(require_quality(run, summary))


if __name__ == "__main__":
    ingest()
