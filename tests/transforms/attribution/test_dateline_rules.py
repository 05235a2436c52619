"""Rules of datelines: which rule a line falls to, and how long a place or a bracket may be."""

import pytest

from transforms.attribution.dateline_candidates import find_candidate
from transforms.attribution.dateline_rules import DATELINE_RULES
from transforms.rules import first_rule

REPORT = "گلیوں میں پانی کھڑا ہے اور بچے کاغذ کی ناؤ چلا رہے ہیں۔"


def fall(line: str) -> tuple[str | None, str | None]:
    """The name of the rule that a line falls to, and the agency it reads."""
    candidate = find_candidate(line, "")
    rule = first_rule(DATELINE_RULES, candidate) if candidate else None
    if candidate is None or rule is None:
        return None, None
    return rule.name, rule.answer and rule.answer(candidate)


@pytest.mark.parametrize(
    ("name", "example"), [(rule.name, rule.example) for rule in DATELINE_RULES]
)
def test_every_rule_is_the_first_that_applies_to_its_example(name: str, example: str) -> None:
    assert fall(example)[0] == name


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in DATELINE_RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("line", "name", "agency"),
    [
        ("رويترز: ", "agencies, no place", None),
        ("نور پور (نامہ نگار) ", "place, reporter in a bracket", "نامہ نگار"),
        ("پاکستان (رائٹرز) ", "place, reporter in a bracket", "رائٹرز"),
        ("لاہور (اے پی پی) کے قریب ", "place, reporter in a bracket", "اے پی پی"),
        ("نور پور (اے پی پی) کے قریب ", "no place, reporter in a bracket", None),
        ("پاکستان کرکٹ بورڈ (پی سی بی) نے ", "sentence around a bracket", None),
        ("نور پور (داتا نگر) ", "unknown place, bracket", None),
        ("نور پور ۔ 7 مارچ (داتا نگر) ", "unknown place, bracket", None),
        ("لاہور 7 مارچ (داتا نگر) ", "place, bracket", "داتا نگر"),
        ("نور پور، لاہور ۔ 7 مارچ (داتا نگر) ", "place, bracket", "داتا نگر"),
        ("لاہور (صبح سات) ", "place, bracket", "صبح سات"),
        ("لاہور (کراچی) ", "place, bracket", None),
        ("لاہور ۔ 7 مارچ ۔ ", "place, date", None),
        ("لاہور ۔ 7 مارچ ۔ رائٹرز: ", "place, date", "رائٹرز"),
        ("دمشق-سانا ", "known place, agency", "سانا"),
        ("لاہور: ", "known place, mark", None),
        ("القاهرة - رويترز - ", "known place, mark", "رويترز"),
        ("Lahore - Reuters - ", "known place, mark", "Reuters"),
        ("LAHORE - ", "known place, mark", None),
        ("Lahore - ", None, None),
        ("NOORPUR: ", None, None),
        ("THE END — ", None, None),
        ("لاہور - کراچی موٹروے - ", None, None),
        ("سوال: ", None, None),
        ("لاہور۔ ", None, None),
    ],
)
def test_a_line_falls_to_the_rule_that_names_its_form(
    line: str, name: str | None, agency: str | None
) -> None:
    assert fall(line + REPORT) == (name, agency)


@pytest.mark.parametrize(
    ("place", "is_place"), [("نور پور کلاں", True), ("نور پور کلاں جدید", False)]
)
def test_an_unknown_place_has_three_words_at_most(place: str, *, is_place: bool) -> None:
    rule = "place, reporter in a bracket" if is_place else "no place, reporter in a bracket"
    assert fall(f"{place} (نامہ نگار) {REPORT}")[0] == rule


@pytest.mark.parametrize(
    ("bracket", "rule"),
    [
        ("نیا شہر پرانا باغ سبز", "place, bracket"),
        ("نیا شہر پرانا باغ سبز میدان", "place, phrase in a bracket"),
    ],
)
def test_a_bracket_that_names_no_reporter_has_five_words_at_most(bracket: str, rule: str) -> None:
    assert fall(f"لاہور ({bracket}) {REPORT}")[0] == rule


@pytest.mark.parametrize("agency", ["پاک فوج کے شعبہ تعلقات عامہ", "ایسوسی ایٹڈ پریس آف پاکستان"])
def test_a_report_may_begin_with_an_agency_of_six_words(agency: str) -> None:
    assert fall(f"لاہور: {agency} - {REPORT}") == ("known place, mark", agency)


@pytest.mark.parametrize(
    ("start", "agency"),
    [
        ("پشاور (پی ٹی آئی) ", None),
        ("پشاور: پی ٹی آئی - ", None),
        ("پشاور/پی ٹی آئی: ", None),
        ("نور پور (پی ٹی آئی) ", "پی ٹی آئی"),
        ("نئی دہلی (پی ٹی آئی) ", "پی ٹی آئی"),
        ("نئی دہلی: پی ٹی آئی - ", "پی ٹی آئی"),
        ("اسلام آباد ۔ 7 مارچ (پی ٹی آئی) ", "پی ٹی آئی"),
    ],
)
def test_the_indian_agency_files_from_abroad_or_with_a_date(start: str, agency: str | None) -> None:
    assert fall(f"{start}{REPORT}")[1] == agency


@pytest.mark.parametrize(("mark", "agency"), [(" - ", "ڈان"), ("", None)])
def test_an_agency_that_is_a_word_too_needs_a_mark_after_it(mark: str, agency: str | None) -> None:
    assert fall(f"لاہور: ڈان{mark} {REPORT}")[1] == agency


@pytest.mark.parametrize(("city", "is_road"), [("رحیم یار خان", True), ("نیا یار خان", False)])
def test_a_city_of_three_words_after_a_city_is_the_end_of_a_road(
    city: str, *, is_road: bool
) -> None:
    assert fall(f"لاہور - {city} موٹروے پر کام شروع ہو گیا ہے: {REPORT}")[0] == (
        None if is_road else "known place, mark"
    )
