"""This file reads the publication date out of a text: a line that says it, or a headline or dateline that carries it.

Dates in the body are events and never taken, and dates of an update neither. What a date looks like
is for `date_forms`; here is where it may stand. The rules are few on purpose: what they do not
know, they leave out.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.calendars import GREGORIAN
from transforms.dates.date_lines import PUBLISHED_LABEL, label_of, read_line
from transforms.dates.grammar import Found, find_dates
from transforms.dates.time_of_day import read_moment
from transforms.dates.vocabulary import DATED_IN_WORDS, words
from transforms.gazetteer.lookup import (
    city_name,
    continues_sentence,
    is_agency,
    is_reporter,
    is_sentence,
)
from transforms.text.head import head_lines
from transforms.text.letter_variants import any_of, fold_variants

_END_CHARS = 300
_END_LINES = 3
_LONGEST_DATE_LINE = 120
# Of a longer line: datelines and dates glued to a headline stand there.
_START_CHARS = 80
_HEADLINE_END_CHARS = 50
_ISO_DAY = len("2026-03-07")
# So many dates on lines of their own in one head are a list of stories or events.
_LIST_OF_DATES = 3
_LONGEST_PLACE = 60
_MOST_LINES = 1_024

# The first of these that the head has is believed.
_METHODS = ("labelled", "line", "headline", "dateline")
# What a date has at least, with and without a year; most lines have neither.
_YEAR = re.compile(r"\d\d\d\d")
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(any_of(words(DATED_IN_WORDS)))
_MARKS = " ۔.,،:/-"
_OPENING = " \"'“”«*"
_BRACKET = re.compile(r"\(([^()]{2,80})\)|/\s?([^/]{2,30}?)\s?/")
_IN = re.compile(r"(?:^|\s)(?:في|فی|on|په)$")
_BEFORE_HEADLINE = re.compile(r"[])]|\s?[-–—|]\s")
# What begins a form or a sentence rather than a headline.
_FIELD = re.compile(r"[,،;]|\s?[^\s:]+\s?:\s")
_END_WORDS = ("ublished in ", "UBLISHED IN ", "شائع")
_PUBLISHED_IN = re.compile(
    r"\W*(?:(?:originally |first )?published in [^\d\n]{2,50}⟨⟩\W*|یہ (?:مضمون|کالم|تحریر|خبر|رپورٹ|بلاگ|انٹرویو)"
    r" [^\d\n]{0,40}⟨⟩ کو (?:\S+ میں )?شائع (?:ہوا|ہوئی|کیا گیا|کی گئی)\W*)",
    re.IGNORECASE,
)


class PublicationDate(NamedTuple):
    """When a text says it was published: moment (UTC), local date, `minute` or `day`, and where it says so."""

    published_at: datetime | None
    published_on: date | None
    date_precision: str | None
    date_method: str | None
    # The calendar the text uses: gregorian, jalali or hijri.
    date_calendar: str | None = None


NO_DATE = PublicationDate(None, None, None, None)


class _Reading(NamedTuple):
    """A date, how it stands in its line, and the words beside it, which may have a time."""

    method: str
    found: Found
    beside: str = ""


def find_date(text: str, reference: date | None = None) -> PublicationDate:
    r"""The publication date that the head of a normalized text gives.

    The method is `labelled` (`Published: ...`), `line` (a line with nothing else), `headline`
    (glued to it) or `dateline` (after the place). A date without a year needs a reference: it is
    the last such day until then.

    >>> find_date("نئی خبر\n\nPublished : March 7, 2026 at 11:47 AM IST\nماسکو: آج")[1:]
    (datetime.date(2026, 3, 7), 'minute', 'labelled', 'gregorian')
    >>> find_date("۷ مارچ ۲۰۲۶ء\nنئی خبر\n16 اکتوبر 2020 کو بارش ہوئی")[1:]
    (datetime.date(2026, 3, 7), 'day', 'line', 'gregorian')
    >>> find_date("نئی خبر\nاسلام آباد ۔ یکم دسمبر (اے پی پی) آج", date(2014, 12, 2))[1:]
    (datetime.date(2014, 12, 1), 'day', 'dateline', 'gregorian')
    >>> find_date("نئی خبر\nلاہور: شہر میں 16 اکتوبر 2020 کو بارش ہوئی تھی۔")
    PublicationDate(published_at=None, published_on=None, date_precision=None, date_method=None, date_calendar=None)
    """
    lines = head_lines(text)
    readings = [
        reading for number in range(len(lines)) for reading in _read(lines, number, reference)
    ]
    if (
        len({reading.found.on for reading in readings if reading.method == "line"})
        >= _LIST_OF_DATES
    ):
        readings = [reading for reading in readings if reading.method != "line"]
    if not readings:
        readings = list(_read_end(text))
    if not readings:
        return NO_DATE
    return _answer(min(readings, key=lambda reading: _METHODS.index(reading.method)))


def declared_date(published: date | datetime | str | None, method: str) -> PublicationDate:
    """The publication date that somebody tells: a value of YAML or JSON, or a date as people write it.

    >>> declared_date("2026-03-07T11:47:00+05:30", "sidecar").published_at
    datetime.datetime(2026, 3, 7, 6, 17, tzinfo=datetime.timezone.utc)
    >>> declared_date("7 مارچ 2026", "front_matter").published_on
    datetime.date(2026, 3, 7)
    """
    if isinstance(published, str):
        line = fold_variants(published[:_LONGEST_DATE_LINE]).strip()
        with contextlib.suppress(ValueError):
            return declared_date(
                datetime.fromisoformat(line) if len(line) > _ISO_DAY else date.fromisoformat(line),
                method,
            )
        found = _first(line, None)
        return _publication(line, found, method) if found else NO_DATE
    if isinstance(published, datetime):
        moment = published.astimezone(UTC) if published.tzinfo else None
        return PublicationDate(
            moment, published.date(), "minute" if moment else "day", method, GREGORIAN
        )
    return PublicationDate(None, published, "day", method, GREGORIAN) if published else NO_DATE


def is_after(found: PublicationDate, seen_at: datetime) -> bool:
    """Whether a date lies after the moment its text was seen: the announcement of something, or a slip.

    Dates are local and clocks differ: a day is allowed.

    >>> seen_at = datetime(2026, 3, 7, 12, tzinfo=UTC)
    >>> [is_after(find_date(line), seen_at) for line in ("7 March 2026", "8 March 2026", "9 March 2026")]
    [False, False, True]
    """
    if found.published_at:
        return found.published_at > seen_at + timedelta(days=1)
    return found.published_on is not None and found.published_on > seen_at.date() + timedelta(
        days=1
    )


def without_date(headline: str) -> str:
    """A headline without the date that is glued to it.

    >>> without_date("2015 /Nov/ 24 - نئی خبر"), without_date("date 2026-03-07 نئی خبر")
    ('نئی خبر', 'نئی خبر')
    >>> without_date("خبر دیا08 نومبر ، 2024")
    'خبر دیا'
    >>> without_date("یکم جنوری 2024 سے نیا قانون")
    'یکم جنوری 2024 سے نیا قانون'
    """
    found = _glued(headline)
    if found is None:
        return headline
    if _is_before_headline(headline[: found.start]):
        return headline[found.end :].lstrip(" -–—|:،,])")
    return headline[: found.start].rstrip(" -–—|،,[(")


def date_span(part: str) -> tuple[int, int] | None:
    """Where the first date of a part of a line stands, with or without a year.

    >>> date_span("اسلام آباد ۔ 7 مارچ (اے پی پی)")
    (13, 19)
    """
    found = _first(part, date(2000, 12, 31)) if _may_have_date(part, is_year_needed=False) else None
    return (found.start, found.end) if found else None


def is_date_line(line: str) -> bool:
    """Whether a line says when a text was published, and nothing else.

    >>> is_date_line("ہفتہ، 7 مارچ 2026"), is_date_line("7 مارچ 2026 کو بارش ہوگی")
    (True, False)
    """
    if len(line) > _LONGEST_DATE_LINE or not _may_have_date(line, is_year_needed=True):
        return False
    return _tells_date(line)


@lru_cache(maxsize=_MOST_LINES)
def _tells_date(line: str) -> bool:
    dates = find_dates(line)
    return any(told.is_alone for told in read_line(line, dates, None)) if dates else False


def _read(lines: list[str], number: int, reference: date | None) -> Iterator[_Reading]:
    """The dates of a line of the head that stand where a date of publication does."""
    line = lines[number]
    is_short = len(line) <= _LONGEST_DATE_LINE
    start = line if is_short else line[:_START_CHARS]
    if _may_have_date(start, is_year_needed=reference is None):
        dates = find_dates(start, reference)
        for told in (
            read_line(line, dates, lines[number - 1] if number else None)
            if dates and is_short
            else ()
        ):
            if told.is_alone or number:
                yield _Reading("labelled" if told.is_labelled else "line", told.found, told.beside)
        for found in dates:
            if is_dateline(start[: found.start], start[found.end :]):
                yield _Reading("dateline", found)
                break
    if number == 0:
        glued = _glued(line)
        if glued:
            yield _Reading("headline", glued)


def _may_have_date(part: str, *, is_year_needed: bool) -> bool:
    if is_year_needed:
        return _YEAR.search(part) is not None
    return _DIGIT.search(part) is not None or _MONTH.search(part) is not None


def _first(part: str, reference: date | None) -> Found | None:
    return next(iter(find_dates(part, reference)), None)


def is_dateline(before: str, behind: str) -> bool:
    """Whether a place stands before a date, and behind it what ends a dateline.

    >>> is_dateline("لاہور ۔ ", " (اے پی پی) شہر میں"), is_dateline("لاہور میں ", " (ہفتہ) کو")
    (True, False)
    """
    opened, bracket, credit = fold_variants(before).lstrip(_OPENING).partition("(")
    place, mark = _IN.sub("", opened.rstrip(_MARKS)).rstrip(_MARKS), opened.rstrip()[-1:]
    if not place or len(place) > _LONGEST_PLACE or _DIGIT.search(place):
        return False
    is_known = city_name(place) is not None
    if bracket:
        return (
            is_reporter(credit)
            and behind.lstrip(_MARKS).startswith(")")
            and (is_known or not is_sentence(place))
        )
    rest = fold_variants(behind).lstrip()
    enclosed = _BRACKET.match(rest)
    if enclosed and not continues_sentence(rest[enclosed.end() :]):
        if is_reporter(enclosed[1] or enclosed[2]):
            return is_known or not is_sentence(place)
        return is_known and mark in _MARKS and enclosed[1] is not None
    if is_known:
        return rest[:1] in {":", "۔", ".", "-"} or _is_agency_next(rest)
    return (
        rest[:1] in {":", "۔", "-"}
        and (place.isupper() or mark in {"۔", "-"})
        and not is_sentence(place)
    )


def _is_agency_next(rest: str) -> bool:
    """Whether the first words behind a date are an agency: `March 7, 2026, SPA -- `."""
    first = rest.lstrip(_MARKS).split(" ", 3)[:3]
    return any(
        is_agency(" ".join(first[:count]).rstrip(_MARKS)) for count in range(1, len(first) + 1)
    )


def _glued(headline: str) -> Found | None:
    """A full date that is glued to a headline: before it, with a label or a dash, or right behind its last letter."""
    tail = max(len(headline) - _HEADLINE_END_CHARS, 0)
    if not (_YEAR.search(headline, 0, _START_CHARS) or _YEAR.search(headline, tail)):
        return None
    before = _first(headline[:_START_CHARS], None)
    if before and _is_before_headline(headline[: before.start]):
        rest = headline[before.end :]
        is_marked = _BEFORE_HEADLINE.match(rest) or (
            headline[: before.start].strip() and not _FIELD.match(rest)
        )
        if is_marked and any(map(str.isalpha, rest)) and not find_dates(rest[:_START_CHARS]):
            return before
    for found in find_dates(headline[tail:]):
        start = tail + found.start
        is_last = not headline[tail + found.end :].strip(" .۔])")
        if is_last and (headline[:start][-1:].isalpha() or headline[:start].rstrip().endswith("|")):
            return found._replace(start=start, end=tail + found.end)
    return None


def _is_before_headline(text: str) -> bool:
    """Whether what stands before a date is nothing, a bracket or a label of a date of publication."""
    return not text.strip(" [(") or label_of(text) == PUBLISHED_LABEL


def _read_end(text: str) -> Iterator[_Reading]:
    """The date of a last line that says where a text was published first."""
    end = text[-_END_CHARS:]
    lines = end.split("\n")[-_END_LINES:] if any(word in end for word in _END_WORDS) else []
    for line in lines:
        dates = find_dates(line) if len(line) <= _LONGEST_DATE_LINE else ()
        for found in dates[:1]:
            if _PUBLISHED_IN.fullmatch(line[: found.start] + "⟨⟩" + line[found.end :]):
                yield _Reading("labelled", found)


def _publication(line: str, found: Found, method: str) -> PublicationDate:
    """The date, and the moment where the line also has a time and a zone."""
    return _answer(_Reading(method, found, line[: found.start] + " " + line[found.end :]))


def _answer(reading: _Reading) -> PublicationDate:
    moment = read_moment(reading.beside, reading.found.on) if reading.beside.strip() else None
    precision = "minute" if moment else "day"
    return PublicationDate(
        moment, reading.found.on, precision, reading.method, reading.found.calendar
    )
