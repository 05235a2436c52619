"""Dates of datelines: which rule what stands around a date falls to."""

import pytest

from transforms.dates.dateline_dates import DATELINE_DATE_RULES, is_dateline, read_context
from transforms.rules import first_rule


def fall(line: str) -> str | None:
    """The name of the rule that a line with the date ⟨⟩ falls to."""
    before, after = line.split("⟨⟩")
    rule = first_rule(DATELINE_DATE_RULES, read_context(before, after))
    assert is_dateline(before, after) == (rule is not None and rule.answer)
    return rule.name if rule else None


@pytest.mark.parametrize(
    ("name", "example"), [(rule.name, rule.example) for rule in DATELINE_DATE_RULES]
)
def test_every_rule_is_the_first_that_applies_to_its_example(name: str, example: str) -> None:
    assert fall(example) == name


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in DATELINE_DATE_RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("۔ ⟨⟩ ۔ شہر", "no place"),
        ("نور پور 12 ۔ ⟨⟩ ۔ شہر", "no place"),
        ("نور پور (نامہ نگار، ⟨⟩) شہر", "place (reporter, date)"),
        ("عدالت میں (نامہ نگار، ⟨⟩) شہر", "date in a bracket"),
        ("لاہور (اردو پوائنٹ ۔ ⟨⟩ کو) شہر", "date in a bracket"),
        ("المنامة في ⟨⟩ / بنا / هطلت", "place, date (reporter)"),
        ("لاہور میں ⟨⟩ (رائٹرز) شہر", "sentence, date (reporter)"),
        ("لاہور ۔ ⟨⟩ (ہفتہ) کو میلہ", None),
        ("لاہور ۔ ⟨⟩ / ہفتہ / شہر", "date (words)"),
        ("نور پور ۔ ⟨⟩ (ہفتہ) شہر", "date (words)"),
        ("کراچی ⟨⟩ ۔ شہر", "known place, date, mark"),
        ("لاہور، ⟨⟩، رائٹرز شہر", "known place, date, agency"),
        ("کراچی ⟨⟩ کو بند", None),
        ("NOORPUR, ⟨⟩ - rain", "place, mark, date, mark"),
        ("Noorpur, ⟨⟩ - rain", None),
        ("بڑا زلزلہ، ⟨⟩: شہر", None),
        ("نور پور ۔ ⟨⟩ شہر", None),
        ("شہر میں ۔ ⟨⟩ ۔ بارش", None),
    ],
)
def test_a_line_falls_to_the_rule_that_names_its_form(line: str, name: str | None) -> None:
    assert fall(line) == name


@pytest.mark.parametrize(("length", "is_place"), [(60, True), (61, False)])
def test_a_place_has_sixty_characters_at_most(length: int, *, is_place: bool) -> None:
    place = ("نور پور " * 9)[: length - 1] + "ا"
    assert fall(f"{place} ۔ ⟨⟩ ۔ شہر") == ("place, mark, date, mark" if is_place else "no place")


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("بی بی سی", "known place, date, agency"),
        ("ایسوسی ایٹڈ پریس", "known place, date, agency"),
        ("آئی ایس پی آر", None),
    ],
)
def test_an_agency_after_a_date_has_three_words_at_most(agency: str, name: str | None) -> None:
    assert fall(f"لاہور، ⟨⟩، {agency} شہر") == name
