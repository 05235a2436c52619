"""Read the publication date of a text: from its own line, a headline or a dateline.

Dates in the body are events and never taken, and neither are dates of an update. `grammar` knows
what a date looks like; this module knows where it may stand. The rules are few on purpose: what
they do not know, they leave out.
"""

import contextlib
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import GREGORIAN
from transforms.dates.date_lines import read_date_line
from transforms.dates.grammar import FoundDate, find_dates
from transforms.dates.readings import (
    LONGEST_DATE_LINE,
    Reading,
    may_have_date,
    read_end,
    read_head,
)
from transforms.dates.time_of_day import read_moment
from transforms.text.letter_variants import fold_variants

_ISO_DAY_CHARS = len("2026-03-07")
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
# In them zones leave the calendar.
_NO_YEARS = frozenset({date.min.year, date.max.year})
_CACHED_LINES = 1_024

# Where a date stands; the first of these that the head has is taken.
_METHODS = ("labelled", "line", "headline", "dateline")
# Clocks differ and dates are local: a date may lie so far after the moment its text was seen.
_TOLERANCE = timedelta(days=1)
# The last day of a year with a leap day: `date_span` finds every day of a year.
_ANY_YEAR = date(2000, 12, 31)


class PublicationDate(NamedTuple):
    """When a text says it was published, and where it says so; all null where it does not."""

    # In UTC; null where the text gives no time with a zone.
    published_at: datetime | None
    # The local day.
    published_on: date | None
    # `minute` or `day`.
    date_precision: str | None
    date_method: str | None
    # The calendar of the text: gregorian, jalali or hijri.
    date_calendar: str | None = None


NO_DATE = PublicationDate(None, None, None, None)


def find_date(text: str, reference: date | None = None) -> PublicationDate:
    r"""Return the publication date that a normalized text gives.

    The method is `labelled` (`Published: ...`), `line` (a line with nothing else), `headline`
    (glued to it) or `dateline` (after the place). Of several dates, the first by this order; of
    three and more days on lines of their own, none.

    Args:
        text: a normalized text.
        reference: the day until which a date without a year is the last such day; without it, such
            dates are left out.

    >>> find_date("نئی خبر\n\nPublished : March 7, 2026 at 11:47 AM IST\nماسکو: آج")[1:]
    (datetime.date(2026, 3, 7), 'minute', 'labelled', 'gregorian')
    >>> find_date("۷ مارچ ۲۰۲۶ء\nنئی خبر\n16 اکتوبر 2020 کو بارش ہوئی")[1:]
    (datetime.date(2026, 3, 7), 'day', 'line', 'gregorian')
    >>> find_date("نئی خبر\nاسلام آباد ۔ یکم دسمبر (اے پی پی) آج", date(2014, 12, 2))[1:]
    (datetime.date(2014, 12, 1), 'day', 'dateline', 'gregorian')
    >>> find_date("نئی خبر\nلاہور: شہر میں 16 اکتوبر 2020 کو بارش ہوئی تھی۔") == NO_DATE
    True
    """
    readings = read_head(text, reference) or list(read_end(text))
    if not readings:
        return NO_DATE
    return _publication_date(min(readings, key=_rank))


def _rank(reading: Reading) -> tuple[int, bool]:
    """Order readings: by the method; of two labels the one of publication before others."""
    return _METHODS.index(reading.method), not reading.says_published


def declared_date(published: str | None, method: str) -> PublicationDate:
    """Return the publication date that metadata declares: an ISO date, or one as people write it.

    The first and the last year of the calendar are no dates: `0001-01-01T00:00:00Z` is how
    programs write that they have none.

    Args:
        published: a value of YAML, JSON or a folder's name.
        method: where it is declared.

    >>> declared_date("2026-03-07T11:47:00+05:30", "sidecar").published_at
    datetime.datetime(2026, 3, 7, 6, 17, tzinfo=datetime.timezone.utc)
    >>> declared_date("7 مارچ 2026", "front_matter").published_on
    datetime.date(2026, 3, 7)
    """
    line = fold_variants((published or "")[:LONGEST_DATE_LINE]).strip()
    with contextlib.suppress(ValueError):
        return _iso_date(line, method)
    found = _first_date(line, None)
    if found is None:
        return NO_DATE
    context = line[: found.start] + " " + line[found.end :]
    return _publication_date(Reading(method, found, context))


def _iso_date(line: str, method: str) -> PublicationDate:
    """Return the date of an ISO string, in which a space may stand before the zone.

    Raises:
        ValueError: it is none.
    """
    if len(line) <= _ISO_DAY_CHARS:
        local = datetime.combine(date.fromisoformat(line), time.min)
    else:
        local = datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", line))
    if local.year in _NO_YEARS:
        return NO_DATE
    moment = local.astimezone(UTC) if local.tzinfo else None
    precision = "minute" if moment else "day"
    return PublicationDate(moment, local.date(), precision, method, GREGORIAN)


def is_after(found: PublicationDate, seen_at: datetime) -> bool:
    """Check whether a date lies after the moment its text was seen, by more than a day.

    Such a date is the announcement of something, or a slip. A day is allowed: dates are local and
    clocks differ.

    >>> seen_at = datetime(2026, 3, 7, 12, tzinfo=UTC)
    >>> lines = ("7 March 2026", "8 March 2026", "9 March 2026")
    >>> [is_after(find_date(line), seen_at) for line in lines]
    [False, False, True]
    """
    if found.published_at:
        return found.published_at - seen_at > _TOLERANCE
    if found.published_on is None:
        return False
    return found.published_on - seen_at.date() > _TOLERANCE


def date_span(part: str) -> tuple[int, int] | None:
    """Return where the first date of a part of a line begins and ends, with or without a year.

    >>> date_span("اسلام آباد ۔ 7 مارچ (اے پی پی)")
    (13, 19)
    """
    if not may_have_date(part, is_year_needed=False):
        return None
    found = _first_date(part, _ANY_YEAR)
    return (found.start, found.end) if found else None


def is_date_line(line: str) -> bool:
    """Check whether a line says when a text was published, and nothing else.

    >>> is_date_line("ہفتہ، 7 مارچ 2026"), is_date_line("7 مارچ 2026 کو بارش ہوگی")
    (True, False)
    """
    if len(line) > LONGEST_DATE_LINE or not may_have_date(line, is_year_needed=True):
        return False
    return _has_date_only(line)


@lru_cache(maxsize=_CACHED_LINES)
def _has_date_only(line: str) -> bool:
    dates = find_dates(line, is_day_first=True)
    date_line = read_date_line(line, dates) if dates else None
    return date_line is not None and date_line.is_alone


def _first_date(part: str, reference: date | None) -> FoundDate | None:
    return next(iter(find_dates(part, reference)), None)


def _publication_date(reading: Reading) -> PublicationDate:
    """Return the date of a reading, and the moment where its words have a time and a zone."""
    has_context = bool(reading.context.strip())
    moment = read_moment(reading.context, reading.found.on) if has_context else None
    precision = "minute" if moment else "day"
    return PublicationDate(
        moment, reading.found.on, precision, reading.method, reading.found.calendar
    )
