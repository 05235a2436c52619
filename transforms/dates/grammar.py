"""This file is a small grammar: it finds the dates written in a part of a line, in three calendars.

A date is found around its numbers: a day with the name of a month behind or before it, a year
before both, or digits in a row. What stands around a date, and whether it is one of publication, is
for `dates` to say.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import GREGORIAN, calendar_of, last_such_day, to_gregorian
from transforms.dates.vocabulary import (
    BESIDE_OTHERS,
    DATED_IN_WORDS,
    DATED_IN_WORDS_WITH_YEAR,
    DAY_WORDS,
    MISSPELT,
    months,
    words,
)
from transforms.text.letter_variants import LETTER, any_of, fold_variants


def _month_names() -> dict[str, tuple[str, int]]:
    """The calendar and number of each name, folded; of a name that two calendars have, the Gregorian month."""
    names = {fold_variants(name): (calendar, number) for name, calendar, number in months()}
    for name in words(MISSPELT):
        for slip in _slips(name):
            names.setdefault(slip, names[name])
    return names


def _slips(name: str) -> Iterator[str]:
    """A name with a letter missing, and with two exchanged."""
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


_MONTHS = _month_names()
_DAYS = {
    fold_variants(word): number for row in DAY_WORDS for number, word in enumerate(words(row), 1)
}
_SECOND_WORDS = any_of([*(name.split(" ")[1] for name in _MONTHS if " " in name), "ماه"])

_GAPS = " ,،.۔/-"
_GAP = rf"[{_GAPS}]{{0,4}}"
_DAY = r"(?P<day>\d\d?)(?<!\d\d\d)(?:st|nd|rd|th|ST|ND|RD|TH|مہ|ی|ویں)?(?!\d)"
_MONTH = rf"(?P<month>{LETTER}+(?:\s(?:{_SECOND_WORDS})(?!{LETTER}))?)"
# The Levant's name of a month beside the other.
_AGAIN = rf"(?:\s?/\s?(?:{any_of([name for name in _MONTHS if not name.isascii()])})(?!{LETTER}))?"
_ERA = rf"(?:\s?(?:ء|ع|م-?|ش|ق|ھ|ہ-?|AD|AH)(?!{LETTER}))?"
_YEAR = rf"(?P<year>[12]\d\d\d)(?<!\d\d\d\d\d)(?!\d){_ERA}"
_OF_YEAR = rf"(?:{_GAP}(?:(?:سنہ|سن|سال|د)\s)?{_YEAR})?"

# A day, and the year behind it where the name of its month stands before; names are many, numbers
# few.
_NUMBER = re.compile(rf"{_DAY}{_OF_YEAR}")
_DAY_FIRST = re.compile(rf"{_DAY}{_GAP}(?:of\s|من\s)?{_MONTH}{_AGAIN}{_OF_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}(?:\sکال)?(?:\sد)?{_GAP}{_MONTH}{_GAP}{_DAY}")
# A month that may have a day in words before it.
_BEHIND_WORDS, _BEHIND_WORDS_WITH_YEAR = (
    re.compile(
        rf"(?P<month>(?:{any_of(words(names))})(?:\s(?:{_SECOND_WORDS}))?)(?!{LETTER}){_AGAIN}{_OF_YEAR}"
    )
    for names in (DATED_IN_WORDS, DATED_IN_WORDS_WITH_YEAR)
)
_LAST_WORDS = re.compile(rf"{LETTER}+(?: {LETTER}+){{0,2}}$")
_LONGEST_NAME = max(map(len, _MONTHS)) + 6
_OPENING = "([|/-:،,.۔"
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{4}|\d{1,2})(\s?[./-]\s?)(\d{1,2})\2(\d{4}|\d{1,2})(?!\d|[./-]\d)"
)
_HAS_LETTER = re.compile(LETTER)
_HAS_YEAR = re.compile(r"[12]\d\d\d(?!\d)")
# What stands between one day in two calendars.
_BESIDE = re.compile(rf"(?:[\s()|/,،.۔-]|(?:{any_of(words(BESIDE_OTHERS))})(?!{LETTER}))*")
_MOST_PARTS = 4_096


class Found(NamedTuple):
    """A day, the calendar its text uses, and where it stands."""

    on: date
    calendar: str
    start: int
    end: int


@lru_cache(maxsize=_MOST_PARTS)
def find_dates(part: str, reference: date | None = None) -> tuple[Found, ...]:
    """The dates of a part of a line, in order; with a reference those without a year too.

    Parts are short, and a line is asked about by all who look for a title, boilerplate, a date and a
    dateline. One day in two calendars is one date, and Gregorian where one of them is.

    >>> find_dates("ہفتہ 7 مارچ 2026ء")
    (Found(on=datetime.date(2026, 3, 7), calendar='gregorian', start=5, end=17),)
    >>> [(str(found.on), found.calendar) for found in find_dates("18 رمضان 1447ھ بمطابق 7 مارچ 2026, 16 اکتوبر")]
    [('2026-03-07', 'gregorian')]
    >>> [str(found.on) for found in find_dates("یکم دسمبر", date(2026, 3, 7))]
    ['2025-12-01']
    """
    folded = fold_variants(part)
    has_year = _HAS_YEAR.search(folded) is not None
    if not has_year and reference is None:
        return ()
    found = [
        *_named(folded, reference, has_year=has_year),
        *(_numeric(part, folded) if has_year else ()),
    ]
    return tuple(_joined(folded, _apart(found)) if len(found) > 1 else found)


def _named(folded: str, reference: date | None, *, has_year: bool) -> list[Found]:
    """Dates whose month has a name."""
    if not _HAS_LETTER.search(folded):
        return []
    found = [
        day for number in _NUMBER.finditer(folded) if (day := _around(folded, number, reference))
    ]
    if has_year:
        found += [
            day
            for match in _YEAR_FIRST.finditer(folded)
            if (day := _day(match, match["month"], match.start()))
        ]
    behind = (_BEHIND_WORDS_WITH_YEAR if has_year else _BEHIND_WORDS).finditer(folded)
    found += [day for match in behind if (day := _in_words(folded, match, reference))]
    return found


def _around(folded: str, number: re.Match[str], reference: date | None) -> Found | None:
    """The date around the number of a day: the name of its month stands behind it or before it."""
    match = _DAY_FIRST.match(folded, number.start())
    if match and _known(match["month"]):
        return _day(match, match["month"], match.start(), reference)
    before = folded[max(0, number.start() - _LONGEST_NAME) : number.start()].rstrip(_GAPS)
    last = before.rsplit(" ", 2)[-2:]
    name = next(
        (name for name in (" ".join(last), last[-1].lstrip(_OPENING)) if _known(name)), None
    )
    return _day(number, name, folded.rindex(name, 0, number.start()), reference) if name else None


def _in_words(folded: str, match: re.Match[str], reference: date | None) -> Found | None:
    """The date of a month that has a day in words before it."""
    before = _LAST_WORDS.search(
        folded[max(0, match.start() - _LONGEST_NAME) : match.start()].rstrip(_GAPS)
    )
    last = before[0].split(" ") if before else []
    word = next(
        (word for start in range(len(last)) if (word := " ".join(last[start:])) in _DAYS), None
    )
    return (
        _day(match, match["month"], folded.rindex(word, 0, match.start()), reference, word)
        if word
        else None
    )


def _known(name: str) -> tuple[str, int] | None:
    """The calendar and number of a month; in lower case, and without the Persian word for month, if need be."""
    return _MONTHS.get(name) or _MONTHS.get(name.lower().removesuffix("ماہ").rstrip())


def is_month(name: str) -> bool:
    """Whether a word is the name of a month.

    >>> is_month("جولائی"), is_month("نور پور")
    (True, False)
    """
    return _known(fold_variants(name)) is not None


def _day(
    match: re.Match[str],
    name: str,
    start: int,
    reference: date | None = None,
    word: str | None = None,
) -> Found | None:
    """The day that the parts of a date make; a year is told, or follows from the reference."""
    known = _known(name)
    if known is None:
        return None
    calendar, month = known
    day, year = _DAYS[word] if word else int(match["day"]), match["year"]
    try:
        on = (
            to_gregorian(calendar, int(year), month, day)
            if year
            else last_such_day(calendar, month, day, reference)
        )
    except ValueError:
        return None
    return Found(on, calendar, start, match.end())


def _numeric(part: str, folded: str) -> Iterator[Found]:
    """Dates of three numbers; 03/07/2026 is none, for it does not say which is the day."""
    for match in _NUMERIC.finditer(folded):
        first, second, third = (int(match[group]) for group in (1, 3, 4))
        if first > third:
            year, month, day = first, second, third
        else:
            is_native = not part[match.start()].isascii()
            year, month, day = third, second, first
            if (
                calendar_of(year) == GREGORIAN
                and first <= 12
                and first != second
                and not (is_native or "." in match[2])
            ):
                if second <= 12:
                    continue
                month, day = first, second
        with contextlib.suppress(ValueError):
            yield Found(
                to_gregorian(calendar_of(year), year, month, day), calendar_of(year), *match.span()
            )


def _apart(found: list[Found]) -> list[Found]:
    """The dates in order; of those that overlap the first, and the longest."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _joined(folded: str, found: list[Found]) -> list[Found]:
    """The dates, those beside each other in two calendars as one."""
    joined = found[:1]
    for one in found[1:]:
        last = joined[-1]
        if one.calendar != last.calendar and _BESIDE.fullmatch(folded, last.end, one.start):
            best = last if last.calendar == GREGORIAN else one
            joined[-1] = best._replace(start=last.start, end=one.end)
        else:
            joined.append(one)
    return joined
