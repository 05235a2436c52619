"""Convert days of the Jalali and the Hijri calendar into days of the Gregorian one.

Jalali follows the rule of 33 years, which is right for every day of the years of news. (convertdate
finds the same days by the equinox, and needs 20 ms a day.) Hijri follows Umm al-Qura, the printed
calendar of Saudi Arabia: where the moon itself decides, a month begins on the same day or later.
"""

import contextlib
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate

from hijridate import Hijri

GREGORIAN = "gregorian"
JALALI = "jalali"
HIJRI = "hijri"
_YEARS: Mapping[str, range] = {
    GREGORIAN: range(1900, 2101),
    JALALI: range(1300, 1500),
    # What hijridate has of Umm al-Qura; 1343 is 1924.
    HIJRI: range(1343, 1501),
}
# The first year that is Hijri where the month is a number, and the year could be of two calendars:
# Jalali 1415 is yet to come, and Hijri 1415 was 1994, before there was news to crawl.
_FIRST_HIJRI_YEAR = 1416

_DAY = timedelta(days=1)

# Of each cycle of 33 Jalali years.
_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_MONTH_DAYS = (31,) * 6 + (30,) * 5


def _year_days(year: int) -> int:
    return 366 if year % 33 in _LEAP_YEARS else 365


# The first day of each Jalali year.
_NEW_YEARS = dict(
    zip(
        _YEARS[JALALI],
        accumulate(map(_year_days, _YEARS[JALALI]), initial=date(1921, 3, 21).toordinal()),
        strict=False,  # the sums go on to the year after the last
    )
)


def to_gregorian(calendar: str, year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a day of a calendar.

    >>> to_gregorian(JALALI, 1404, 12, 16), to_gregorian(HIJRI, 1447, 9, 17)
    (datetime.date(2026, 3, 7), datetime.date(2026, 3, 6))

    Raises:
        ValueError: there is no such day, or the year is out of the range of news.
    """
    if year not in _YEARS[calendar]:
        raise ValueError(f"no year of news: {year}")
    if calendar == GREGORIAN:
        return date(year, month, day)
    return _from_jalali(year, month, day) if calendar == JALALI else _from_hijri(year, month, day)


def _from_jalali(year: int, month: int, day: int) -> date:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    before = sum(_MONTH_DAYS[: month - 1])
    if day > (_MONTH_DAYS[month - 1] if month < 12 else _year_days(year) - before):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    return date.fromordinal(_NEW_YEARS[year] + before + day - 1)


def _from_hijri(year: int, month: int, day: int) -> date:
    """Return a day by Umm al-Qura; every month may have a 30th, as it has by the moon."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    first = Hijri(year, month, 1).to_gregorian().toordinal()
    return date.fromordinal(first + day - 1)


def calendar_of(year: int) -> str:
    """Return the calendar of a year, in a date whose month is a number.

    >>> [calendar_of(year) for year in (2026, 1404, 1447)]
    ['gregorian', 'jalali', 'hijri']
    """
    if year in _YEARS[GREGORIAN]:
        return GREGORIAN
    return HIJRI if year >= _FIRST_HIJRI_YEAR else JALALI


def last_such_day(calendar: str, month: int, day: int, reference: date | None) -> date:
    """Return the last such day until the day after the reference.

    A day is allowed because clocks and time zones differ.

    >>> last_such_day(GREGORIAN, 12, 1, date(2026, 3, 7))
    datetime.date(2025, 12, 1)
    >>> last_such_day(JALALI, 12, 16, date(2026, 3, 7))
    datetime.date(2026, 3, 7)

    Raises:
        ValueError: there is no such day or no reference, or the calendar is Hijri, which is not
            certain to the day.
    """
    if reference is None or calendar == HIJRI:
        raise ValueError("a day without a year")
    last = min(reference, date.max - _DAY) + _DAY
    latest = last.year if calendar == GREGORIAN else last.year - 621
    for year in (latest, latest - 1, latest - 2):
        with contextlib.suppress(ValueError):
            on = to_gregorian(calendar, year, month, day)
            if on <= last:
                return on
    raise ValueError(f"no such day: {month}-{day} until {reference}")
