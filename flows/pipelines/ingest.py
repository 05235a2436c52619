"""The ingest pipeline: landing zone -> Parquet -> DuckDB. Read it first.

`flows/ingest.py` makes a Prefect flow of it; the steps and their order are these
(`flows/steps/batch.py` has the first).
"""

from flows.pipelines import steps
from flows.run.batches import Summary
from flows.run.context import IngestRun, ingest_run
from flows.settings import Settings
from flows.steps import metrics
from flows.steps.finish import require_budget
from flows.steps.metrics import Report
from flows.steps.quality import require_quality


def ingest_landing_zone(
    settings: Settings, report: Report, flow_run_id: str | None = None
) -> tuple[IngestRun, Summary]:
    """Bring a warehouse up to date with its landing zone; return the run, and what it did.

    The report, from which metrics are made, knows the run as far as it came.

    Raises:
        LockHeldError: another run is writing this warehouse.
    """
    with ingest_run(settings, flow_run_id) as run:
        report.run = run
        found = steps.scan(run)
        for extracted in steps.extract_ahead(run, found.batches):
            decided = steps.deduplicate(run, extracted)
            steps.learn(run, decided)
            steps.commit(run, steps.describe(run, decided))
        steps.describe_again(run)
        steps.find_near_duplicates(run)
        steps.merge_descriptions(run)
        summary = steps.check(run, steps.publish(run, steps.finish(run, found)))
        report.summary, report.checks = summary, run.checks
    return run, summary


def ingest_within_budget(settings: Settings) -> Summary:
    """Do the same, and raise an alarm where too many files were rejected, or a check is broken.

    Raises:
        LockHeldError: another run is writing this warehouse.
        RejectBudgetError: too many files were rejected; what could be read is committed and
            published.
        CheckFailedError: a check of severity error is broken; the same.
    """
    with metrics.exported(settings, "ingest") as report:
        run, summary = ingest_landing_zone(settings, report)
        return require_quality(run, require_budget(run, summary))
