"""The report and the explorer of a warehouse at a URL: fetched, and fetched again."""

import time
from pathlib import Path

import pytest

from flows.pages import explore
from flows.pages.explore import Published
from flows.pages.report import write_report
from tests import corpus
from tests.faults.stem import Stem
from tests.flows.pages.test_report import Page
from tests.s3.server import Bucket
from tests.s3.world import World, put_all


def test_another_machine_reports_on_a_warehouse_and_sees_a_new_generation(
    bucket: Bucket, stem: Stem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(bucket, stem, tmp_path)
    put_all(bucket, corpus.landing_zone(3))
    documents = world.ingest()["new_documents"]
    store = world.store("reader")
    path = write_report(store)
    assert path == world.state("reader") / "report.html"
    assert f"Documents {documents} " in Page(path.read_text(encoding="utf-8")).text

    published = Published(store)
    put_all(bucket, {"en/more.txt": corpus.news(99, "en").encode()})
    assert world.ingest()["new_documents"] == 1
    assert f"Documents {documents} " in Page(published.overview()).text
    monkeypatch.setattr(explore, "_SECONDS_BETWEEN_FETCHES", 0)
    time.sleep(0.01)
    assert f"Documents {documents + 1} " in Page(published.overview()).text
