"""Names of months, weekdays and countries against CLDR, which Babel has."""

from collections.abc import Iterator
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date

from transforms.dates.calendars import HIJRI, to_gregorian
from transforms.dates.date_lines import label_of
from transforms.dates.publication_date import find_date, is_date_line
from transforms.dates.vocabulary import COMPANION_WORDS, DATED, PUBLISHED, UPDATED, words
from transforms.gazetteer.lookup import place_name
from transforms.text.normalize import normalize_text

BODY = "\n\nشہر میں آج صبح سے بارش ہو رہی ہے۔"
# Urdu, Persian, Pashto, Arabic of every country whose months differ, Sindhi, Punjabi, Sorani,
# Uyghur, Hindi, Kashmiri and English, each with its countries.
LOCALES = words(
    "ur ur-IN fa fa-AF ps ps-PK ar ar-AE ar-DZ ar-EG ar-IQ ar-JO ar-LB ar-LY ar-MA ar-MR ar-PS"
    " ar-SA ar-SD ar-SY ar-TN sd pa-Arab ckb ckb-IR ug hi ks en en-IN en-PK"
)
# Abbreviations of two letters, which are words and parts of words.
_NO_ABBREVIATIONS = frozenset({"ug"})
# Groups of countries, and codes that are none.
_NO_COUNTRIES = frozenset(words("EU EZ UN QO XA XB ZZ AC CP CQ DG EA IC TA"))


def names(locale: Locale, table: str, number: int) -> Iterator[str]:
    """Yield the full names and the abbreviations of a month or a weekday."""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            if width == "wide" or str(locale) not in _NO_ABBREVIATIONS:
                yield normalize_text(getattr(locale, table)[context][width][number])


@pytest.mark.parametrize("code", [*LOCALES])
def test_every_month_is_found_in_a_date_line(code: str) -> None:
    for month in range(1, 13):
        for name in names(Locale.parse(code, sep="-"), "months", month):
            for line in (f"7 {name} 2026", f"{name} 7, 2026", f"7 {name}، 2026"):
                found = find_date(f"نئی خبر\n{line}{BODY}").published_on
                assert found == date(2026, month, 7), line


@pytest.mark.parametrize("code", [*LOCALES])
def test_a_date_is_read_as_its_locale_writes_it(code: str) -> None:
    for month in range(1, 13):
        for form in ("full", "long", "medium"):
            on = date(2026, month, 7)
            line = normalize_text(format_date(on, form, locale=Locale.parse(code, sep="-")))
            assert find_date(f"نئی خبر\n{line}{BODY}").published_on == on, line


@pytest.mark.parametrize("code", [*LOCALES])
def test_every_weekday_is_found_in_a_date_line(code: str) -> None:
    for weekday in range(7):
        for name in names(Locale.parse(code, sep="-"), "days", weekday):
            assert is_date_line(f"{name}، 7 مارچ 2026"), name
            assert is_date_line(f"7 March 2026 ({name})"), name


def countries(locale: Locale) -> list[str]:
    """The names of countries and territories in a locale."""
    named = {str(code): str(name) for code, name in locale.territories.items()}
    codes = [code for code in named if len(code) == 2 and code not in _NO_COUNTRIES]
    return [normalize_text(named[code]) for code in codes]


@pytest.mark.parametrize("code", [*LOCALES])
def test_every_country_has_its_english_name(code: str) -> None:
    unknown = [name for name in countries(Locale.parse(code, sep="-")) if place_name(name) is None]
    assert not unknown


@pytest.mark.parametrize("code", [*LOCALES])
def test_every_country_without_marks_and_small_words_may_stand_beside_a_date(code: str) -> None:
    for name in countries(Locale.parse(code, sep="-")):
        parts = name.split()
        if all(map(str.isalpha, parts)) and set(parts).isdisjoint(words(COMPANION_WORDS)):
            assert is_date_line(f"{name}، 7 مارچ 2026"), name


@pytest.mark.parametrize(
    ("row", "label"), [(DATED, "published"), (PUBLISHED, "published"), (UPDATED, "updated")]
)
def test_every_label_is_one(row: str, label: str) -> None:
    for phrase in row.split("|"):
        assert label_of(phrase) == label, phrase


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("12ی خاکەلێوەی 1403", date(2024, 3, 31)),
        ("5 گوڵان 1403", date(2024, 4, 24)),
        ("1ی ڕەشەمەی 1403", date(2025, 2, 19)),
        ("7ی کانوونی دووەمی 2026", date(2026, 1, 7)),
        ("7ی مایسی 2026", date(2026, 5, 7)),
        ("7 سپټمبر 2026", date(2026, 9, 7)),
        ("7 اکټوبر 2026", date(2026, 10, 7)),
        ("7 ډسمبر 2026", date(2026, 12, 7)),
        ("یوم السبت 7 مارس 2026", date(2026, 3, 7)),
    ],
)
def test_names_that_cldr_lacks_and_newsrooms_use(line: str, on: date) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}").published_on == on


@pytest.mark.parametrize(
    ("month", "names_of_month"),
    [
        (1, "محرم|المحرم|محرم الحرام"),
        (2, "صفر|صفر المظفر"),
        (3, "ربيع الأول|ربیع‌الاول|ربیع الاول"),
        (4, "ربيع الآخر|ربیع‌الثانی|ربيع الثاني|ربیع الاخر"),
        (5, "جمادى الأولى|جمادی‌الاول|جمادی الاولیٰ"),
        (6, "جمادى الآخرة|جمادی‌الثانی|جمادى الثانية|جمادی الثانیہ|جمادی الاخر"),
        (7, "رجب|رجب المرجب"),
        (8, "شعبان|شعبان المعظم"),
        (9, "رمضان|رمضان المبارک|شهر رمضان"),
        (10, "شوال|شوال المکرم|شوال المعظم"),
        (11, "ذو القعدة|ذوالقعدہ|ذی‌القعده|ذي القعدة|ذیقعده"),
        (12, "ذو الحجة|ذوالحجہ|ذی‌الحجه|ذي الحجة|ذیحجه"),
    ],
)
def test_every_hijri_month_is_found_as_arabic_persian_and_urdu_write_it(
    month: int, names_of_month: str
) -> None:
    on = to_gregorian(HIJRI, 1445, month, 5)
    for name in names_of_month.split("|"):
        found = find_date(f"نئی خبر\n{normalize_text(f'5 {name} 1445 هـ')}{BODY}")
        assert (found.published_on, found.date_calendar) == (on, HIJRI), name
