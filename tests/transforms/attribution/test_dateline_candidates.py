"""Candidates of datelines: how far into a line a dateline and its date may reach."""

import re

import pytest
from hypothesis import given

from tests.lines import LINES
from transforms.attribution.dateline_candidates import (
    _BEGINNING,
    _FORM,
    _LIST,
    SHORTEST_REPORT,
    START_CHARS,
    _may_begin,
    bracket_words,
    find_candidate,
)
from transforms.dates.publication_date import date_span
from transforms.gazetteer.lookup import is_dateline_prefix
from transforms.text.letter_variants import LETTER

REPORT = "گلیوں میں پانی کھڑا ہے اور بچے کاغذ کی ناؤ چلا رہے ہیں۔"


@pytest.mark.parametrize(("end", "bracket"), [(120, "اے پی پی"), (121, None)])
def test_a_dateline_ends_in_the_first_120_characters(end: int, bracket: str | None) -> None:
    places = "لاہور، "
    dateline = places + "۔" * (end - len(places) - len("(اے پی پی)")) + "(اے پی پی)"
    assert len(dateline) == end
    candidate = find_candidate(f"{dateline}{REPORT}", "")
    assert candidate is not None
    assert candidate.bracket == bracket


@pytest.mark.parametrize(("end", "is_dated"), [(80, True), (81, False)])
def test_a_date_ends_in_the_first_eighty_characters(end: int, *, is_dated: bool) -> None:
    date = "7 مارچ 2026"
    line = "لاہور" + "۔" * (end - 5 - len(date)) + date
    assert len(line) == end
    candidate = find_candidate(f"{line} ۔ {REPORT}", "")
    assert candidate is not None
    assert ("2026" not in candidate.rest) == is_dated


def test_a_bracket_is_read_without_its_date() -> None:
    assert bracket_words("پژواک، ۱۶ حوت") == "پژواک"
    assert bracket_words(" پی سی بی ") == "پی سی بی"


def test_places_and_agencies_of_a_list_are_told_apart() -> None:
    candidate = find_candidate(f"لاہور، نور پور / رائٹرز: {REPORT}", "")
    assert candidate is not None
    assert list(candidate.places) == ["لاہور", "نور پور"]
    assert list(candidate.agencies) == ["رائٹرز"]
    assert candidate.place == "لاہور"


# What a line that may begin with a dateline has, written without regard to time.
MARKS = re.compile(r"[:(–—…।/-]|[۔.ـ]{2}|[۔،,]\s?(?:\d|یکم)")


def may_begin(start: str) -> bool:
    if not MARKS.search(start) and len(start) > SHORTEST_REPORT:
        return False
    word = re.search(f"{LETTER}+", start)
    is_name = word is not None and (is_dateline_prefix(word[0]) or re.fullmatch("[A-Z]+", word[0]))
    return "(" in start or re.search(r"\d|یکم", start[:80]) is not None or bool(is_name)


@given(LINES)
def test_a_line_that_the_quick_look_refuses_has_no_mark_or_no_name(line: str) -> None:
    start = line[:START_CHARS]
    assert _may_begin(start) == may_begin(start)


@given(LINES)
def test_a_line_in_the_form_of_a_dateline_begins_with_a_letter(line: str) -> None:
    start = line[:START_CHARS]
    span = date_span(start[:80])
    marked = start[: span[0]] + "⟨⟩" + start[span[1] :] if span else start
    if not _BEGINNING.match(start):
        assert not _FORM.match(marked)


@given(LINES)
def test_places_are_divided_at_their_marks(places: str) -> None:
    assert list(_LIST.split(places)) == _LIST.mark.split(places)
