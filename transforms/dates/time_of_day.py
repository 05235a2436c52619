"""Read a time of day and its zone from the words around a date.

Without a zone a time makes no moment.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from transforms.dates.vocabulary import HALVES, ZONES, words
from transforms.text.letter_variants import LETTER, any_of, fold_variants, whole_words

_HALVES = {fold_variants(word): half for half, row in HALVES.items() for word in words(row)}
_ZONES = {fold_variants(zone): minutes for zone, minutes in ZONES.items()}
_HALF = rf"{whole_words(list(_HALVES))}\.?"
_SUFFIXES = [*words(HALVES["am"]), *words(HALVES["pm"]), "AM", "PM", "A.M", "P.M", "بجے"]
_SUFFIX = rf"\s?(?:{any_of(_SUFFIXES)})(?!{LETTER})"
_ZONE = rf"(?P<name>{whole_words(list(_ZONES))})(?!\s?[+-]\d)"
_OFFSET = r"\s?\(?(?:GMT|UTC)?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)"
_OPEN_ZONES = ("BST", "CST", "PST", "ET", "CT", "PT")
_MINUTE = r"\s?(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?!\d)"
# A point before the minutes, or no minutes, only where a half of the day or a zone follows.
_TIME = (
    r"(?<![\d:.])T?(?P<hour>\d{1,2})"
    rf"(?::{_MINUTE}"
    rf"|(?=(?:[.](?P<dotted>\d\d))?(?:{_SUFFIX}))(?:\.\d\d)?"
    rf"|\.(?P<zoned>\d\d)(?=\s(?:{any_of([*_ZONES, *_OPEN_ZONES])})))"
)
_CLOCK = re.compile(rf"{_TIME}(?P<half>\s?(?:{_HALF}|AM|PM|A\.M\.?|P\.M\.?|بجے))?(?:{_OFFSET})?")
_ANY_HALF = re.compile(_HALF)
_ANY_ZONE = re.compile(_ZONE)
# As it is said: `5 بج کر 30 منٹ`.
_SAID = re.compile(r"\d{1,2} ?بج ?کر \d{1,2} منٹ(?: پر)?")
_OTHER_ZONE = re.compile(rf"(?:بتوقیت|بہ وقت)(?: {LETTER}+){{1,2}}")
# What `without_times` takes out of a text, but for numbers, what is glued to them and other zones.
TIME_WORDS = (*_HALVES, *_ZONES)

# Offsets beyond are none on earth.
_MAX_OFFSET = 14 * 60


def without_times(text: str) -> str:
    """Return a text without times of day, their halves and zones.

    >>> without_times("at 11:47 AM IST by")
    'at     by'
    """
    for pattern in (_SAID, _CLOCK, _ANY_ZONE, _OTHER_ZONE, _ANY_HALF):
        text = pattern.sub(" ", text)
    return text


def has_zone_in_words(text: str) -> bool:
    """Check for a zone in words, whichever."""
    return _OTHER_ZONE.search(text) is not None


def has_time(text: str) -> bool:
    """Check for a time of day."""
    return _CLOCK.search(text) is not None


def read_moment(context: str, on: date) -> datetime | None:
    """Return the moment (UTC) of a day at the time that the words around it give.

    Null where they give no time of day, or no zone.

    >>> read_moment("at 11:47 AM IST", date(2026, 3, 7))
    datetime.datetime(2026, 3, 7, 6, 17, tzinfo=datetime.timezone.utc)
    >>> read_moment("T11:47:00+05:00", date(2026, 3, 7)).hour
    6
    >>> read_moment("11:47", date(2026, 3, 7))
    """
    folded = fold_variants(context)
    clock = _CLOCK.search(folded)
    offset = _offset_minutes(clock, folded) if clock else None
    if clock is None or offset is None:
        return None
    hour = _hour_of_day(int(clock["hour"]), folded)
    minute = int(clock["minute"] or clock["dotted"] or clock["zoned"] or 0)
    if hour is None or hour >= 24 or minute >= 60:
        return None
    zone = timezone(timedelta(minutes=offset))
    return _in_utc(datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone))


def _in_utc(moment: datetime) -> datetime | None:
    """Return a moment with a zone in UTC; null where that is before the year 1 or after 9999.

    >>> _in_utc(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _offset_minutes(clock: re.Match[str], folded: str) -> int | None:
    """Return the minutes east of Greenwich, by the offset of a time or by a zone anywhere."""
    if clock["sign"]:
        minutes = 60 * int(clock["hours"]) + int(clock["minutes"] or 0)
        return int(clock["sign"] + str(minutes)) if minutes <= _MAX_OFFSET else None
    zone = _ANY_ZONE.search(folded)
    return _ZONES[zone["name"]] if zone else None


def _hour_of_day(hour: int, folded: str) -> int | None:
    """Return the hour of 24; null where a word such as `at night` leaves it open."""
    half = _ANY_HALF.search(folded.lower())
    if half is None or hour > 12:
        return hour
    return {"am": hour % 12, "pm": hour % 12 + 12}.get(_HALVES[half[0].rstrip(".")])
