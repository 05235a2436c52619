"""Bylines: where they stand, and how long a name may be."""

import pytest
from hypothesis import given

from tests.lines import LINES
from transforms.attribution.bylines import (
    _may_have_label,
    byline_in_bracket,
    name_on_line,
    person_on_line,
    read_byline,
)

BODY = "گلیوں میں پانی کھڑا ہے۔"


def test_a_byline_stands_in_the_head_or_on_one_of_the_last_five_lines() -> None:
    byline, person = "By Jane Doe", "Jane Doe"
    for before, after in ((1, 20), (7, 20), (20, 0), (20, 4)):
        assert read_byline([*[BODY] * before, byline, *[BODY] * after]) == person
    for before, after in ((0, 20), (8, 20), (20, 5)):
        assert read_byline([*[BODY] * before, byline, *[BODY] * after]) is None


@pytest.mark.parametrize(
    ("name", "is_name"),
    [("Jane Doe and John Roe", True), ("Jane Ann Doe and John Roe", False)],
)
def test_a_person_has_five_words_at_most(name: str, *, is_name: bool) -> None:
    assert person_on_line(f"By {name}") == (name if is_name else None)


@pytest.mark.parametrize(("length", "is_name"), [(41, True), (42, False)])
def test_a_name_has_forty_one_characters_at_most(length: int, *, is_name: bool) -> None:
    name = "N N" + "n" * (length - 3)
    assert person_on_line(f"By {name}") == (name if is_name else None)


@pytest.mark.parametrize(
    "name",
    [
        "jane doe",
        "Jane doe",
        "Monday",
        "March",
        "Web Desk",
        "the end of the day",
        "خصوصی",
        "Popular Demand",
        "Appointment Only",
        "Law",
    ],
)
def test_what_no_person_is_called_is_none(name: str) -> None:
    assert person_on_line(f"By: {name}") is None


def test_a_bracket_names_a_person_with_a_label_only() -> None:
    assert byline_in_bracket("رپورٹ: شمع خان") == "شمع خان"
    assert byline_in_bracket("نامہ نگار شمع خان") is None


def test_a_noun_may_be_a_family_s_name() -> None:
    assert person_on_line("By Jane Law") == "Jane Law"


@given(LINES)
def test_a_line_that_the_quick_look_refuses_has_no_label(line: str) -> None:
    if not _may_have_label(line):
        assert name_on_line(line) is None
