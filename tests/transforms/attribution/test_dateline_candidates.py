"""Candidates of datelines: how far into a line a dateline and its date may reach."""

import pytest

from transforms.attribution.dateline_candidates import bracket_words, find_candidate

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
    assert candidate.places == ["لاہور", "نور پور"]
    assert candidate.agencies == ["رائٹرز"]
    assert candidate.place == "لاہور"
