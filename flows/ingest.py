"""The ingest flow: landing zone -> Parquet -> DuckDB. Read it first.

The flow runs as a Prefect flow run with tasks, or, called as `ingest.fn(settings)`, as plain
functions: the same steps in the same order (`flows/steps/batch.py`).
"""

from prefect import flow

from flows.orchestration import artifacts, tasks
from flows.orchestration.delivery import flow_run_id
from flows.orchestration.names import flow_run_name
from flows.run.batches import Summary
from flows.run.context import ingest_run
from flows.settings import Settings
from flows.steps import finish


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
    """
    settings = settings or Settings()
    with artifacts.live_progress(settings), ingest_run(settings, flow_run_id()) as run:
        found = tasks.scan(run)
        for extracted in tasks.extract_ahead(run, found.batches):
            decided = tasks.deduplicate(run, extracted)
            tasks.learn(run, decided)
            tasks.commit(run, tasks.describe(run, decided))
        tasks.describe_again(run)
        tasks.find_near_duplicates(run)
        tasks.merge_descriptions(run)
        summary = tasks.publish(run, tasks.finish(run, found))
    return artifacts.with_message(finish.require_budget(run, artifacts.final(run, summary)))


if __name__ == "__main__":
    ingest()
