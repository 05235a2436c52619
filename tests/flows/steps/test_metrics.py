"""Metrics of a run are in a file that Prometheus' own parser reads, after good and bad runs."""

import os
import time
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from flows.maintain import maintain
from flows.pipelines.ingest import ingest_within_budget
from flows.settings import Settings
from flows.steps.quality import CheckFailedError
from tests.place import Place
from transforms.errors import UsageError
from warehouse.locking import file_lock
from warehouse.locking.file_lock import LockHeldError

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def settings(place: Place) -> Settings:
    folder = place.layout.root.parent
    return Settings(
        landing=place.landing, warehouse=place.layout.root, metrics=folder / "zakhira.prom"
    )


def read(path: Path | None, warehouse: Path) -> dict[str, float]:
    """The value of each sample, by its name and the values of its labels."""
    assert path is not None
    found = {}
    for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
        assert family.documentation and family.type == "gauge"
        for sample in family.samples:
            assert sample.labels.pop("warehouse") == str(warehouse)
            found[" ".join([sample.name, *sample.labels.values()])] = sample.value
    return found


def test_a_run_says_how_it_went_what_it_read_and_what_there_is(
    place: Place, settings: Settings
) -> None:
    place.put("empty.txt", "")
    place.put("copy.txt", (place.landing / "a.txt").read_bytes())
    began = time.time()
    ingest_within_budget(settings)
    found = read(settings.metrics, place.layout.root)
    assert found["zakhira_run_success ingest"] == 1
    assert began <= found["zakhira_run_end_timestamp_seconds ingest"] <= time.time()
    outcomes = ("new", "duplicate", "rejected", "unchanged", "gone", "edited", "failed")
    counts = [found[f"zakhira_run_files ingest {outcome}"] for outcome in outcomes]
    assert counts == [3, 1, 1, 0, 0, 0, 0]
    stages = ("scan", "extract", "deduplicate", "describe", "commit", "compare", "publish")
    assert all(found[f"zakhira_run_stage_seconds ingest {stage}"] > 0 for stage in stages)
    assert found["zakhira_documents"] == 3
    assert (found["zakhira_files"], found["zakhira_rejected_files"]) == (5, 1)
    assert abs(found["zakhira_newest_file_timestamp_seconds"] - began) < 60
    assert found["zakhira_database_bytes"] == place.layout.published.stat().st_size
    parts = place.layout.parquet.glob("*/*.parquet")
    assert found["zakhira_parquet_bytes"] >= sum(part.stat().st_size for part in parts) / 2
    assert found["zakhira_run_read_bytes ingest"] == sum(
        file.stat().st_size for file in place.landing.iterdir()
    )
    (place.landing / "b.txt").unlink()
    ingest_within_budget(settings)
    found = read(settings.metrics, place.layout.root)
    assert found["zakhira_run_files ingest unchanged"] == 4
    assert found["zakhira_run_files ingest gone"] == 1


def test_a_run_that_fails_says_so_and_what_was_published_before(
    place: Place, settings: Settings
) -> None:
    ingest_within_budget(settings)
    with pytest.raises(UsageError):
        ingest_within_budget(settings.model_copy(update={"landing": place.landing / "no"}))
    found = read(settings.metrics, place.layout.root)
    assert (found["zakhira_run_success ingest"], found["zakhira_documents"]) == (0, 3)
    checks = place.layout.root.parent / "checks"
    checks.mkdir()
    (checks / 'a"b\\c\nd.sql').write_text("from documents")
    (checks / "x.sql").write_text("selekt")
    with pytest.raises(CheckFailedError):
        ingest_within_budget(settings)
    found = read(settings.metrics, place.layout.root)
    assert found["zakhira_run_success ingest"] == 0
    assert found['zakhira_check_broken_rows a"b\\\\c\nd.sql ingest own error'] == 3
    assert found["zakhira_check_broken_rows x.sql ingest own error"] == -1


def test_maintenance_has_a_file_of_its_own(place: Place, settings: Settings) -> None:
    ingest_within_budget(settings)
    assert settings.metrics is not None
    before = settings.metrics.read_bytes()
    maintain.fn(settings)
    found = read(settings.metrics.with_name("zakhira-maintain.prom"), place.layout.root)
    assert found["zakhira_run_success maintain"] == 1
    assert found["zakhira_check_broken_rows unique_content_hash maintain rule error"] == 0
    assert settings.metrics.read_bytes() == before
    folder = settings.metrics.parent
    assert {file.name for file in folder.glob("*.prom*")} == {
        "zakhira.prom",
        "zakhira-maintain.prom",
    }


def test_a_run_that_meets_the_lock_of_another_leaves_its_metrics(
    place: Place, settings: Settings
) -> None:
    with file_lock.hold(place.layout.lock, "another"), pytest.raises(LockHeldError):
        ingest_within_budget(settings)
    assert settings.metrics is not None and not settings.metrics.exists()


def test_metrics_that_cannot_be_written_fail_no_run(
    place: Place, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = place.landing.parent / "no" / "zakhira.prom"
    ingest_within_budget(settings.model_copy(update={"metrics": nowhere}))
    assert f"no metrics of this run in {nowhere}: No such file or directory" in caplog.text


def test_what_is_no_file_is_not_replaced_by_metrics(
    place: Place, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    pipe = place.landing.parent / "pipe"
    os.mkfifo(pipe)
    ingest_within_budget(settings.model_copy(update={"metrics": pipe}))
    assert pipe.is_fifo()
    assert f"no metrics of this run in {pipe}: it is no file" in caplog.text
