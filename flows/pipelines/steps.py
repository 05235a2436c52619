"""Every step of a run, with the name that people read, and no logic.

A step is called as its function. Inside a block of `run_by` something else runs it: in a flow run,
a Prefect task (`flows/orchestration/tasks.py`). There is one story and one list of steps for both.
"""

import contextlib
import contextvars
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Generic, ParamSpec, Protocol, TypeVar

from flows.run.batches import Batch, ExtractedBatch, Summary
from flows.run.context import IngestRun
from flows.steps import batch as batch_steps
from flows.steps import compaction, learn_boilerplate, near_duplicates, quality, redescribe
from flows.steps import finish as closing
from flows.steps import scan as scanning
from flows.steps.batch import import_rules

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_BATCHES_AHEAD = 2


class Step(Generic[Arguments, Result]):
    """A step of a run: a function with a name."""

    def __init__(self, function: Callable[Arguments, Result], name: str) -> None:
        """Name a function."""
        self.function = function
        self.name = name

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Run the step."""
        runner = _runner.get()
        run = self.function if runner is None else runner(self)
        return run(*args, **kwargs)


class Runner(Protocol):
    """Returns what runs a step in its place."""

    def __call__(self, step: Step[Arguments, Result], /) -> Callable[Arguments, Result]:
        """Return a callable with the arguments and the result of the step."""
        ...


_runner: contextvars.ContextVar[Runner | None] = contextvars.ContextVar("runner", default=None)


@contextlib.contextmanager
def run_by(runner: Runner) -> Iterator[None]:
    """Let something else run the steps inside a block."""
    token = _runner.set(runner)
    try:
        yield
    finally:
        _runner.reset(token)


scan = Step(scanning.scan, "scan landing zone")
extract = Step(batch_steps.extract, "extract texts")
deduplicate = Step(batch_steps.deduplicate, "deduplicate against the ledger")
describe = Step(batch_steps.describe, "describe new texts")
commit = Step(batch_steps.commit, "commit batch")
learn = Step(learn_boilerplate.learn, "learn boilerplate")
find_near_duplicates = Step(near_duplicates.find_near_duplicates, "find near-duplicates")
describe_again = Step(redescribe.describe_again, "describe again")
merge_descriptions = Step(compaction.merge_descriptions, "merge descriptions")
compact = Step(compaction.compact, "compact parts")
finish = Step(closing.finish, "record the run")
publish = Step(closing.publish, "publish generation")
_check = Step(quality.check_published, "check what was published")


def check(run: IngestRun, summary: Summary) -> Summary:
    """Run the user's checks, where there are any: of a step that does nothing no one has a use."""
    return _check(run, summary) if quality.is_configured(run.settings) else summary


def extract_ahead(run: IngestRun, batches: Iterable[Batch]) -> Iterator[ExtractedBatch]:
    """Yield the batches in order, each extracted while the two before it are still worked on.

    One that archives have made too large is several.

    Two, because the workers do one thing after the other. The slices of the next batch come before
    those that describe this one; those of the batch after the next are left to do while this one is
    committed. The rules that describe are imported while the workers read the first batch.
    """
    numbers = count()
    with ThreadPoolExecutor(1) as reader:
        started: deque[Future[ExtractedBatch]] = deque()
        try:
            for batch in batches:
                context = contextvars.copy_context()
                started.append(reader.submit(context.run, extract, run, batch))
                import_rules()
                if len(started) > _BATCHES_AHEAD:
                    read = started.popleft().result()
                    yield from batch_steps.cut_extracted(read, run.settings, numbers)
            while started:
                read = started.popleft().result()
                yield from batch_steps.cut_extracted(read, run.settings, numbers)
        finally:
            for ahead in started:
                ahead.cancel()
