"""The report: complete, self-contained, and true to the warehouse whatever is in it."""

import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows.pages import figures
from flows.pages.report import ReportError, is_up_to_date, write_report
from tests.command import COMMAND_OF_ANYBODY, zakhira
from tests.flows.pages import hostile
from tests.place import Place
from transforms.reject_reasons import RejectReason
from warehouse.database.connection import connect_read_only
from warehouse.storage.folder_store import FolderStore

VOID = {"meta", "link", "input", "br", "hr", "img"}
SECTIONS = (
    "glance", "languages", "time", "publishers", "copies", "quality", "rejects", "runs", "newest",
)  # fmt: skip


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "action"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page_of(place: Place) -> Page:
    path = write_report(FolderStore.at(place.layout.root))
    return Page(path.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("ingested")
def test_the_report_has_every_section_and_needs_nothing_from_elsewhere(place: Place) -> None:
    page = page_of(place)
    assert set(SECTIONS) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.open == []
    assert "script" not in page.tags
    assert {link for link in page.links if not link.startswith("#")} == {"data:,"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_chart_has_a_name_and_a_table_with_its_figures(place: Place) -> None:
    hostile.fill(place)
    place.ingest()
    html = write_report(FolderStore.at(place.layout.root)).read_text(encoding="utf-8")
    charts = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert len(charts) == 5
    for chart in charts:
        assert re.search(r'<svg role="img" aria-label="Chart: .+?"', chart)
        assert "<figcaption>" in chart
    for section in html.split("<section")[1:]:
        assert "</figure>" not in section or "<table" in section.rpartition("</figure>")[2]


def test_figures_are_those_of_the_views(place: Place) -> None:
    hostile.fill(place)
    place.ingest()
    page = page_of(place)
    ((documents, words),) = place.ask(
        "select sum(documents), sum(words)::bigint from corpus_overview"
    )
    assert f"Documents {documents} " in page.text
    assert f"Words {words:,} " in page.text
    assert "Copies 1 " in page.text
    assert "1 raw file has no document" in page.text


def test_a_publisher_whose_text_is_only_in_the_file_of_another_is_still_there(place: Place) -> None:
    story = "A bridge of wood\n\nThe council has built a bridge of wood over the river."
    first = place.put("early/a.txt", story)
    place.ingest()
    place.put("late/a.txt", story)
    place.ingest()
    first.unlink()
    place.ingest()
    with connect_read_only(place.layout.published) as connection:
        rows = figures.read_figures(connection)["publishers"]
    shown = [
        (row["publisher"], row["documents"], row["files"], row["copies"])
        for row in rows
        if row["publisher"]
    ]
    assert shown == [("early", 1, 0, 0), ("late", 0, 1, 1)]


def test_a_warehouse_without_documents_has_a_report(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.put("paper/empty.txt", "")
    place.ingest(error_budget=1)
    page = page_of(place)
    assert "No documents yet." in page.text
    assert "Rejected 1 " in page.text


def test_what_texts_and_names_bring_stays_text(place: Place) -> None:
    hostile.fill(place)
    place.ingest()
    html = write_report(FolderStore.at(place.layout.root)).read_text(encoding="utf-8")
    page = Page(html)
    assert {"script", "img", "b"}.isdisjoint(page.tags)
    assert hostile.SCRIPT in page.text
    assert "\u202e" not in html
    assert "\\u202ereversed" in page.text
    assert hostile.LONG_WORD[:200] in page.text
    assert hostile.LONG_WORD[:201] not in page.text


def test_a_title_has_its_language_and_direction(place: Place) -> None:
    hostile.fill(place)
    place.ingest()
    html = write_report(FolderStore.at(place.layout.root)).read_text(encoding="utf-8")
    assert f'<bdi lang="ur" dir="rtl">{hostile.URDU}</bdi>' in html


@pytest.mark.usefixtures("ingested")
def test_the_report_changes_nothing_and_no_check_minds_it(place: Place) -> None:
    before = place.files()
    path = write_report(FolderStore.at(place.layout.root))
    assert path == place.layout.root / "report.html"
    after = place.files()
    del after["report.html"]
    assert after == before
    assert zakhira("check", "--warehouse", str(place.layout.root)).returncode == 0


@pytest.mark.usefixtures("ingested")
def test_a_report_is_out_of_date_once_a_generation_is_published(place: Place) -> None:
    assert not is_up_to_date(place.layout)
    write_report(FolderStore.at(place.layout.root))
    assert is_up_to_date(place.layout)
    place.ingest()
    assert is_up_to_date(place.layout), "nothing had changed"
    place.put("d.txt", "Rain in the hills. It rained all day.")
    place.ingest()
    assert not is_up_to_date(place.layout)


def test_the_command_says_where_the_report_is(place: Place, tmp_path: Path) -> None:
    place.ingest()
    warehouse = ("--warehouse", str(place.layout.root))
    done = zakhira("report", *warehouse)
    assert (done.stdout, done.stderr) == (f"report: {place.layout.root}/report.html\n", "")
    target = tmp_path / "mine.html"
    assert zakhira("report", str(target), *warehouse).stdout == f"report: {target}\n"
    assert target.stat().st_size > 10_000
    (tmp_path / "folder").mkdir()
    done = zakhira("report", str(tmp_path / "folder"), *warehouse)
    assert done.stdout == f"report: {tmp_path}/folder/report.html\n"


@pytest.mark.usefixtures("ingested")
def test_where_nothing_can_be_written_the_message_says_to_name_a_file(place: Place) -> None:
    place.layout.root.chmod(0o555)
    place.layout.root.parent.chmod(0o755)
    warehouse = ("--warehouse", str(place.layout.root))
    done = zakhira("report", *warehouse, command=COMMAND_OF_ANYBODY)
    place.layout.root.chmod(0o755)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Permission denied): name another file, as in: zakhira report" in done.stderr


def test_a_report_takes_the_place_of_no_pipe_and_no_device(place: Place, tmp_path: Path) -> None:
    place.ingest()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ReportError, match="is no file"):
        write_report(FolderStore.at(place.layout.root), pipe)
    assert pipe.is_fifo()


def test_without_a_warehouse_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = zakhira("report", "--warehouse", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "run zakhira ingest first" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("days", "unit"),
    [(0, "day"), (62, "day"), (63, "week"), (430, "week"), (431, "month"), (2196, "month"),
     (2197, "quarter"), (7320, "quarter"), (7321, "year"), (400_000, "year")],
)  # fmt: skip
def test_a_timeline_has_columns_that_can_be_told_apart(days: int, unit: str) -> None:
    first = date(1, 1, 1)
    assert figures.unit_of(first, date.fromordinal(first.toordinal() + days)) == unit


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "year"])
def test_a_period_ends_where_the_next_begins(unit: str) -> None:
    begins = {"day": date(2028, 2, 29), "week": date(2028, 2, 28), "month": date(2028, 2, 1)}
    first = begins.get(unit, date(2028, 1, 1))
    ends = {
        "day": date(2028, 3, 1), "week": date(2028, 3, 6), "month": date(2028, 3, 1),
        "quarter": date(2028, 4, 1), "year": date(2029, 1, 1),
    }  # fmt: skip
    assert figures.end_of(first, unit) == ends[unit]


def test_every_reject_reason_is_explained() -> None:
    assert set(figures.REJECT_REASONS) == set(RejectReason)
