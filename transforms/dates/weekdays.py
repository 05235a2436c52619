"""Read the weekday beside a date, which decides between the days that the date may mean."""

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from transforms.dates.vocabulary import WEEKDAYS, words
from transforms.text.letter_variants import LETTER, any_of, fold_variants

# How far the moon may be from the calendar.
_MOST_DAYS = 2
# Characters beside a date in which its weekday stands.
_BESIDE_CHARS = 30
_NUMBERS = {fold_variants(name): number for number, row in WEEKDAYS.items() for name in words(row)}
_NAME = any_of(list(_NUMBERS))
_BEFORE = rf"(?<!{LETTER})({_NAME})[\s،,.(-]*$"
_AFTER = rf"[\s،,.)(-]*(?:روز |بروز |یوم )?({_NAME})(?!{LETTER})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return an expression that few dates need, compiled at its first use."""
    return re.compile(pattern, re.IGNORECASE)


def weekday_beside(folded: str, start: int, end: int) -> int | None:
    """Return the weekday right before or after a date, from Monday, which is 0.

    >>> weekday_beside("جمعہ، 7 مارچ", 6, 12), weekday_beside("7 March (Fri)", 0, 7)
    (4, 4)
    >>> weekday_beside("7 مارچ", 0, 6)
    """
    before = _compiled(_BEFORE).search(folded[max(0, start - _BESIDE_CHARS) : start])
    match = before or _compiled(_AFTER).match(folded[end : end + _BESIDE_CHARS])
    return _NUMBERS[match[1].lower()] if match else None


def nearest_on_weekday(on: date, weekday: int) -> date | None:
    """Return the nearest day on a weekday, if it is at most two days away.

    >>> str(nearest_on_weekday(date(2026, 1, 31), 4)), nearest_on_weekday(date(2026, 1, 31), 1)
    ('2026-01-30', None)
    """
    days = (weekday - on.weekday() + 3) % 7 - 3
    if abs(days) > _MOST_DAYS:
        return None
    with suppress(OverflowError):
        return on + timedelta(days=days)
    return None
