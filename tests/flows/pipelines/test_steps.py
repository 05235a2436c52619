"""Steps of a run: plain functions, in order, two batches ahead; and what they say in the log."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import ParamSpec, TypeVar

import pytest

from flows.pipelines import steps
from flows.pipelines.ingest import ingest_within_budget
from flows.run.batches import Batch
from flows.run.context import IngestRun, ingest_run
from flows.settings import Settings
from flows.steps import scan
from transforms.errors import UsageError
from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.raw_files import Listing, Selection
from warehouse.storage.staging import StagedFile

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def test_a_step_is_its_function_unless_something_else_runs_it() -> None:
    def where_am_i(word: str, *, times: int) -> str:
        return word * times

    def telling(step: steps.Step[Arguments, Result]) -> Callable[Arguments, Result]:
        def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            told.append(step.name)
            return step.function(*args, **kwargs)

        return run

    told: list[str] = []
    step = steps.Step(where_am_i, "look around")
    assert step("ab", times=2) == "abab"
    with steps.run_by(telling):
        assert step("ab", times=2) == "abab"
    assert step("ab", times=1) == "ab"
    assert told == ["look around"]


def test_every_step_has_a_name_that_people_read() -> None:
    found = {name: step.name for name, step in vars(steps).items() if isinstance(step, steps.Step)}
    assert found == {
        "scan": "scan landing zone",
        "extract": "extract texts",
        "deduplicate": "deduplicate against the ledger",
        "describe": "describe new texts",
        "commit": "commit batch",
        "learn": "learn boilerplate",
        "describe_again": "describe again",
        "merge_descriptions": "merge descriptions",
        "compact": "compact parts",
        "find_near_duplicates": "find near-duplicates",
        "finish": "record the run",
        "publish": "publish generation",
        "_check": "check what was published",
    }


def test_the_next_two_batches_are_read_while_one_is_committed_but_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = [threading.Event() for _ in range(4)]

    def extract(_run: object, batch: Batch) -> int:
        begun[batch.number].set()
        return batch.number

    def cut_extracted(read: int, _settings: object, _numbers: object) -> list[int]:
        return [read]

    monkeypatch.setattr(steps, "extract", extract)
    monkeypatch.setattr("flows.steps.batch.cut_extracted", cut_extracted)
    batches = [Batch(number, 0, StagedFile(Path())) for number in range(4)]
    run: IngestRun = SimpleNamespace(settings=None)  # type: ignore[assignment]
    ahead = steps.extract_ahead(run, batches)
    assert next(ahead) == 0  # type: ignore[comparison-overlap]
    assert begun[1].wait(10)
    assert begun[2].wait(10)
    assert not begun[3].is_set()
    assert list(ahead) == [1, 2, 3]  # type: ignore[comparison-overlap]


def test_a_run_tells_its_stages_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "zakhira"):
        run_id = ingest_within_budget(settings).run_id
    assert [record.getMessage() for record in caplog.records if record.name == "zakhira"] == [
        "2 files seen, 2 to read in 1 batch, 0 gone",
        "batch 1: reading 2 files",
        "batch 1: describing 1 new text",
        "batch 1 committed: 1 new document, 0 duplicates, 1 rejected, 0 unchanged",
        "1 document compared, 0 near-duplicates",
        f"run {run_id}: 1 new document, 0 duplicates, 1 rejected, 0 unchanged, 0 gone",
        f"generation {settings.store.layout.published_generation()} published",
    ]


def test_at_a_terminal_a_run_says_nothing_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    ingest_within_budget(settings)
    assert [record for record in caplog.records if record.name == "zakhira"] == []


def test_a_folder_that_cannot_be_opened_is_a_warning(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_files = FolderZone.list_files

    def list_some(zone: FolderZone, selection: Selection, _: object) -> Listing:
        return list_files(zone, selection)._replace(
            unlisted_folders=("private",), links_left_out=2, names_left_out=1
        )

    monkeypatch.setattr(FolderZone, "list_files", list_some)
    ingest_within_budget(settings)
    (warning,) = [record for record in caplog.records if record.name == "zakhira"]
    assert warning.levelname == "WARNING"
    assert (
        warning.getMessage()
        == "1 folder could not be opened; nothing in there is read, or held for gone: private"
    )


def test_a_landing_zone_that_was_not_listed_to_its_end_is_no_empty_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_files = FolderZone.list_files

    def list_some(zone: FolderZone, selection: Selection, _: object) -> Listing:
        return list_files(zone, selection)._replace(unlisted_folders=("",))

    monkeypatch.setattr(FolderZone, "list_files", list_some)
    with pytest.raises(UsageError, match="could not be listed to its end"):
        ingest_within_budget(settings)


def test_a_landing_zone_that_went_away_before_it_was_listed_is_no_empty_one(
    settings: Settings,
) -> None:
    with ingest_run(settings) as run:
        Path(settings.landing).rename(Path(settings.landing).with_name("elsewhere"))
        with pytest.raises(UsageError, match="no landing zone"):
            scan.scan(run)
