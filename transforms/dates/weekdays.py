"""Read the weekday beside a date, which decides between the days that the date may mean."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from transforms.dates.vocabulary import WEEKDAYS, words
from transforms.text.letter_variants import LETTER, any_of, fold_variants

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


def on_weekday(days: Iterable[date], weekday: int) -> date | None:
    """Return the first of some days on a weekday.

    >>> str(on_weekday((date(2021, 3, 5), date(2021, 5, 3)), 0))
    '2021-05-03'
    """
    return next((day for day in days if day.weekday() == weekday), None)


def days_around(on: date) -> list[date]:
    """Return a day and those up to two days away, the nearest first, later ones before earlier."""
    return [on + timedelta(days=days) for days in (0, 1, -1, 2, -2)]
