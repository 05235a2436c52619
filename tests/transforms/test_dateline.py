"""Datelines and credits: every form as it is met, and what looks like one and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dateline import read_dateline
from transforms.names import AGENCIES, PLACES
from transforms.normalization import canonical_form

REPORT = "شہر میں آج صبح سے تیز بارش ہو رہی ہے اور نشیبی علاقوں میں پانی کھڑا ہے۔"


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("اسلام آباد ۔ 7 مارچ (اے پی پی) ", "اسلام آباد", "اے پی پی"),
        ("اسلام آباد ۔07مارچ(اے پی پی)", "اسلام آباد", "اے پی پی"),
        ("کوئٹہ۔یکم مارچ (اے پی پی ) ", "کوئٹہ", "اے پی پی"),
        ("نور پور ۔ 7 مارچ (اے پی پی) ", "نور پور", "اے پی پی"),
        ("لاہور(مانیٹرنگ ڈیسک) ", "لاہور", "مانیٹرنگ ڈیسک"),
        ("نور پور (نامہ نگار) ", "نور پور", "نامہ نگار"),
        ("ماسکو: ", "ماسکو", None),
        ("ماسکو :", "ماسکو", None),
        ("لندن۔۔۔۔۔ ", "لندن", None),
        ("گلگت — ", "گلگت", None),
        ("کراچی (فائل فوٹو) ", "کراچی", None),
        ("کوئٹہ/ اسلام آباد (آن لائن) ", "کوئٹہ/ اسلام آباد", "آن لائن"),
        ("لاہور، کراچی (نیوز ایجنسیاں) ", "لاہور، کراچی", "نیوز ایجنسیاں"),
        ("SKARDU — ", "SKARDU", None),
        ("LONDON (Reuters) - ", "LONDON", "Reuters"),
    ],
)
def test_a_dateline_gives_place_and_agency_as_written(line: str, place: str, agency: str | None) -> None:
    found = read_dateline(f"نئی خبر\n\n{line}{REPORT}")
    assert (found.dateline_place, found.agency) == (place, agency)


@pytest.mark.parametrize(
    "line",
    [
        "پاکستان کرکٹ بورڈ (پی سی بی) نے کہا ہے کہ " + REPORT,
        "انھوں نے کہا: " + REPORT,
        "سوال: " + REPORT,
        "نوٹ: " + REPORT,
        "مزید پڑھیں: " + REPORT,
        "ماسکو: بارش",
        "لاہور میں بارش ہوئی۔ " + REPORT,
        "لاہور۔ " + REPORT,
        "وزیر اعظم — " + REPORT,
        "THE END: " + "it rained all day in the north of the city",
    ],
)
def test_what_looks_like_a_dateline_is_none(line: str) -> None:
    assert read_dateline("نئی خبر\n\n" + line).dateline_place is None


def test_a_headline_that_begins_with_a_place_is_no_dateline() -> None:
    assert read_dateline("لاہور: شہر میں آج صبح سے تیز بارش، نشیبی علاقے ڈوب گئے\n\n" + REPORT).dateline_place is None


@pytest.mark.parametrize(
    ("sentence", "agency", "name"),
    [
        ("تسنیم خبر رساں ادارے کی رپورٹ کے مطابق، شہر میں بارش ہوئی۔", "تسنیم", "Tasnim"),
        ("خبر رساں ادارے رائٹرز کے مطابق شہر میں بارش ہوئی۔", "رائٹرز", "Reuters"),
        ("خبر رساں ایجنسی روئٹرز کی رپورٹ کے مطابق شہر میں بارش ہوئی۔", "روئٹرز", "Reuters"),
        ("باغی ٹی وی :شہر میں بارش ہوئی۔", "باغی ٹی وی", "Baaghi TV"),
        ("کھلاڑیوں کے کارنامے: شہر میں بارش ہوئی۔", None, None),
        ("ایک مقامی خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("برطانوی خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("کوہسار خبر رساں ادارے کی رپورٹ کے مطابق شہر میں بارش ہوئی۔", "کوہسار", None),
        ("دریا نیوز :ٹیم لاہور پہنچ گئی ہے۔", "دریا نیوز", None),
    ],
)
def test_a_credit_in_the_first_sentences_names_the_agency(
    sentence: str, agency: str | None, name: str | None
) -> None:
    found = read_dateline(f"نئی خبر\n\n{sentence} {REPORT}")
    assert (found.agency, found.agency_name) == (agency, name)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("خبرنگار کاشانی", "کاشانی"),
        ("رپورٹ: سعدیہ ترین", "سعدیہ ترین"),
        ("تحریر : نیاز احمد", "نیاز احمد"),
        ("By Jane Doe", "Jane Doe"),
        ("رپورٹ میں کہا گیا ہے", None),
        ("By 7 March 2026", None),
    ],
)
def test_a_credit_on_a_line_of_its_own_names_the_reporter(line: str, byline: str | None) -> None:
    assert read_dateline(f"نئی خبر\n\n{REPORT}\n\n{line}").byline == byline


@pytest.mark.parametrize(
    ("one", "other"),
    [("سری نگر", "سرینگر"), ("نیویارک", "نیو یارک"), ("ڈھاکہ", "ڈھاکا"), ("اسلام آباد", "اسلام ا\u0653باد")],
)
def test_spellings_of_a_place_have_one_name(one: str, other: str) -> None:
    names = {read_dateline(f"نئی خبر\n\n{place} (اے پی پی) {REPORT}").dateline_place_name for place in (one, other)}
    assert len(names) == 1
    assert None not in names


@pytest.mark.parametrize("table", [PLACES, AGENCIES])
def test_no_spelling_of_the_tables_has_two_names(table: dict[str, str]) -> None:
    owners: dict[str, str] = {}
    for name, spellings in table.items():
        for spelling in spellings.split("|"):
            assert owners.setdefault(canonical_form(spelling), name) == name, spelling


@given(st.text(st.sampled_from("لاہور کراچی:(اے پی پی)۔ -—\n7مارچ"), max_size=120))
def test_any_text_has_a_dateline_or_none_and_never_more_than_it_says(text: str) -> None:
    found = read_dateline(text)
    for answer in (found.dateline_place, found.agency, found.byline):
        assert answer is None or " ".join(answer.split()) in " ".join(text.split())


def test_a_text_whose_headline_stands_elsewhere_may_begin_with_its_dateline() -> None:
    assert read_dateline("کوئٹہ: " + REPORT + "\n\n" + REPORT, has_headline=False).dateline_place == "کوئٹہ"
