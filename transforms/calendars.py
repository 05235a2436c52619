"""This file turns days of the Jalali and the Hijri calendar into days of the Gregorian one.

Hijri by the tabular calendar (convertdate): what the moon showed may differ by a day, and the text gives no country.
"""

from collections.abc import Callable, Mapping
from datetime import date

from convertdate import islamic, persian

GREGORIAN, JALALI, HIJRI = "gregorian", "jalali", "hijri"
_YEARS: Mapping[str, range] = {GREGORIAN: range(1900, 2101), JALALI: range(1300, 1500), HIJRI: range(1300, 1500)}
_FIRST_HIJRI_YEAR = 1416
"""Of two calendars whose years begin with 13 or 14 and whose months are numbers: 1415 is yet to come in one, and was
1994 in the other, before there was news to crawl."""

_Day = tuple[int, int, int]
_THERE: Mapping[str, Callable[[int, int, int], _Day]] = {JALALI: persian.to_gregorian, HIJRI: islamic.to_gregorian}
_BACK: Mapping[str, Callable[[int, int, int], _Day]] = {JALALI: persian.from_gregorian, HIJRI: islamic.from_gregorian}


def to_gregorian(calendar: str, year: int, month: int, day: int) -> date:
    """A day of a calendar.

    >>> to_gregorian(JALALI, 1404, 12, 16), to_gregorian(HIJRI, 1447, 9, 17)
    (datetime.date(2026, 3, 7), datetime.date(2026, 3, 6))

    Raises:
        ValueError: there is no such day, or the year is not one of news.
    """
    if year not in _YEARS[calendar]:
        raise ValueError(f"no year of news: {year}")
    if calendar == GREGORIAN:
        return date(year, month, day)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    on = date(*_THERE[calendar](year, month, day))
    if tuple(_BACK[calendar](on.year, on.month, on.day)) != (year, month, day):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    return on


def calendar_of(year: int) -> str:
    """The calendar of a date whose month is a number.

    >>> [calendar_of(year) for year in (2026, 1404, 1447)]
    ['gregorian', 'jalali', 'hijri']
    """
    if year in _YEARS[GREGORIAN]:
        return GREGORIAN
    return HIJRI if year >= _FIRST_HIJRI_YEAR else JALALI
