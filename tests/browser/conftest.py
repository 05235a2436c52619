"""A Chromium that fails a test where a page complains or asks for something from elsewhere."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.flows.pages import hostile
from tests.place import Place

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these need the browser; `make test` does without."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """A running Chromium: CHROMIUM, one of the system, or one that playwright has fetched."""
    sync = pytest.importorskip("playwright.sync_api", reason="run make test-browser")
    with sync.sync_playwright() as playwright:
        named = os.environ.get("CHROMIUM")
        found = named or next(filter(None, map(shutil.which, NAMES)), None)
        found = found or playwright.chromium.executable_path
        if not Path(found).exists():
            pytest.skip(
                "NO BROWSER: no page was opened. apt-get install chromium, or name one in CHROMIUM"
            )
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def context(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["BrowserContext"]:
    """A window in either color scheme; at the end nothing was complained of or asked for."""
    context = chromium.new_context(
        color_scheme=request.param, viewport={"width": 1200, "height": 900}
    )
    complaints: list[str] = []
    asked: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("dialog", lambda dialog: complaints.append(dialog.message))
    context.on("request", lambda asking: asked.append(asking.url))
    yield context
    context.close()
    assert complaints == []
    own = ("file:", "data:", "http://127.0.0.1:")
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A warehouse of the samples and of texts that try to be more than text."""
    place = Place(tmp_path_factory.mktemp("browser"))
    samples = Path(__file__).parents[2] / "samples"
    shutil.copytree(samples, place.landing, dirs_exist_ok=True)
    hostile.fill(place)
    place.ingest()
    return place
