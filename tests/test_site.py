"""The site of docs/ is built without a warning, and shows what a forge shows of each page."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.markdown import ROOT, anchors, blocks
from tests.site import built

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CONFIG = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
# Elements that close nothing, as HTML has them.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Article(HTMLParser):
    """What the article of a page holds: how many of each element, and the ids of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.ids: set[str] = set()
        self.loaded: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "link"}:
            self.loaded += [value for name in ("src", "href") if (value := given.get(name))]
        if tag not in _VOID:
            self._open.append(tag)
        if "article" in self._open:
            self.counts[tag] += 1
            if re.fullmatch(r"h\d", tag):
                self.ids.add(given.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]


def name_of(page: Path) -> str:
    return str(page.relative_to(DOCS))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("site"))


def article(site: Path, page: Path) -> Article:
    name = name_of(page).replace("README.md", "index.md").replace(".md", ".html")
    return Article((site / name).read_text(encoding="utf-8"))


def without_code(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    for block in reversed(blocks(text)):
        text = text[: block.start] + text[block.end :]
    return text


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_site_shows_the_blocks_tables_and_lists_of_a_page(site: Path, page: Path) -> None:
    text = without_code(page)
    rows = re.findall(r"^\|(?![-|: ]*-[-|: ]*$).*", text, flags=re.MULTILINE)
    items = re.findall(r"^ *(?:[*-]|\d+\.) ", text, flags=re.MULTILINE)
    shown = article(site, page).counts
    assert shown["pre"] == len(blocks(page.read_text(encoding="utf-8")))
    assert shown["tr"] == len(rows)
    assert shown["li"] == len(items)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_heading_has_the_same_anchor_on_a_forge_and_on_the_site(site: Path, page: Path) -> None:
    assert article(site, page).ids == anchors(page.read_text(encoding="utf-8"))


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = site.rglob("*.html")
    found = {each for page in pages for each in Article(page.read_text("utf-8")).loaded}
    assert [each for each in found if re.match(r"(https?:)?//", each)] == []
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [each for each in styles if re.search(r"(url\(|@import)[\"' ]*(https?:)?//", each)] == []


def listed(entries: list[object]) -> Iterator[str]:
    """Yield the pages of a part of the navigation, in order."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            for value in entry.values():
                yield from listed(value if isinstance(value, list) else [value])


def test_every_page_is_in_the_navigation_once() -> None:
    pages = [name_of(page) for page in PAGES]
    # Their index has them.
    pages = [page for page in pages if not re.match(r"decisions/\d", page)]
    assert sorted(listed(CONFIG["nav"])) == sorted(pages)
