"""The ingest pipeline: landing zone -> Parquet -> DuckDB. Read it first.

`flows/ingest.py` makes a Prefect flow of it; the steps and their order are these
(`flows/steps/batch.py` has the first).
"""

from flows.pipelines import steps
from flows.run.batches import Summary
from flows.run.context import IngestRun, ingest_run
from flows.settings import Settings
from flows.steps.finish import require_budget


def ingest_landing_zone(
    settings: Settings, flow_run_id: str | None = None
) -> tuple[IngestRun, Summary]:
    """Bring a warehouse up to date with its landing zone; return the run, and what it did.

    Raises:
        LockHeldError: another run is writing this warehouse.
    """
    with ingest_run(settings, flow_run_id) as run:
        found = steps.scan(run)
        for extracted in steps.extract_ahead(run, found.batches):
            decided = steps.deduplicate(run, extracted)
            steps.learn(run, decided)
            steps.commit(run, steps.describe(run, decided))
        steps.describe_again(run)
        steps.find_near_duplicates(run)
        steps.merge_descriptions(run)
        summary = steps.publish(run, steps.finish(run, found))
    return run, summary


def ingest_within_budget(settings: Settings) -> Summary:
    """Do the same, and raise an alarm where too many files were rejected.

    Raises:
        LockHeldError: another run is writing this warehouse.
        RejectBudgetError: too many files were rejected; what could be read is committed and
            published.
    """
    run, summary = ingest_landing_zone(settings)
    return require_budget(run, summary)
