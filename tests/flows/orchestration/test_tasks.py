"""Steps as tasks of a flow run, tried again only for transient errors."""

from collections.abc import Iterator
from typing import ParamSpec, TypeVar, cast
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import TaskRun
from prefect.context import TaskRunContext
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Failed
from prefect.tasks import Task

from flows.ingest import ingest
from flows.orchestration import artifacts, assets, tasks
from flows.pipelines import steps
from flows.run.context import ingest_run
from flows.settings import Settings
from flows.steps import finish, scan
from transforms.errors import SchemaError, TransientError, UsageError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@pytest.fixture
def no_server() -> Iterator[None]:
    """Where Prefect would look for a server, there is none."""
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        yield


@pytest.mark.usefixtures("no_server")
def test_the_plain_story_needs_no_server(settings: Settings) -> None:
    assert ingest.fn(settings).new_documents == 1


def test_outside_a_flow_run_a_step_is_no_task() -> None:
    with tasks.as_tasks():
        assert steps.Step(TaskRunContext.get, "look around")() is None


def test_a_task_has_the_name_of_its_step_and_keeps_no_result() -> None:
    task = _task_of(steps.commit)
    assert (task.name, task.persist_result) == ("commit batch", False)


def _task_of(step: steps.Step[Arguments, Result]) -> Task[Arguments, Result]:
    return cast("Task[Arguments, Result]", tasks.task_of(step))


@pytest.mark.parametrize(
    ("error", "is_retried"),
    [
        (TransientError("locked"), True),
        (SchemaError("wrong"), False),
        (UsageError("no"), False),
        (OSError(), False),
    ],
)
def test_only_transient_errors_are_worth_another_try(error: Exception, is_retried: bool) -> None:
    task = _task_of(steps.commit)
    assert task.retry_condition_fn is not None
    run = TaskRun(task_key="commit", dynamic_key="0", flow_run_id=uuid4())
    assert task.retry_condition_fn(task, run, Failed(data=error)) is is_retried


@pytest.mark.usefixtures("no_server")
def test_outside_a_flow_run_reports_do_nothing(settings: Settings) -> None:
    with artifacts.live_progress(settings), ingest_run(settings) as run:
        summary = finish.finish(run, scan.scan(run))
        assert assets.record_parquet(run, summary) is summary
        assert assets.record_duckdb(run, summary) is summary
        assert artifacts.final(run, summary) is summary
