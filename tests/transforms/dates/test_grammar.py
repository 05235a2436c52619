"""The grammar of dates: which of three numbers is the day, and how far apart its parts stand."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.dates.calendars import GREGORIAN, calendar_of, to_gregorian
from transforms.dates.digits import has_day
from transforms.dates.grammar import (
    _AFTER_WORDS,
    _AFTER_WORDS_WITH_YEAR,
    _HAS_YEAR,
    _NUMBER,
    _NUMBER_AFTER_MARK,
    _NUMERIC,
    _UYGHUR_MONTH,
    _YEAR_DAY,
    _YEAR_FIRST,
    _YEAR_NUMBERS,
    _apart,
    _named_dates,
    _numeric_dates,
    _uyghur_dates,
    find_dates,
)
from transforms.dates.vocabulary import months
from transforms.text.letter_variants import fold_variants


def day_of(text: str) -> str | None:
    """The only date of a text."""
    dates = [str(found.on) for found in find_dates(text)]
    return dates[0] if dates else None


@pytest.mark.parametrize(
    ("numbers", "on"),
    [
        ("12/03/2026", None),
        ("13/03/2026", "2026-03-13"),
        ("03/12/2026", None),
        ("03/13/2026", "2026-03-13"),
        ("03/03/2026", "2026-03-03"),
        ("03.12.2026", "2026-12-03"),
        ("٠٣/١٢/٢٠٢٦", "2026-12-03"),
        ("2026/03/12", "2026-03-12"),
        ("12/03/1404", "2025-06-02"),
    ],
)
def test_of_three_numbers_one_over_twelve_is_the_day(numbers: str, on: str | None) -> None:
    assert day_of(numbers) == on


@pytest.mark.parametrize(("gap", "is_date"), [(4, True), (5, False)])
def test_four_marks_may_stand_between_the_parts_of_a_date(gap: int, *, is_date: bool) -> None:
    assert (day_of(f"7{' ' * gap}مارچ 2026") is not None) == is_date
    assert (day_of(f"7 مارچ{' ' * gap}2026") is not None) == is_date


@pytest.mark.parametrize(("gap", "is_date"), [(6, True), (7, False)])
def test_six_spaces_may_stand_between_the_longest_month_and_its_day(
    gap: int, *, is_date: bool
) -> None:
    longest = max((name for name, _, _ in months()), key=len)
    assert (day_of(f"{longest}{' ' * gap}7, 2026") is not None) == is_date


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("12 كانون 2 2022", "2022-01-12"),
        ("5 تشرين 1 2021", "2021-10-05"),
        ("5 تشرين 2، 2021", "2021-11-05"),
        ("تشرين 2 5, 2021", "2021-11-05"),
        ("10 كانون 1 2021", "2021-12-10"),
        ("الخميس 4 ت2 2021", "2021-11-04"),
        ("3 ك1 2021 12:30", "2021-12-03"),
        ("12 كانون ثاني 2022", "2022-01-12"),
        ("5 تشرين أول 2021", "2021-10-05"),
        ("5 تشرين 3 2021", None),
        ("5 تشرين 2021", None),
        ("5 كانون 20 2021", None),
        ("7 مارس 2", None),
    ],
)
def test_months_of_the_levant_may_have_a_number(line: str, on: str | None) -> None:
    assert day_of(line) == on


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("2021-يىلى 3-ئاينىڭ 5-كۈنى", "2021-03-05"),
        ("2021-يىل 3-ئاي 5-كۈن", "2021-03-05"),
        ("2021 يىلى 12 ئاينىڭ 5 كۈنى", "2021-12-05"),
        ("2021-يىلى 5-مارت", "2021-03-05"),
        ("2021 5-مارت، جۈمە", "2021-03-05"),
        ("5-مارت، 2021", "2021-03-05"),
        ("2021-يىلى 3-ئاي", None),
        ("2021-يىلى 13-ئاينىڭ 5-كۈنى", None),
        ("2019 5-مارت 2021", "2021-03-05"),
    ],
)
def test_a_uyghur_date_has_the_year_first_and_hyphens(line: str, on: str | None) -> None:
    assert day_of(line) == on


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("د ۲۰۲۶ کال د مارچ میاشتې په ۷مه", "2026-03-07"),
        ("د ۲۰۲۶ د مارچ په ۷ مه نېټه", "2026-03-07"),
        ("د مارچ 7 مه 2026", "2026-03-07"),
        ("د ۱۴۰۴ کال د سلواغې ۷مه", "2026-01-27"),
        ("د ۱۴۰۴ د تلې په ۷ مه", "2025-09-29"),
        ("۷ مه ۲۰۲۶", "2026-05-07"),
    ],
)
def test_the_ending_of_a_pashto_day_is_not_may(line: str, on: str) -> None:
    assert day_of(line) == on


@pytest.mark.parametrize("line", ["کابل ۷مه", "کابل ۷ مه", "د پسرلي ۷ مه"])
def test_may_in_persian_needs_a_year(line: str) -> None:
    assert find_dates(line, date(2026, 6, 1)) == ()
    assert find_dates("۷ می", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("line", "on", "first"),
    [
        ("05/03/2021", None, "2021-03-05"),
        ("جمعہ 05/03/2021", "2021-03-05", "2021-03-05"),
        ("05/03/2021 (Monday)", "2021-05-03", "2021-05-03"),
        ("اتوار، 05/03/2021", None, None),
        ("25/03/2021", "2021-03-25", "2021-03-25"),
        ("03/25/2021", "2021-03-25", "2021-03-25"),
        ("2021/05/03", "2021-05-03", "2021-05-03"),
    ],
)
def test_a_weekday_or_the_language_says_which_of_three_numbers_is_the_day(
    line: str, on: str | None, first: str | None
) -> None:
    assert day_of(line) == on
    found = find_dates(line, is_day_first=True)
    assert (str(found[0].on) if found else None) == first


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("12 شعبان 1447ھ", "2026-01-31"),
        ("جمعرات 12 شعبان 1447ھ", "2026-01-29"),
        ("جمعہ 12 شعبان 1447ھ", "2026-01-30"),
        ("ہفتہ 12 شعبان 1447ھ", "2026-01-31"),
        ("12 شعبان 1447ھ، اتوار", "2026-02-01"),
        ("پیر، 12/08/1447", "2026-02-02"),
        ("منگل 12 شعبان 1447ھ", "2026-01-31"),
        ("۱۲ بهمن ۱۴۰۴، جمعه", "2026-02-01"),
    ],
)
def test_a_hijri_day_is_on_the_weekday_beside_it_if_that_is_up_to_two_days_away(
    line: str, on: str
) -> None:
    assert day_of(line) == on


def test_two_dates_without_a_space_between_them_are_two() -> None:
    assert len(find_dates("7 مارچ 2026ء8 مارچ 2026")) == 2


@pytest.mark.parametrize(
    ("year", "calendar"),
    [
        (1899, "hijri"),
        (1900, "gregorian"),
        (2100, "gregorian"),
        (2101, "hijri"),
        (1415, "jalali"),
        (1416, "hijri"),
    ],
)
def test_a_year_is_of_the_calendar_in_which_it_is_news(year: int, calendar: str) -> None:
    assert calendar_of(year) == calendar


@pytest.mark.parametrize(
    ("calendar", "first", "last"),
    [(GREGORIAN, 1900, 2100), ("jalali", 1300, 1499), ("hijri", 1343, 1500)],
)
def test_a_year_of_news_is_in_a_range(calendar: str, first: int, last: int) -> None:
    assert to_gregorian(calendar, first, 1, 1) < to_gregorian(calendar, last, 1, 1)
    for year in (first - 1, last + 1):
        with pytest.raises(ValueError, match="no year of news"):
            to_gregorian(calendar, year, 1, 1)


@pytest.mark.parametrize(
    ("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 32), (7, 31), (11, 31), (12, 30)]
)
def test_no_other_month_and_day_is_a_jalali_date(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no such day"):
        to_gregorian("jalali", 1404, month, day)


def test_the_last_days_of_jalali_months_are_dates() -> None:
    assert to_gregorian("jalali", 1404, 6, 31) == date(2025, 9, 22)
    assert to_gregorian("jalali", 1404, 7, 1) == date(2025, 9, 23)
    assert to_gregorian("jalali", 1404, 12, 29) == date(2026, 3, 20)


@given(LINES)
def test_what_the_quick_looks_refuse_has_no_such_date(line: str) -> None:
    folded = fold_variants(line)
    for after_words in (_AFTER_WORDS, _AFTER_WORDS_WITH_YEAR):
        has_month = after_words.month.search(folded) is not None
        assert has_month == any(True for _ in after_words.find(folded))
    if not has_day(folded):
        numbered = (_NUMBER, _YEAR_FIRST, _YEAR_DAY, _YEAR_NUMBERS, _NUMERIC)
        assert not any(pattern.search(folded) for pattern in numbered)
    if not _NUMBER_AFTER_MARK.search(folded):
        assert not _NUMERIC.search(folded)
    if "-" not in folded:
        assert not _YEAR_DAY.search(folded)
    if _UYGHUR_MONTH not in folded:
        assert not _YEAR_NUMBERS.search(folded)


_PIECES = (
    *("05/03/2026", "13/3/1404", "2026-03-07", "7.3.2026", "12/5/24", "2026", "1447", "۲۰۲۶", "17"),
    *("7", "مارچ", "رمضان", "حوت", "March", "یکم", "جمعہ", " بمطابق ", " سنہ ", "ء", "ھ", "of "),
    *("ئاينىڭ", "كۈنى", " ", " ", " ", "، ", "/", "-", ".", "(", ")"),
)


@given(
    part=LINES | st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    reference=st.sampled_from([None, date(2014, 12, 2)]),
    is_day_first=st.booleans(),
)
@example(part="17 مارچ 2026 (05/03/2026)", reference=None, is_day_first=True)
@example(part="05/03/2026", reference=None, is_day_first=False)
def test_one_search_finds_the_dates_of_either_order(
    *, part: str, reference: date | None, is_day_first: bool
) -> None:
    folded = fold_variants(part)
    has_year = _HAS_YEAR.search(folded) is not None
    found = _named_dates(folded, reference, has_year=has_year) if has_year or reference else []
    if has_year:
        found += [*_numeric_dates(part, folded, is_day_first=is_day_first), *_uyghur_dates(folded)]
    assert find_dates(part, reference, is_day_first=is_day_first) == _apart(folded, found)
