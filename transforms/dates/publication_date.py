"""Read the publication date of a text: from its own line, a headline or a dateline.

Dates in the body are events and never taken, and neither are dates of an update. `grammar` knows
what a date looks like; this module knows where it may stand. The rules are few on purpose: what
they do not know, they leave out.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import GREGORIAN
from transforms.dates.date_lines import read_date_line
from transforms.dates.dateline_dates import is_dateline
from transforms.dates.grammar import FoundDate, find_dates
from transforms.dates.headline_dates import glued_date
from transforms.dates.time_of_day import read_moment
from transforms.dates.vocabulary import DATED_IN_WORDS, words
from transforms.text.head import head_lines
from transforms.text.letter_variants import any_of, fold_variants

_LONGEST_DATE_LINE = 120
# Characters of a longer line in which a dateline stands.
_START_CHARS = 80
# Where a text may end with the place and day of its publication.
_END_CHARS = 300
_END_LINES = 3
_ISO_DAY_CHARS = len("2026-03-07")
# So many dates on lines of their own in one head are a list of stories or events.
_LIST_OF_DATES = 3
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
# In them zones leave the calendar.
_NO_YEARS = frozenset({date.min.year, date.max.year})
_CACHED_LINES = 1_024

# Where a date stands; the first of these that the head has is taken.
_METHODS = ("labelled", "line", "headline", "dateline")
# What a date has at least, with and without a year; most lines have neither.
_YEAR = re.compile(r"\d\d\d\d")
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(any_of(words(DATED_IN_WORDS)))
_END_WORDS = ("ublished in ", "UBLISHED IN ", "شائع")
_PUBLISHED_IN = re.compile(
    r"\W*(?:(?:originally |first )?published in [^\d\n]{2,50}⟨⟩\W*"
    r"|یہ (?:مضمون|کالم|تحریر|خبر|رپورٹ|بلاگ|انٹرویو) [^\d\n]{0,40}⟨⟩"
    r" کو (?:\S+ میں )?شائع (?:ہوا|ہوئی|کیا گیا|کی گئی)\W*)",
    re.IGNORECASE,
)
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


class _Reading(NamedTuple):
    """A date, where it stands, and the words around it, which may have a time."""

    method: str
    found: FoundDate
    context: str = ""


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
    readings = _read_head(head_lines(text), reference) or list(_read_end(text))
    if not readings:
        return NO_DATE
    return _publication_date(min(readings, key=lambda reading: _METHODS.index(reading.method)))


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
    line = fold_variants((published or "")[:_LONGEST_DATE_LINE]).strip()
    with contextlib.suppress(ValueError):
        return _iso_date(line, method)
    found = _first_date(line, None)
    if found is None:
        return NO_DATE
    context = line[: found.start] + " " + line[found.end :]
    return _publication_date(_Reading(method, found, context))


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
    if not _may_have_date(part, is_year_needed=False):
        return None
    found = _first_date(part, _ANY_YEAR)
    return (found.start, found.end) if found else None


def is_date_line(line: str) -> bool:
    """Check whether a line says when a text was published, and nothing else.

    >>> is_date_line("ہفتہ، 7 مارچ 2026"), is_date_line("7 مارچ 2026 کو بارش ہوگی")
    (True, False)
    """
    if len(line) > _LONGEST_DATE_LINE or not _may_have_date(line, is_year_needed=True):
        return False
    return _has_date_only(line)


@lru_cache(maxsize=_CACHED_LINES)
def _has_date_only(line: str) -> bool:
    dates = find_dates(line)
    date_line = read_date_line(line, dates) if dates else None
    return date_line is not None and date_line.is_alone


def _read_head(lines: Sequence[str], reference: date | None) -> list[_Reading]:
    """Return the dates of the head that stand where a date of publication does."""
    readings = [
        reading for number in range(len(lines)) for reading in _read_line(lines, number, reference)
    ]
    on_lines = {reading.found.on for reading in readings if reading.method == "line"}
    if len(on_lines) >= _LIST_OF_DATES:
        return [reading for reading in readings if reading.method != "line"]
    return readings


def _read_line(lines: Sequence[str], number: int, reference: date | None) -> Iterator[_Reading]:
    """Yield the dates of one line of the head: of a date line, a dateline, a headline."""
    line = lines[number]
    is_short = len(line) <= _LONGEST_DATE_LINE
    start = line if is_short else line[:_START_CHARS]
    if _may_have_date(start, is_year_needed=reference is None):
        dates = find_dates(start, reference)
        if dates and is_short:
            yield from _read_date_line(line, dates, lines[number - 1] if number else None)
        yield from _read_dateline(start, dates)
    if number == 0:
        glued = glued_date(line)
        if glued:
            yield _Reading("headline", glued)


def _read_date_line(line: str, dates: Sequence[FoundDate], above: str | None) -> Iterator[_Reading]:
    """Yield the date of a date line; the first line of a text must have nothing else."""
    date_line = read_date_line(line, dates, above)
    if date_line and (date_line.is_alone or above is not None):
        method = "labelled" if date_line.is_labelled else "line"
        yield _Reading(method, date_line.found, date_line.context)


def _read_dateline(start: str, dates: Sequence[FoundDate]) -> Iterator[_Reading]:
    """Yield the first date that stands in a dateline."""
    for found in dates:
        if is_dateline(start[: found.start], start[found.end :]):
            yield _Reading("dateline", found)
            return


def _may_have_date(part: str, *, is_year_needed: bool) -> bool:
    if is_year_needed:
        return _YEAR.search(part) is not None
    return _DIGIT.search(part) is not None or _MONTH.search(part) is not None


def _first_date(part: str, reference: date | None) -> FoundDate | None:
    return next(iter(find_dates(part, reference)), None)


def _read_end(text: str) -> Iterator[_Reading]:
    """Yield the date of a last line that says where a text was first published."""
    end = text[-_END_CHARS:]
    if not any(word in end for word in _END_WORDS):
        return
    for line in end.split("\n")[-_END_LINES:]:
        dates = find_dates(line) if len(line) <= _LONGEST_DATE_LINE else ()
        for found in dates[:1]:
            if _PUBLISHED_IN.fullmatch(line[: found.start] + "⟨⟩" + line[found.end :]):
                yield _Reading("labelled", found)


def _publication_date(reading: _Reading) -> PublicationDate:
    """Return the date of a reading, and the moment where its words have a time and a zone."""
    has_context = bool(reading.context.strip())
    moment = read_moment(reading.context, reading.found.on) if has_context else None
    precision = "minute" if moment else "day"
    return PublicationDate(
        moment, reading.found.on, precision, reading.method, reading.found.calendar
    )
