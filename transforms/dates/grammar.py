"""A small grammar of dates in three calendars: find the dates in a part of a line.

A date is found around its numbers: a day with the name of a month after or before it, a year before
both, or digits in a row. `publication_date` decides whether it is a date of publication.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import GREGORIAN, calendar_of, last_such_day, to_gregorian
from transforms.dates.vocabulary import (
    CALENDAR_LINKS,
    DATED_IN_WORDS,
    DATED_IN_WORDS_WITH_YEAR,
    DAY_WORDS,
    MISSPELT,
    months,
    words,
)
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
_DAYS = {
    fold_variants(word): number for row in DAY_WORDS for number, word in enumerate(words(row), 1)
}
# The second words of months, such as Kanun al-Thani, and the Persian word for month.
_SECOND_WORDS = any_of([*(name.split(" ")[1] for name in _MONTHS if " " in name), "ماه"])

_GAPS = " ,،.۔/-"
_GAP = rf"[{_GAPS}]{{0,4}}"
_DAY = r"(?P<day>\d\d?)(?<!\d\d\d)(?:st|nd|rd|th|ST|ND|RD|TH|مہ|ی|ویں)?(?!\d)"
_MONTH = rf"(?P<month>{LETTER}+(?:\s(?:{_SECOND_WORDS})(?!{LETTER}))?)"
# The Levant's name of a month after the other: `مارس/آذار`.
_OTHER_NAME = any_of([name for name in _MONTHS if not name.isascii()])
_AGAIN = rf"(?:\s?/\s?(?:{_OTHER_NAME})(?!{LETTER}))?"
_ERA = rf"(?:\s?(?:ء|ع|م-?|ش|ق|ھ|ہ-?|AD|AH)(?!{LETTER}))?"
_YEAR = rf"(?P<year>[12]\d\d\d)(?<!\d\d\d\d\d)(?!\d){_ERA}"
_OF_YEAR = rf"(?:{_GAP}(?:(?:سنہ|سن|سال|د)\s)?{_YEAR})?"

# A day, and the year after it where the name of its month stands before. Names are many, numbers
# few.
_NUMBER = re.compile(rf"{_DAY}{_OF_YEAR}")
_DAY_FIRST = re.compile(rf"{_DAY}{_GAP}(?:of\s|من\s)?{_MONTH}{_AGAIN}{_OF_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}(?:\sکال)?(?:\sد)?{_GAP}{_MONTH}{_GAP}{_DAY}")


def _months_after_words(names: str) -> re.Pattern[str]:
    """Return an expression for months that may have a day in words before them."""
    month = rf"(?P<month>(?:{any_of(words(names))})(?:\s(?:{_SECOND_WORDS}))?)"
    return re.compile(rf"{month}(?!{LETTER}){_AGAIN}{_OF_YEAR}")


_AFTER_WORDS = _months_after_words(DATED_IN_WORDS)
_AFTER_WORDS_WITH_YEAR = _months_after_words(DATED_IN_WORDS_WITH_YEAR)
_LAST_WORDS = re.compile(rf"{LETTER}+(?: {LETTER}+){{0,2}}$")
# Characters of a month's name, and of the marks around it.
_LONGEST_NAME = max(map(len, _MONTHS)) + 6
_OPENING = "([|/-:،,.۔"
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{4}|\d{1,2})(\s?[./-]\s?)(\d{1,2})\2(\d{4}|\d{1,2})(?!\d|[./-]\d)"
)
_HAS_LETTER = re.compile(LETTER)
_HAS_YEAR = re.compile(r"[12]\d\d\d(?!\d)")
# What stands between one day in two calendars.
_BETWEEN = re.compile(rf"(?:[\s()|/,،.۔-]|(?:{any_of(words(CALENDAR_LINKS))})(?!{LETTER}))*")
_CACHED_PARTS = 4_096


class FoundDate(NamedTuple):
    """A day, the calendar that its text uses, and where it begins and ends."""

    on: date
    calendar: str
    start: int
    end: int


@lru_cache(maxsize=_CACHED_PARTS)
def find_dates(part: str, reference: date | None = None) -> tuple[FoundDate, ...]:
    """Return the dates of a part of a line, in order.

    One day in two calendars is one date, Gregorian where one of them is. Cached: parts are short,
    and all who look for a title, boilerplate, a date and a dateline ask about the same line.

    Args:
        part: a part of a line.
        reference: the day until which a date without a year is the last such day; without it, such
            dates are left out.

    >>> find_dates("ہفتہ 7 مارچ 2026ء")
    (FoundDate(on=datetime.date(2026, 3, 7), calendar='gregorian', start=5, end=17),)
    >>> dates = find_dates("18 رمضان 1447ھ بمطابق 7 مارچ 2026, 16 اکتوبر")
    >>> [(str(found.on), found.calendar) for found in dates]
    [('2026-03-07', 'gregorian')]
    >>> [str(found.on) for found in find_dates("یکم دسمبر", date(2026, 3, 7))]
    ['2025-12-01']
    """
    folded = fold_variants(part)
    has_year = _HAS_YEAR.search(folded) is not None
    if not has_year and reference is None:
        return ()
    found = _named_dates(folded, reference, has_year=has_year)
    if has_year:
        found += _numeric_dates(part, folded)
    if len(found) > 1:
        found = _join_calendars(folded, _drop_overlaps(found))
    return tuple(found)


def _named_dates(folded: str, reference: date | None, *, has_year: bool) -> list[FoundDate]:
    """Return the dates whose month has a name."""
    if not _HAS_LETTER.search(folded):
        return []
    found = [_date_around(folded, number, reference) for number in _NUMBER.finditer(folded)]
    if has_year:
        year_first = _YEAR_FIRST.finditer(folded)
        found += [_date_of(match, match["month"], match.start()) for match in year_first]
    after_words = _AFTER_WORDS_WITH_YEAR if has_year else _AFTER_WORDS
    found += [_date_in_words(folded, match, reference) for match in after_words.finditer(folded)]
    return list(filter(None, found))


def _date_around(folded: str, number: re.Match[str], reference: date | None) -> FoundDate | None:
    """Return the date around the number of a day; its month stands after it or before it."""
    match = _DAY_FIRST.match(folded, number.start())
    if match and _month_of(match["month"]):
        return _date_of(match, match["month"], match.start(), reference)
    before = folded[max(0, number.start() - _LONGEST_NAME) : number.start()].rstrip(_GAPS)
    last = before.rsplit(" ", 2)[-2:]
    for name in (" ".join(last), last[-1].lstrip(_OPENING)):
        if _month_of(name):
            start = folded.rindex(name, 0, number.start())
            return _date_of(number, name, start, reference)
    return None


def _date_in_words(folded: str, month: re.Match[str], reference: date | None) -> FoundDate | None:
    """Return the date of a month that has a day in words before it."""
    before = folded[max(0, month.start() - _LONGEST_NAME) : month.start()].rstrip(_GAPS)
    match = _LAST_WORDS.search(before)
    last = match[0].split(" ") if match else []
    for first in range(len(last)):
        day = " ".join(last[first:])
        if day in _DAYS:
            start = folded.rindex(day, 0, month.start())
            return _date_of(month, month["month"], start, reference, day)
    return None


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
    match: re.Match[str],
    name: str,
    start: int,
    reference: date | None = None,
    day_word: str | None = None,
) -> FoundDate | None:
    """Return the date of a day and the name of a month; a missing year follows from the reference.

    The groups of the match are `year` and, without a day in words, `day`.
    """
    month_of_name = _month_of(name)
    if month_of_name is None:
        return None
    calendar, month = month_of_name
    day = _DAYS[day_word] if day_word else int(match["day"])
    try:
        if match["year"]:
            on = to_gregorian(calendar, int(match["year"]), month, day)
        else:
            on = last_such_day(calendar, month, day, reference)
    except ValueError:
        return None
    return FoundDate(on, calendar, start, match.end())


def _numeric_dates(part: str, folded: str) -> Iterator[FoundDate]:
    """Yield the dates of three numbers."""
    for match in _NUMERIC.finditer(folded):
        # Native digits and points stand in dates that begin with the day.
        is_day_first = not part[match.start()].isascii() or "." in match[2]
        numbers = int(match[1]), int(match[3]), int(match[4])
        ordered = _year_month_day(*numbers, is_day_first=is_day_first)
        if ordered is None:
            continue
        calendar = calendar_of(ordered[0])
        with contextlib.suppress(ValueError):
            yield FoundDate(to_gregorian(calendar, *ordered), calendar, *match.span())


def _year_month_day(
    first: int, second: int, third: int, *, is_day_first: bool
) -> tuple[int, int, int] | None:
    """Order three numbers; null for 03/07/2026, which does not say which is the day."""
    if first > third:
        return first, second, third
    is_one_order = is_day_first or first > 12 or first == second
    if is_one_order or calendar_of(third) != GREGORIAN:
        return third, second, first
    return (third, first, second) if second > 12 else None


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
