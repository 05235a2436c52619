"""Charts: drawn of the figures, the same everywhere, with no letter that is markup."""

import subprocess
import sys
from datetime import date
from xml.etree import ElementTree as ET

from flows.pages import charts
from flows.pages.figures import Timeline
from tests.command import environment_of_nobody

HOSTILE = '<script>"&\u202e'
ROWS = [
    {"period": date(2026, month, 1), "dated_by": kind, "language": tag, "documents": month}
    for month in (1, 2, 3)
    for kind, tag in (("published", "ur"), ("seen", "fa"))
]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def test_a_chart_is_xml_with_texts_escaped() -> None:
    rows = [{"publisher": HOSTILE, "language": HOSTILE, "documents": 3}]
    svg = charts.publishers_chart(rows)
    texts = [element.text for element in parsed(svg).iter() if element.text]
    assert '<script>"&\\u202e' in texts
    assert "style=" not in svg, "the explorer's policy allows no style of its own"


def test_colors_and_faces_are_those_of_the_page() -> None:
    svg = charts.dates_chart(Timeline("month", ROWS, 0))
    painted = {
        element.get(name)
        for element in parsed(svg).iter()
        for name in ("fill", "stroke", "font-family")
    }
    named = {value for value in painted if value not in {None, "none", "transparent"}}
    assert all(str(value).startswith("var(--") for value in named), named


def test_nothing_makes_no_chart() -> None:
    nothing = Timeline("day", [], 0)
    assert not charts.languages_chart([])
    assert not charts.dates_chart(nothing)
    assert not charts.languages_over_time_chart(nothing)
    assert not charts.publishers_chart([])
    assert not charts.copies_chart([])


def test_counts_on_an_axis_are_whole_numbers_as_people_write_them() -> None:
    rows = [{"publisher": "paper", "language": "ur", "documents": 1500}]
    for svg in (
        charts.languages_chart(rows),
        charts.publishers_chart(rows),
        charts.dates_chart(
            Timeline("day", [{**ROWS[0], "documents": 1500}, {**ROWS[2], "documents": 2}], 0)
        ),
    ):
        assert "1,500" in [element.text for element in parsed(svg).iter()]


def test_a_single_day_is_not_divided_into_hours() -> None:
    svg = charts.dates_chart(Timeline("day", ROWS[:1], 0))
    texts = [element.text or "" for element in parsed(svg).iter()]
    assert [text for text in texts if text.endswith(("AM", "PM"))] == []
    assert {"2026", "Fri 02"} <= set(texts)


def test_a_column_stands_at_its_day_in_every_time_zone() -> None:
    draw = (
        "from tests.flows.pages.test_charts import *;"
        "print(charts.dates_chart(Timeline('month', ROWS, 0)))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", draw],
            env=environment_of_nobody(TZ=zone),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")
    }
    assert len(drawn) == 1
