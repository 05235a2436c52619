"""Every step with its Prefect task: name, retries, the asset it makes, and no logic.

Inside a flow run a step is a Prefect task; outside (the command line without a Prefect server, the
tests) the same call is the plain function. There is one story and one list of steps for both.
"""

import contextvars
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Generic, ParamSpec, TypeVar, cast

from prefect import task
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import FlowRunContext
from prefect.tasks import Task, exponential_backoff

from flows.orchestration import assets
from flows.orchestration.assets import Lineage
from flows.run.batches import Batch, ExtractedBatch, ScanResult, Summary
from flows.run.context import IngestRun
from flows.steps import batch as batches
from flows.steps import compaction, learn_boilerplate, near_duplicates, redescribe
from flows.steps import finish as closing
from flows.steps import scan as scanning
from transforms.errors import TransientError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_Decorator = Callable[..., Callable[[Callable[Arguments, Result]], Task[Arguments, Result]]]
_RETRIES = 3
_BATCHES_AHEAD = 2


class Step(Generic[Arguments, Result]):
    """A step of a flow: a task inside a flow run, the plain function outside."""

    def __init__(
        self,
        function: Callable[Arguments, Result],
        name: str,
        lineage: Callable[[IngestRun], Lineage] | None = None,
    ) -> None:
        """Wrap a function; tasks hand over manifests, so nothing is cached or persisted.

        A step that makes an asset takes the run first, which knows where the warehouse is.
        """
        self.function = function
        self._name = name
        self._lineage = lineage
        self.task = self._as_task(task)

    def _as_task(self, decorator: _Decorator[Arguments, Result]) -> Task[Arguments, Result]:
        return decorator(
            name=self._name,
            retries=_RETRIES,
            retry_delay_seconds=exponential_backoff(backoff_factor=1),
            retry_jitter_factor=0.5,
            retry_condition_fn=_is_transient,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(self.function)

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Run the step."""
        if not FlowRunContext.get():
            return self.function(*args, **kwargs)
        if self._lineage is None:
            return self.task(*args, **kwargs)
        run = cast("IngestRun", args[0])
        made, read = self._lineage(run)
        return self._as_task(partial(materialize, made, asset_deps=[read]))(*args, **kwargs)


def _is_transient(_task: Task[..., object], _run: TaskRun, state: State[object]) -> bool:
    """Check whether a failed step is worth another try."""
    try:
        state.result()
    except TransientError:
        return True
    except Exception:  # noqa: BLE001 - whatever else it is, it is not transient
        return False
    return False


def _finish(run: IngestRun, found: ScanResult) -> Summary:
    return assets.record_parquet(run, closing.finish(run, found))


def _publish(run: IngestRun, summary: Summary) -> Summary:
    return assets.record_duckdb(run, closing.publish(run, summary))


scan = Step(scanning.scan, "scan landing zone")
extract = Step(batches.extract, "extract texts")
deduplicate = Step(batches.deduplicate, "deduplicate against the ledger")
describe = Step(batches.describe, "describe new texts")
commit = Step(batches.commit, "commit batch")
learn = Step(learn_boilerplate.learn, "learn boilerplate")
find_near_duplicates = Step(near_duplicates.find_near_duplicates, "find near-duplicates")
describe_again = Step(redescribe.describe_again, "describe again")
merge_descriptions = Step(compaction.merge_descriptions, "merge descriptions")
compact = Step(compaction.compact, "compact parts")
finish = Step(_finish, "record the run", assets.parquet)
publish = Step(_publish, "publish generation", assets.duckdb)


def extract_ahead(run: IngestRun, batches: Iterable[Batch]) -> Iterator[ExtractedBatch]:
    """Yield the batches in order, each extracted while the two before it are still worked on.

    Two, because the workers do one thing after the other. The slices of the next batch come before
    those that describe this one; those of the batch after the next are left to do while this one is
    committed.
    """
    with ThreadPoolExecutor(1) as reader:
        started: deque[Future[ExtractedBatch]] = deque()
        try:
            for batch in batches:
                context = contextvars.copy_context()
                started.append(reader.submit(context.run, extract, run, batch))
                if len(started) > _BATCHES_AHEAD:
                    yield started.popleft().result()
            while started:
                yield started.popleft().result()
        finally:
            for ahead in started:
                ahead.cancel()
