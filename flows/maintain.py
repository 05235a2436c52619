"""The maintenance flow: what Prefect deploys, runs and shows of `flows/pipelines/maintain.py`."""

from prefect import flow

from flows.orchestration import artifacts
from flows.orchestration.delivery import flow_run_id
from flows.orchestration.names import flow_run_name
from flows.orchestration.tasks import as_tasks
from flows.pipelines.maintain import maintain_warehouse
from flows.settings import Settings
from flows.steps import metrics
from flows.steps.quality import require_clean
from warehouse.checks import Check


@flow(name="maintain", flow_run_name=flow_run_name, validate_parameters=True)
def maintain(settings: Settings | None = None) -> list[Check]:
    """Keep a warehouse in order.

    Args:
        settings: which warehouse; a setting left out comes from `ZAKHIRA_*` or its default.

    Raises:
        LockHeldError: a run is writing this warehouse.
        CheckFailedError: a check of severity error is broken, or could not be run.
    """
    settings = settings or Settings()
    artifacts.begin(settings)
    with metrics.exported(settings, "maintain") as report:
        with artifacts.logs_for_people(), as_tasks():
            checks, counts = maintain_warehouse(settings, report, flow_run_id())
        reported = artifacts.report_checks(settings, checks, counts)
        require_clean(checks)
        return reported
