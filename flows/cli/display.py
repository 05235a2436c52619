"""Show a run while it goes on: a line a stage at a terminal, log lines where there is none."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.table import Column
from rich.text import Text

from flows.cli import streams
from flows.run.log_lines import JsonFormatter
from flows.run.messages import counted
from flows.run.progress import Progress, Stage, watching

# Without a terminal, how often a stage that goes on says how far it is.
_SECONDS_BETWEEN_LINES = 30.0
_STARTING = "starting"
# Columns of a terminal that the name and the numbers of a stage take; the bar has the rest.
_LONGEST_COUNTS = 85
# Each batch of these has log lines of its own.
_TOLD_BY_BATCH = {"reading", "deduplicating", "describing", "committing"}
_FOR_PEOPLE = logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%Y-%m-%d %H:%M:%S")
_log = logging.getLogger("zakhira")


@contextmanager
def shown(*, is_tracked: bool = False) -> Iterator[None]:
    """Show the runs inside a block on standard error.

    Of a flow run, Prefect prints the log lines; a bar would be written into them.
    """
    if is_tracked:
        display = _told()
    elif not streams.is_log_json() and Console(stderr=True).is_terminal:
        display = _drawn()
    else:
        display = _logged()
    with display:
        yield


@contextmanager
def _drawn() -> Iterator[None]:
    """Draw a line for each stage: its name, a bar, how many, how fast, how long."""
    with bars_on(Console(stderr=True)) as bars, watching(_Drawing(bars)):
        yield


def bars_on(console: Console) -> Bars:
    """Return the lines of stages on a terminal: one each, the bar as long as there is room."""
    room = console.width - _LONGEST_COUNTS
    return Bars(
        TextColumn("{task.description:<20}"),
        BarColumn(bar_width=min(max(room, 5), 30)),
        _Counts(table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=console,
        transient=True,
    )


class _Drawing:
    """A watcher that draws the stages of a run."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        now = Stage(_STARTING, "", 0, None, 0.0, is_running=True)
        self._tasks: dict[str, TaskID] = {}
        self._draw(now)

    def __call__(self, progress: Progress) -> None:
        """Draw the stages as they are now."""
        if _STARTING in self._tasks:
            self._bars.remove_task(self._tasks.pop(_STARTING))
        for stage in progress.stages:
            self._draw(stage)

    def _draw(self, stage: Stage) -> None:
        # A bar of what cannot be counted moves while the stage goes on, and is full at its end.
        total = stage.total if stage.total is not None else None if stage.is_running else 1
        done = 1 if stage.total is None else stage.done
        now = time.monotonic()
        if stage.name not in self._tasks:
            # It is drawn at once.
            task = self._bars.add_task(stage.name, total=total, stage=stage, told_at=now)
            self._tasks[stage.name] = task
        self._bars.update(
            self._tasks[stage.name], total=total, completed=done, stage=stage, told_at=now
        )


class _Counts(ProgressColumn):
    """How many of a stage are done, how fast, how long it has taken, and what is left."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        """Return the numbers of a stage; the seconds go on between two reports."""
        stage: Stage = task.fields["stage"]
        if stage.is_running:
            since = time.monotonic() - task.fields["told_at"]
            stage = stage._replace(seconds=stage.seconds + since)
        sentence = stage.sentence().partition(": ")[2].replace(f" {stage.noun}s/s", "/s")
        if stage.noun:
            sentence = f"{sentence}, {stage.seconds:,.0f} s"
        return Text(sentence)


@contextmanager
def _logged() -> Iterator[None]:
    """Print the log lines of the runs inside a block, and now and then how far they are.

    As JSON, if that is asked for.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if streams.is_log_json() else _FOR_PEOPLE)
    level, propagates = _log.level, _log.propagate
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    try:
        with _told():
            yield
    finally:
        _log.removeHandler(handler)
        _log.setLevel(level)
        _log.propagate = propagates


@contextmanager
def _told() -> Iterator[None]:
    """Log when a stage begins, and now and then how far the runs inside a block are."""
    telling = _Telling()
    thread = threading.Thread(target=telling.go_on, name="progress", daemon=True)
    thread.start()
    try:
        with watching(telling):
            yield
    finally:
        telling.is_over.set()
        thread.join()


class _Telling:
    """A watcher that logs."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self._begun: set[str] = set()
        self._last: tuple[Progress, float] | None = None

    def __call__(self, progress: Progress) -> None:
        """Log the stages that have begun since."""
        for stage in progress.stages:
            if stage.name not in self._begun | _TOLD_BY_BATCH:
                what = "" if stage.total is None else f" {counted(stage.total, stage.noun)}"
                _log.info("%s%s", stage.name, what)
            self._begun.add(stage.name)
        self._last = progress, time.monotonic()

    def go_on(self) -> None:
        """Log how far the stages under way are, until it is over."""
        while not self.is_over.wait(_SECONDS_BETWEEN_LINES):
            if self._last is None:
                _log.info("%s", _STARTING)
                continue
            progress, told_at = self._last
            since = time.monotonic() - told_at
            for stage in progress.stages:
                if stage.is_running:
                    _log.info("%s", stage._replace(seconds=stage.seconds + since).sentence())
