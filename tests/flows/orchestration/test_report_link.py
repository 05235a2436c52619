"""The report is loaded while a run publishes, and only where it will be made."""

import threading

import pytest

from flows.orchestration.report_link import ReportLoader
from flows.pages.render import _environment
from flows.run.progress import PUBLISHING, Progress, Stage
from warehouse.ledger.runs import Counts


def progress(stage: str, committed: int) -> Progress:
    """A run that is at a stage and has committed so many files."""
    now = Stage(stage, "", 0, None, 0.0, is_running=True)
    return Progress((now,), committed, Counts(), 1.0)


def loaders() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "report"]


@pytest.mark.parametrize(
    "moment", [progress("committing", 3), progress(PUBLISHING, 0)], ids=["too early", "no change"]
)
def test_nothing_is_loaded_for_a_report_that_may_not_be_made(moment: Progress) -> None:
    ReportLoader()(moment)
    assert not loaders()


def test_it_is_loaded_once_when_a_run_that_changed_something_publishes() -> None:
    load = ReportLoader()
    load(progress(PUBLISHING, 3))
    (first,) = loaders()
    first.join()
    load(progress(PUBLISHING, 3))
    assert not loaders()
    assert _environment().cache, "its template is compiled"
