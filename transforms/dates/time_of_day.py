"""This file reads the time of day and its zone from the words beside a date; without a zone a time is no moment."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from transforms.dates.vocabulary import HALVES, ZONES, words
from transforms.text.letter_variants import LETTER, any_of, fold_variants

_HALVES = {fold_variants(word): half for half, row in HALVES.items() for word in words(row)}
_ZONES = {fold_variants(zone): minutes for zone, minutes in ZONES.items()}
_HALF = rf"(?<!{LETTER})(?:{any_of(list(_HALVES))})(?!{LETTER})\.?"
_SUFFIX = rf"\s?(?:{any_of([*words(HALVES['am']), *words(HALVES['pm']), 'AM', 'PM', 'A.M', 'P.M', 'بجے'])})(?!{LETTER})"
_ZONE = rf"(?<!{LETTER})(?P<name>{any_of(list(_ZONES))})(?!{LETTER}|\s?[+-]\d)"
_OFFSET = r"\s?\(?(?:GMT|UTC)?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)"
_TIME = (
    r"(?<![\d:.])T?(?P<hour>\d{1,2})"
    rf"(?::(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?!\d)|(?=(?:[.](?P<dotted>\d\d))?(?:{_SUFFIX}))(?:\.\d\d)?"
    rf"|\.(?P<zoned>\d\d)(?=\s(?:{any_of(list(_ZONES))})))"
)
_CLOCK = re.compile(rf"{_TIME}(?P<half>\s?(?:{_HALF}|AM|PM|A\.M\.?|P\.M\.?|بجے))?(?:{_OFFSET})?")
_ANY_HALF = re.compile(_HALF)
_ANY_ZONE = re.compile(_ZONE)
_OTHER_ZONE = re.compile(rf"(?:بتوقیت|بہ وقت)(?: {LETTER}+){{1,2}}")


def without_clock(beside: str) -> str:
    """Words without times of day, their halves and zones.

    >>> without_clock("at 11:47 AM IST by")
    'at     by'
    """
    return _ANY_HALF.sub(" ", _OTHER_ZONE.sub(" ", _ANY_ZONE.sub(" ", _CLOCK.sub(" ", beside))))


def has_clock(beside: str) -> bool:
    """Whether words have a time of day."""
    return _CLOCK.search(beside) is not None


def read_moment(beside: str, on: date) -> datetime | None:
    """The moment (UTC) of a day that the words beside it tell: a time of day with a zone; null where one is missing.

    >>> read_moment("at 11:47 AM IST", date(2026, 3, 7))
    datetime.datetime(2026, 3, 7, 6, 17, tzinfo=datetime.timezone.utc)
    >>> read_moment("T11:47:00+05:00", date(2026, 3, 7)).hour, read_moment("11:47", date(2026, 3, 7))
    (6, None)
    """
    beside = fold_variants(beside)
    clock = _CLOCK.search(beside)
    offset = _offset(clock, beside) if clock else None
    if clock is None or offset is None:
        return None
    hour = _hour(int(clock["hour"]), beside)
    minute = int(clock["minute"] or clock["dotted"] or clock["zoned"] or 0)
    if hour is None or hour >= 24 or minute >= 60:
        return None
    local = datetime(
        on.year, on.month, on.day, hour, minute, tzinfo=timezone(timedelta(minutes=offset))
    )
    return local.astimezone(UTC)


def _offset(clock: re.Match[str], beside: str) -> int | None:
    """Minutes east of Greenwich."""
    if clock["sign"]:
        minutes = 60 * int(clock["hours"]) + int(clock["minutes"] or 0)
        return int(clock["sign"] + str(minutes)) if minutes <= 14 * 60 else None
    zone = _ANY_ZONE.search(beside)
    return _ZONES[zone["name"]] if zone else None


def _hour(hour: int, beside: str) -> int | None:
    """The hour of a day of 24; null where a word such as `at night` leaves it open."""
    half = _ANY_HALF.search(beside.lower())
    if half is None or hour > 12:
        return hour
    return {"am": hour % 12, "pm": hour % 12 + 12}.get(_HALVES[half[0].rstrip(".")])
