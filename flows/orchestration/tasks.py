"""In a flow run, every step is a Prefect task: its name, retries, the asset it makes, no logic."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import NamedTuple, ParamSpec, TypeVar, cast

from prefect import task
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import FlowRunContext
from prefect.tasks import Task, exponential_backoff

from flows.orchestration import assets
from flows.orchestration.assets import Lineage
from flows.pipelines import steps
from flows.pipelines.steps import Step
from flows.run.batches import Summary
from flows.run.context import IngestRun
from transforms.errors import TransientError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_RETRIES = 3


class _Making(NamedTuple):
    """The asset that a step makes, and what is told of it."""

    lineage: Callable[[IngestRun], Lineage]
    record: Callable[[IngestRun, Summary], Summary]


# Such a step takes the run first, which knows where the warehouse is, and returns the summary.
_MADE: dict[object, _Making] = {
    steps.finish: _Making(assets.parquet, assets.record_parquet),
    steps.publish: _Making(assets.duckdb, assets.record_duckdb),
}


@contextlib.contextmanager
def as_tasks() -> Iterator[None]:
    """Run the steps inside a block as tasks of the flow run; outside of one, as they are."""
    if not FlowRunContext.get():
        yield
        return
    with steps.run_by(task_of):
        yield


def task_of(step: Step[Arguments, Result]) -> Callable[Arguments, Result]:
    """Return the task of a step."""
    making = _MADE.get(step)
    return _as_task(task, step.name, step.function) if making is None else _maker(step, making)


def _maker(step: Step[Arguments, Result], making: _Making) -> Callable[Arguments, Result]:
    """Return what runs a step as the task that makes an asset."""

    @wraps(step.function)
    def recorded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        result = step.function(*args, **kwargs)
        making.record(cast("IngestRun", args[0]), cast("Summary", result))
        return result

    def materialized(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        made, read = making.lineage(cast("IngestRun", args[0]))
        decorator = partial(materialize, made, asset_deps=[read])
        return _as_task(decorator, step.name, recorded)(*args, **kwargs)

    return materialized


def _as_task(
    decorator: Callable[..., Callable[[Callable[Arguments, Result]], Task[Arguments, Result]]],
    name: str,
    function: Callable[Arguments, Result],
) -> Task[Arguments, Result]:
    """Return the task of a function; tasks hand over manifests: nothing is cached or persisted."""
    return decorator(
        name=name,
        retries=_RETRIES,
        retry_delay_seconds=exponential_backoff(backoff_factor=1),
        retry_jitter_factor=0.5,
        retry_condition_fn=_is_transient,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(function)


def _is_transient(_task: Task[..., object], _run: TaskRun, state: State[object]) -> bool:
    """Check whether a failed step is worth another try."""
    try:
        state.result()
    except TransientError:
        return True
    except Exception:  # noqa: BLE001 - whatever else it is, it is not transient
        return False
    return False
