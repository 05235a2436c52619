"""A small grammar of dates in three calendars: find the dates in a part of a line.

A date is found around its numbers: a day with the name of a month after or before it, a year before
both, or digits in a row. `publication_date` decides whether it is a date of publication.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import (
    GREGORIAN,
    HIJRI,
    calendar_of,
    last_such_day,
    to_gregorian,
)
from transforms.dates.digits import has_day
from transforms.dates.vocabulary import (
    CALENDAR_LINKS,
    DATED_IN_WORDS,
    DATED_IN_WORDS_WITH_YEAR,
    DAY_WORDS,
    MISSPELT,
    months,
    words,
)
from transforms.dates.weekdays import nearest_on_weekday, weekday_beside
from transforms.gazetteer.rarest_letter import has_any_of
from transforms.text.letter_variants import LETTER, any_of, fold_variants


def _month_names() -> dict[str, tuple[str, int]]:
    """Return calendar and number of each folded name; a Gregorian month wins over another."""
    names = {fold_variants(name): (calendar, number) for name, calendar, number in months()}
    for name in words(MISSPELT):
        for slip in _slips(name):
            names.setdefault(slip, names[name])
    return names


def _slips(name: str) -> Iterator[str]:
    """Yield a name with each letter missing, and with each two exchanged."""
    for index in range(len(name)):
        before, exchanged, after = name[:index], name[index : index + 2][::-1], name[index + 2 :]
        yield before + name[index + 1 :]
        yield before + exchanged + after


_MONTHS = _month_names()
# May in Persian; after the number of a day, the Pashto ending of it: `مارچ 7 مه 2026`.
_ORDINAL = fold_variants("مه")
_DAYS = {
    fold_variants(word): number for row in DAY_WORDS for number, word in enumerate(words(row), 1)
}
# The second words of months, such as Kanun al-Thani, and the Persian word for month.
_SECOND_WORDS = any_of(
    [*(name.split(" ")[1] for name in _MONTHS if " " in name and not name[-1].isdigit()), "ماه"]
)
# The Levant's months with a number, such as Kanun 2.
_NUMBERED_MONTHS = any_of([name for name in _MONTHS if name[-1].isdigit()])

_GAPS = " ,،.۔/؍-"
_GAP = rf"[{_GAPS}]{{0,4}}"
_DAY = r"(?P<day>\d\d?)(?<!\d\d\d)(?:st|nd|rd|th|ST|ND|RD|TH|\s?مہ|ی|ویں)?(?!\d)"
_NAMED_MONTH = rf"{LETTER}+(?:\s(?:{_SECOND_WORDS})(?!{LETTER}))?"
_MONTH = rf"(?P<month>(?:{_NUMBERED_MONTHS})(?!\d|\s?[:/.])|{_NAMED_MONTH})"
# The Levant's name of a month after the other: `مارس/آذار`.
_OTHER_NAME = any_of([name for name in _MONTHS if not name.isascii()])
_AGAIN = rf"(?:\s?/\s?(?:{_OTHER_NAME})(?!{LETTER}))?"
_ERA = rf"(?:ء|\s?(?:ء|ع|م-?|ش|ق|ھ|ہ-?|AD|AH)(?!{LETTER}))?"
_YEAR = rf"(?P<year>[12]\d\d\d)(?<!\d\d\d\d\d)(?!\d){_ERA}"
_OF_YEAR = rf"(?:{_GAP}(?:(?:سنہ|سن|سال|د)\s)?{_YEAR})?"

# A day, and the year after it where the name of its month stands before. Names are many, numbers
# few.
# A program may put the time and its zone between the two: `Mar 07 11:47:00 PKT 2026`.
_CLOCK = r"(?:\s\d\d:\d\d:\d\d\s(?:[A-Z]{2,5}|[+-]\d{4})(?=\s\d{4}))?"
_NUMBER = re.compile(rf"{_DAY}{_CLOCK}{_OF_YEAR}")
_DAY_FIRST = re.compile(rf"{_DAY}{_GAP}(?:of\s|من\s)?(?:شہر\s)?{_MONTH}")
# What may follow the name of a month: nothing must. It stands alone because its names are many.
_YEAR_AFTER = re.compile(rf"{_AGAIN}{_OF_YEAR}")
_YEAR_FIRST = re.compile(
    rf"{_YEAR}(?:\sکال)?(?:\sد)?{_GAP}{_MONTH}(?:\sمیاشتې)?(?:\sپہ)?{_GAP}{_DAY}"
)
# Uyghur has the year first, perhaps with its word, and a hyphen after each number.
_UYGHUR_YEAR = rf"{_YEAR}(?:[\s-]?ییلی?)?[\s،,]{{1,2}}"
_YEAR_DAY = re.compile(rf"{_UYGHUR_YEAR}{_DAY}-{_MONTH}(?!{_GAP}\d{{4}})")
_UYGHUR_MONTH = "ئای"
_YEAR_NUMBERS = re.compile(
    rf"{_UYGHUR_YEAR}(?P<month>\d\d?)[\s-]?{_UYGHUR_MONTH}(?:نیڭ)?"
    rf"\s?(?P<day>\d\d?)(?:[\s-]?کۈنی?)(?!{LETTER})"
)


class _AfterWords(NamedTuple):
    """Months that may have a day in words before them, and a quick look for their names."""

    name: re.Pattern[str]
    month: re.Pattern[str]

    def find(self, folded: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
        """Yield the months of a part of a line, and the years after them, which may be empty."""
        month = self.month.search(folded) if self.name.search(folded) else None
        while month and (year := _YEAR_AFTER.match(folded, month.end())):
            yield month, year
            month = self.month.search(folded, year.end())


def _months_after_words(row: str) -> _AfterWords:
    names = list(map(fold_variants, words(row)))
    month = rf"(?P<month>(?:{any_of(names)})(?:\s(?:{_SECOND_WORDS}))?)"
    return _AfterWords(has_any_of(names), re.compile(rf"{month}(?!{LETTER})"))


_AFTER_WORDS = _months_after_words(DATED_IN_WORDS)
_AFTER_WORDS_WITH_YEAR = _months_after_words(DATED_IN_WORDS_WITH_YEAR)
_LAST_WORDS = re.compile(rf"{LETTER}+(?: {LETTER}+){{0,2}}$")
# Characters of a month's name, and of the marks around it.
_LONGEST_NAME = max(map(len, _MONTHS)) + 6
_OPENING = "([|/؍-:،,.۔"
_NUMERIC = re.compile(
    r"(?<![\d./؍-])(\d{4}|\d{1,2})(\s?[./؍-]\s?)(\d{1,2})\2(\d{4}|\d{1,2})(?!\d|[./؍-]\d)"
)
# What such a date has; most parts have none of it.
_NUMBER_AFTER_MARK = re.compile(r"[./؍-]\s?\d")
_HAS_LETTER = re.compile(LETTER)
_HAS_YEAR = re.compile(r"[12]\d\d\d(?!\d)")
# What stands between one day in two calendars.
_BETWEEN = re.compile(rf"(?:[\s()|/,،.۔-]|(?:{any_of(words(CALENDAR_LINKS))})(?!{LETTER}))*")
_CACHED_PARTS = 4_096
_CACHED_WORDS = 4_096


class FoundDate(NamedTuple):
    """A day, the calendar that its text uses, and where it begins and ends."""

    on: date
    calendar: str
    start: int
    end: int


def find_dates(
    part: str, reference: date | None = None, *, is_day_first: bool = False
) -> tuple[FoundDate, ...]:
    """Return the dates of a part of a line, in order.

    One day in two calendars is one date, Gregorian where one of them is. A Hijri date with a
    weekday beside it is the nearest such day: the moon decides. Cached: parts are short,
    and all who look for a title, boilerplate, a date and a dateline ask about the same line.

    Args:
        part: a part of a line.
        reference: the day until which a date without a year is the last such day; without it, such
            dates are left out.
        is_day_first: whether 05/03/2026 without a weekday is the fifth of March; otherwise it is
            left out.

    >>> find_dates("ہفتہ 7 مارچ 2026ء")
    (FoundDate(on=datetime.date(2026, 3, 7), calendar='gregorian', start=5, end=17),)
    >>> dates = find_dates("18 رمضان 1447ھ بمطابق 7 مارچ 2026, 16 اکتوبر")
    >>> [(str(found.on), found.calendar) for found in dates]
    [('2026-03-07', 'gregorian')]
    >>> [str(found.on) for found in find_dates("یکم دسمبر", date(2026, 3, 7))]
    ['2025-12-01']
    """
    dates = _read_dates(part, reference)
    return dates.day_first if is_day_first else dates.certain


class _Dates(NamedTuple):
    """The dates of a part without those of which either number may be the day, and with them."""

    certain: tuple[FoundDate, ...]
    day_first: tuple[FoundDate, ...]


_NO_DATES = _Dates((), ())


@lru_cache(maxsize=_CACHED_PARTS)
def _read_dates(part: str, reference: date | None) -> _Dates:
    folded = fold_variants(part)
    has_year = _HAS_YEAR.search(folded) is not None
    if not has_year and reference is None:
        return _NO_DATES
    if not has_day(folded) and not _months_in_words(has_year=has_year).name.search(folded):
        return _NO_DATES
    found = _named_dates(folded, reference, has_year=has_year)
    if has_year:
        found += _uyghur_dates(folded)
        if _NUMBER_AFTER_MARK.search(folded):
            return _with_numeric_dates(part, folded, found)
    dates = _apart(folded, found)
    return _Dates(dates, dates)


def _with_numeric_dates(part: str, folded: str, found: list[FoundDate]) -> _Dates:
    """Return the dates of a part that may have some of three numbers."""
    certain = list(_numeric_dates(part, folded, is_day_first=False))
    day_first = list(_numeric_dates(part, folded, is_day_first=True))
    dates = _apart(folded, found + certain)
    if certain == day_first:
        return _Dates(dates, dates)
    return _Dates(dates, _apart(folded, found + day_first))


def _apart(folded: str, found: list[FoundDate]) -> tuple[FoundDate, ...]:
    """Return the dates in order, each day once."""
    if not found:
        return ()
    apart = [_by_weekday(folded, one) for one in _drop_overlaps(found)]
    return tuple(_join_calendars(folded, apart))


def _named_dates(folded: str, reference: date | None, *, has_year: bool) -> list[FoundDate]:
    """Return the dates whose month has a name."""
    if not _HAS_LETTER.search(folded):
        return []
    found = [_date_around(folded, number, reference) for number in _NUMBER.finditer(folded)]
    if has_year:
        year_first = _YEAR_FIRST.finditer(folded)
        year_day = _YEAR_DAY.finditer(folded) if "-" in folded else ()
        found += [_date_of(*_day_of(match), match, match.start()) for match in year_first]
        found += [_date_of(*_day_of(match), match, match.start()) for match in year_day]
    months_in_words = _months_in_words(has_year=has_year).find(folded)
    found += [_date_in_words(folded, *match, reference) for match in months_in_words]
    return list(filter(None, found))


def _months_in_words(*, has_year: bool) -> _AfterWords:
    return _AFTER_WORDS_WITH_YEAR if has_year else _AFTER_WORDS


def _by_weekday(folded: str, found: FoundDate) -> FoundDate:
    """Return a date; a Hijri one on the weekday beside it, if that is near."""
    weekday = weekday_beside(folded, found.start, found.end) if found.calendar == HIJRI else None
    if weekday is None:
        return found
    return found._replace(on=nearest_on_weekday(found.on, weekday) or found.on)


def _date_around(folded: str, number: re.Match[str], reference: date | None) -> FoundDate | None:
    """Return the date around the number of a day; its month stands after it or before it."""
    match = _day_before_month(folded, number.start())
    year = _YEAR_AFTER.match(folded, match.end()) if match else None
    if match and year and match["month"] != _ORDINAL:
        return _date_of(*_day_of(match), year, match.start(), reference)
    before = folded[max(0, number.start() - _LONGEST_NAME) : number.start()].rstrip(_GAPS)
    last = before.rsplit(" ", 2)[-2:]
    for name in (" ".join(last), last[-1].lstrip(_OPENING)):
        if _month_of(name):
            start = folded.rindex(name, 0, number.start())
            return _date_of(name, int(number["day"]), number, start, reference)
    return _date_of(*_day_of(match), year, match.start()) if match and year else None


def _day_before_month(folded: str, start: int) -> re.Match[str] | None:
    match = _DAY_FIRST.match(folded, start)
    return match if match and _month_of(match["month"]) else None


def _day_of(match: re.Match[str]) -> tuple[str, int]:
    """Return the name of the month and the number of the day."""
    return match["month"], int(match["day"])


def _date_in_words(
    folded: str, month: re.Match[str], year: re.Match[str], reference: date | None
) -> FoundDate | None:
    """Return the date of a month that has a day in words before it."""
    before = folded[max(0, month.start() - _LONGEST_NAME) : month.start()].rstrip(_GAPS)
    match = _LAST_WORDS.search(before)
    last = match[0].split(" ") if match else []
    for first in range(len(last)):
        day = " ".join(last[first:])
        if day in _DAYS:
            start = folded.rindex(day, 0, month.start())
            return _date_of(month["month"], _DAYS[day], year, start, reference)
    return None


# Cached: the words beside numbers are much the same.
@lru_cache(maxsize=_CACHED_WORDS)
def _month_of(name: str) -> tuple[str, int] | None:
    """Return calendar and number of a month, in any case and with the Persian word for month."""
    return _MONTHS.get(name) or _MONTHS.get(name.lower().removesuffix("ماہ").rstrip())


def is_month(name: str) -> bool:
    """Check whether a word is the name of a month.

    >>> is_month("جولائی"), is_month("نور پور")
    (True, False)
    """
    return _month_of(fold_variants(name)) is not None


def _date_of(
    name: str, day: int, year: re.Match[str], start: int, reference: date | None = None
) -> FoundDate | None:
    """Return the date of the name of a month and a day; a missing year follows from the reference.

    The match has the group `year` and ends with the date.
    """
    month_of_name = _month_of(name)
    if month_of_name is None:
        return None
    calendar, month = month_of_name
    try:
        if year["year"]:
            on = to_gregorian(calendar, int(year["year"]), month, day)
        else:
            on = last_such_day(calendar, month, day, reference)
    except ValueError:
        return None
    return FoundDate(on, calendar, start, year.end())


def _numeric_dates(part: str, folded: str, *, is_day_first: bool) -> Iterator[FoundDate]:
    """Yield the dates of three numbers, if they say which is the day."""
    for match in _NUMERIC.finditer(folded):
        days = _possible_days(*map(int, match.group(1, 3, 4)))
        if len(days) > 1:
            weekday = weekday_beside(folded, *match.span())
            days = [day for day in days if weekday in {None, day[0].weekday()}]
        # Native digits and points stand in dates that begin with the day.
        is_first = is_day_first or "." in match[2] or not part[match.start()].isascii()
        if len(days) == 1 or (days and is_first):
            yield FoundDate(*days[0], *match.span())


def _possible_days(first: int, second: int, third: int) -> list[tuple[date, str]]:
    """Return the days that three numbers may mean, the one with the day first first, and calendars.

    Only Gregorian dates are written with the month first.
    """
    calendar = calendar_of(max(first, third))
    if first > third:
        orders = [(first, second, third)]
    elif calendar == GREGORIAN and first != second:
        orders = [(third, second, first), (third, first, second)]
    else:
        orders = [(third, second, first)]
    return [(on, calendar) for on in _days_of(calendar, orders)]


def _uyghur_dates(folded: str) -> Iterator[FoundDate]:
    """Yield the dates of year, month and day in numbers, each with its word."""
    if _UYGHUR_MONTH not in folded:
        return
    for match in _YEAR_NUMBERS.finditer(folded):
        numbers = tuple(int(match[name]) for name in ("year", "month", "day"))
        for on in _days_of(GREGORIAN, [numbers]):
            yield FoundDate(on, GREGORIAN, *match.span())


def _days_of(calendar: str, numbers: Iterable[tuple[int, ...]]) -> Iterator[date]:
    """Yield the days of years, months and days that there are."""
    for year, month, day in numbers:
        with contextlib.suppress(ValueError):
            yield to_gregorian(calendar, year, month, day)


def _drop_overlaps(found: list[FoundDate]) -> list[FoundDate]:
    """Return the dates in order; of those that overlap the first, and the longest."""
    apart: list[FoundDate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _join_calendars(folded: str, found: list[FoundDate]) -> list[FoundDate]:
    """Return the dates, with neighbours in two calendars as one."""
    joined = found[:1]
    for one in found[1:]:
        last = joined[-1]
        if one.calendar != last.calendar and _BETWEEN.fullmatch(folded, last.end, one.start):
            best = last if last.calendar == GREGORIAN else one
            joined[-1] = best._replace(start=last.start, end=one.end)
        else:
            joined.append(one)
    return joined
