"""The site of docs/ in a browser: nothing is asked of elsewhere, and the search finds a page."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_pages import IS_TOO_WIDE
from tests.site import built

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site."""
    handler = partial(Quiet, directory=built(tmp_path_factory.mktemp("site")))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("page", ["index", "tables", "comparison"])
def test_a_page_is_not_wider_than_its_window(
    context: "BrowserContext", site: str, page: str, width: int
) -> None:
    window = context.new_page()
    window.set_viewport_size({"width": width, "height": 800})
    window.goto(f"{site}/{page}.html")
    assert not window.evaluate(IS_TOO_WIDE)


def test_tables_of_box_drawing_keep_their_lines(context: "BrowserContext", site: str) -> None:
    window = context.new_page()
    window.set_viewport_size({"width": 360, "height": 800})
    window.goto(f"{site}/cookbook.html")
    block = window.locator("pre", has_text="┌").first
    assert block.locator("code").evaluate("block => getComputedStyle(block).whiteSpace") == "pre"


def test_the_search_finds_the_page_of_a_word(context: "BrowserContext", site: str) -> None:
    window = context.new_page()
    window.goto(f"{site}/index.html")
    box = window.locator("input[aria-label='Search']")
    # The box opens when its script is there, which no event tells.
    while not box.is_visible():
        window.keyboard.press("Control+k")
        window.wait_for_timeout(500)
    box.press_sequentially("tombstones")
    window.locator("[id$='-results'] a[href*='takedown.html']").first.wait_for(timeout=60_000)
