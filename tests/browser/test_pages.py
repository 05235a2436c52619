"""What a person meets: no error, no request elsewhere, and nothing that axe-core minds."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.pages.report import write_report
from tests.flows.pages import hostile
from tests.flows.pages.served import Explorer, exploring
from tests.place import Place
from warehouse.storage.folder_store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def report(place: Place) -> str:
    return write_report(FolderStore.at(place.layout.root)).as_uri()


@pytest.fixture(scope="session")
def explorer(place: Place) -> Iterator[Explorer]:
    with exploring(place.layout.root) as explorer:
        yield explorer


def require_accessible(page: "Page") -> None:
    """Fail where axe-core finds what keeps somebody from using a page."""
    from axe_playwright_python.sync_playwright import Axe

    # The policy of the explorer lets no script run, not even this one, but in a world of its own.
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_report_opens_without_a_complaint(context: "BrowserContext", report: str) -> None:
    page = context.new_page()
    page.goto(report)
    assert page.locator("h1").inner_text().endswith("/warehouse")
    assert page.locator("section").count() == 9
    for chart in page.locator("figure svg").all():
        box = chart.bounding_box()
        assert box
        assert min(box["width"], box["height"]) > 50
    require_accessible(page)


def test_every_page_of_the_explorer_opens_without_a_complaint(
    context: "BrowserContext", explorer: Explorer, place: Place
) -> None:
    page = context.new_page()
    keys = [key for (key,) in place.ask("select content_hash from documents order by all limit 4")]
    for path in (
        "/",
        "/documents",
        "/documents?language=ur",
        *(f"/documents/{key}" for key in keys),
    ):
        page.goto(explorer.url + path)
        assert not page.evaluate(IS_TOO_WIDE)
        require_accessible(page)


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_page_is_wider_than_its_window(
    context: "BrowserContext", report: str, explorer: Explorer, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for url in (report, f"{explorer.url}/documents"):
        page.goto(url)
        assert not page.evaluate(IS_TOO_WIDE)


def test_a_keyboard_reaches_the_content_at_once(context: "BrowserContext", report: str) -> None:
    page = context.new_page()
    page.goto(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_urdu_is_set_from_right_to_left_in_nastaliq(
    context: "BrowserContext", explorer: Explorer
) -> None:
    page = context.new_page()
    page.goto(f"{explorer.url}/documents?language=ur&publisher=other")
    page.get_by_role("link", name=hostile.URDU).click()
    text = page.locator(".text").first
    assert text.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "Nastaliq" in text.evaluate("e => getComputedStyle(e).fontFamily").split(",")[0]
    page.goto(f"{explorer.url}/documents?language=hi")
    title = page.locator(".hits bdi").first
    assert "Devanagari" in title.evaluate("e => getComputedStyle(e).fontFamily").split(",")[0]


def test_a_form_and_its_keys_find_documents(context: "BrowserContext", explorer: Explorer) -> None:
    page = context.new_page()
    page.goto(f"{explorer.url}/documents")
    page.get_by_label("Publisher").fill("rozana-subh")
    page.get_by_label("Since").fill("2026-03-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents?*publisher=rozana-subh*")
    assert page.get_by_label("Since").input_value() == "2026-03-01"
    assert 0 < page.locator(".hits li").count() < 11


def test_the_report_is_printed_whole_on_white(
    context: "BrowserContext", report: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(report)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").first.is_visible()
    assert page.locator("details table").bounding_box(), "what was folded is printed too"
    page.emulate_media(media=None)
    assert len(page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)) > 20_000
