"""This file reads the publication date out of a text: a line that says it, or a headline or dateline that carries it.

Dates in the body are events and never taken. The grammar is small on purpose: what it does not know, it leaves out.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

import regex

from transforms.calendars import GREGORIAN, calendar_of, to_gregorian
from transforms.months import BESIDE_DATES, DATE_LABELS, URDU_MONTHS, WEEKDAYS, ZONES, day_numbers, months

_HEAD_LINES = 8
"""Of the lines that are not blank: the head of a page. A date further down is the body's."""
_START_CHARS = 100
"""Of a line: dates of publication stand at its start, or glued to the end of a headline."""
_DATELINE_CHARS = 60
"""Of a line that is too long to be a date."""
_LONGEST_HEADLINE = 400
_ISO_DAY = len("2026-03-07")

_MONTHS, _DAYS = months(), day_numbers()
_NATIVE_DIGIT = re.compile("[۰-۹٠-٩०-९]")


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_DAY = rf"(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)|(?<!\w)(?P<day_word>{_any_of(list(_DAYS))})(?!\w))"
_GAP = r"[\s,،.۔/-]{0,4}"


def _forms(century: str, *, is_gregorian: bool) -> list[re.Pattern[str]]:
    """A year first, a day first, a month first, a year and a month's name."""
    names = [name for name, (calendar, _) in _MONTHS.items() if (calendar == GREGORIAN) == is_gregorian]
    month = rf"(?P<month>{_any_of(names)})(?![^\W\d_])"
    year = rf"(?<!\d)(?P<year>(?:{century})\d\d)(?!\d)\s?(?:ء|ع\b|م\b)?"
    forms = [
        rf"(?<!\d)(?P<year>(?:{century})\d\d)([-/.])(?P<number>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)",
        rf"{_DAY}{_GAP}{month}{_GAP}(?:سنہ\s)?{year}",
        rf"(?<![^\W\d_]){month}{_GAP}{_DAY}{_GAP}{year}",
        rf"{year}{_GAP}{month}{_GAP}{_DAY}",
    ]
    without_year = [rf"{_DAY}{_GAP}{month}"] if is_gregorian else []
    return [re.compile(form, re.IGNORECASE) for form in (*forms, *without_year)]


_FORMS, _OTHER_FORMS = _forms("19|20", is_gregorian=True), _forms("13|14", is_gregorian=False)
"""Of the Gregorian calendar, the last without a year; and of the others."""
_OTHER_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")

_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::\d\d)?(?!\d)\s*(AM|PM)?", re.IGNORECASE)
_ZONE = re.compile(r"(?<!\w)(?:(IST|PKT|GMT|UTC|Z)|([+-])(\d\d):?(\d\d))(?!\w)")
_LABEL = re.compile(rf"^[\s*\[(|]*(?:{_any_of(DATE_LABELS)})(?=[\s:：])[\s:：-]*", re.IGNORECASE)
_SMALL_TALK = re.compile(rf"(?<!\w)(?:{_any_of([*WEEKDAYS.split(), *BESIDE_DATES])})(?!\w)|\W", re.IGNORECASE)
"""What may stand beside a date on a line of its own."""
_DATELINE = re.compile(r"^[^\d:(]{2,30}?[\s۔,،:(–—-]+$")
_AFTER_DATELINE = re.compile(r"^\s*[(۔:–—-]")
_DASH = re.compile(r"\s*[-–—|]\s")

_METHODS = ("labelled", "line", "headline", "dateline")
"""The first of these that the head has is believed."""
_DIGIT = re.compile(r"\d")
_DIGITS_IN_ROWS = re.compile(r"\d{4}([-/.])\d{1,2}\1\d")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_NAMES = frozenset(name.split()[0] for name, (calendar, _) in _MONTHS.items() if calendar == GREGORIAN)


class PublicationDate(NamedTuple):
    """When a text says it was published: moment (UTC), local date, `minute` or `day`, and where it says so."""

    published_at: datetime | None
    published_on: date | None
    date_precision: str | None
    date_method: str | None
    date_calendar: str | None = None
    """The calendar the text uses: gregorian, jalali or hijri."""


NO_DATE = PublicationDate(None, None, None, None)


class _Found(NamedTuple):
    on: date
    calendar: str
    start: int
    end: int


def find_date(text: str, reference: date | None = None) -> PublicationDate:
    r"""The publication date that the head of a normalized text gives.

    The method is `labelled` (`Published: ...`), `line` (a line with nothing else), `headline` (glued to it) or
    `dateline` (after the place). A date without a year needs a reference: it is the last such day until then.

    >>> find_date("نئی خبر\n\nPublished : March 7, 2026 at 11:47 AM IST\nماسکو: آج")[1:]
    (datetime.date(2026, 3, 7), 'minute', 'labelled', 'gregorian')
    >>> find_date("۷ مارچ ۲۰۲۶ء\nنئی خبر\n16 اکتوبر 2020 کو بارش ہوئی")[1:]
    (datetime.date(2026, 3, 7), 'day', 'line', 'gregorian')
    >>> find_date("نئی خبر\nاسلام آباد ۔ یکم دسمبر (اے پی پی) آج", date(2014, 12, 2))[1:]
    (datetime.date(2014, 12, 1), 'day', 'dateline', 'gregorian')
    >>> find_date("نئی خبر\nلاہور: شہر میں 16 اکتوبر 2020 کو بارش ہوئی تھی۔")
    PublicationDate(published_at=None, published_on=None, date_precision=None, date_method=None, date_calendar=None)
    """
    found = [
        (_METHODS.index(method), line, date_found)
        for number, line in enumerate(_head(text))
        for method, date_found in _read(line, reference, is_first=number == 0)
    ]
    if not found:
        return NO_DATE
    rank, line, first = min(found, key=lambda reading: reading[0])
    return _publication(line, first, _METHODS[rank])


def date_told(published: date | datetime | str | None, method: str) -> PublicationDate:
    """The publication date that somebody tells: a value of YAML or JSON, or a date as people write it.

    >>> date_told("2026-03-07T11:47:00+05:30", "sidecar").published_at
    datetime.datetime(2026, 3, 7, 6, 17, tzinfo=datetime.timezone.utc)
    >>> date_told("7 مارچ 2026", "front_matter").published_on
    datetime.date(2026, 3, 7)
    """
    if isinstance(published, str):
        line = _fold(published[:_START_CHARS]).strip()
        with contextlib.suppress(ValueError):
            return date_told(
                datetime.fromisoformat(line) if len(line) > _ISO_DAY else date.fromisoformat(line), method
            )
        found = _first(line, None)
        return _publication(line, found, method) if found else NO_DATE
    if isinstance(published, datetime):
        moment = published.astimezone(UTC) if published.tzinfo else None
        return PublicationDate(moment, published.date(), "minute" if moment else "day", method, GREGORIAN)
    return PublicationDate(None, published, "day", method, GREGORIAN) if published else NO_DATE


def is_after(found: PublicationDate, seen_at: datetime) -> bool:
    """Whether a date lies after the moment its text was seen: the announcement of something, or a slip.

    Dates are local and clocks differ: a day is allowed.

    >>> seen_at = datetime(2026, 3, 7, 12, tzinfo=timezone.utc)
    >>> [is_after(find_date(line), seen_at) for line in ("7 March 2026", "8 March 2026", "9 March 2026")]
    [False, False, True]
    """
    if found.published_at:
        return found.published_at > seen_at + timedelta(days=1)
    return found.published_on is not None and found.published_on > seen_at.date() + timedelta(days=1)


def without_date(headline: str) -> str:
    """A headline without the date that is glued to it.

    >>> without_date("2015 /Nov/ 24 - نئی خبر"), without_date("date 2026-03-07 نئی خبر")
    ('نئی خبر', 'نئی خبر')
    >>> without_date("خبر دیا08 نومبر ، 2024")
    'خبر دیا'
    >>> without_date("یکم جنوری 2024 سے نیا قانون")
    'یکم جنوری 2024 سے نیا قانون'
    """
    line = _fold(headline)
    label = _LABEL.match(line)
    found = _glued_before(line) or _glued_behind(line)
    if found is None:
        return headline
    if found.start > (label.end() if label else 0):
        return headline[: found.start].rstrip(" -–—|،,")
    return headline[found.end :].lstrip(" -–—|:،,")


def date_span(part: str) -> tuple[int, int] | None:
    """Where the first date of a part of a line stands, with or without a year.

    >>> date_span("اسلام آباد ۔ 7 مارچ (اے پی پی)")
    (13, 19)
    """
    found = _first(_fold(part), date(2000, 12, 31))
    return (found.start, found.end) if found else None


def is_date_line(line: str) -> bool:
    """Whether a line says when a text was published, and nothing else.

    >>> is_date_line("ہفتہ، 7 مارچ 2026"), is_date_line("7 مارچ 2026 کو بارش ہوگی")
    (True, False)
    """
    return any(method in {"labelled", "line"} for method, _ in _read(_fold(line), None, is_first=False))


def _head(text: str) -> Iterator[str]:
    """The first lines that are not blank, digits folded; as long as the text, so that places stay."""
    start = count = 0
    while start < len(text) and count < _HEAD_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + _LONGEST_HEADLINE)]
        if line.strip():
            count += 1
            yield _fold(line)
        start = end + 1


def _fold(line: str) -> str:
    """A line with ASCII digits, as long as it was."""
    return _NATIVE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), line)


def _read(line: str, reference: date | None, *, is_first: bool) -> Iterator[tuple[str, _Found]]:
    """The date of a line, if it stands where a date of publication does, and how it stands there."""
    start = line if len(line) <= _START_CHARS else line[:_DATELINE_CHARS]
    found = _first(start, reference)
    if found:
        before, after = start[: found.start], start[found.end :]
        label = _LABEL.match(start)
        if label and not before[label.end() :].strip(" ,،") and _is_alone(line[found.end :]):
            yield "labelled", found
        elif len(line) <= _START_CHARS and _is_alone(before + " " + after):
            yield "line", found
        elif _DATELINE.match(before) and _AFTER_DATELINE.match(after):
            yield "dateline", found
    if is_first:
        glued = _glued_before(line) or _glued_behind(line)
        if glued:
            yield "headline", glued


def _first(part: str, reference: date | None) -> _Found | None:
    """The first date of a part of a line; a longer form before a shorter one."""
    if not _may_have_date(part):
        return None
    others = _OTHER_FORMS if _OTHER_YEAR.search(part) else []
    for form in [*others, *(_FORMS if reference else _FORMS[:-1])]:
        for match in form.finditer(part):
            found = _as_date(match.groupdict(), reference)
            if found:
                return _Found(*found, match.start(), match.end())
    return None


def _may_have_date(part: str) -> bool:
    """A quick look: a digit and the name of a month, or one of Urdu, whose days may be words, or digits in rows."""
    if _DIGIT.search(part):
        is_numeric = _DIGITS_IN_ROWS.search(part) or _OTHER_YEAR.search(part)
        return bool(is_numeric) or not _NAMES.isdisjoint(_WORD.findall(part.lower()))
    return any(name in part for name in URDU_MONTHS)


def _as_date(parts: dict[str, str | None], reference: date | None) -> tuple[date, str] | None:
    """A day that exists, with its calendar; null otherwise."""
    day, number, year = (int(parts.get(name) or 0) for name in ("day", "number", "year"))
    day = day or _DAYS.get(parts.get("day_word") or "", 0)
    calendar, month = (calendar_of(year), number) if number else _MONTHS[(parts["month"] or "").lower()]
    try:
        if year:
            return to_gregorian(calendar, year, month, day), calendar
        on = _last_such_day(month, day, reference) if reference and calendar == GREGORIAN else None
    except ValueError:
        return None
    return (on, calendar) if on else None


def _last_such_day(month: int, day: int, reference: date) -> date | None:
    """The last day so named until the day after the reference: clocks and zones differ."""
    for year in (reference.year + 1, reference.year, reference.year - 1):
        with contextlib.suppress(ValueError):
            on = date(year, month, day)
            if on <= reference + timedelta(days=1):
                return on
    return None


def _is_alone(rest: str) -> bool:
    return not _SMALL_TALK.sub("", _ZONE.sub(" ", _TIME.sub(" ", rest)))


def _glued_before(line: str) -> _Found | None:
    """A full date before a headline, with a label or a dash between."""
    found = _first(line[:_START_CHARS], None)
    label = _LABEL.match(line)
    if found is None or line[label.end() if label else 0 : found.start].strip():
        return None
    rest = line[found.end :]
    return found if rest.strip() and (label or _DASH.match(rest)) else None


def _glued_behind(line: str) -> _Found | None:
    """A full date right behind the last letter of a headline, or behind a bar."""
    tail = max(len(line) - _START_CHARS // 2, 0)
    found = _first(line[tail:], None)
    if found is None or line[tail + found.end :].strip(" .۔"):
        return None
    before = line[: tail + found.start]
    is_glued = before[-1:].isalpha() or before.rstrip().endswith("|")
    return found._replace(start=tail + found.start, end=tail + found.end) if is_glued else None


def _publication(line: str, found: _Found, method: str) -> PublicationDate:
    """The date, and the moment where the line also has a time and a zone."""
    rest = line[found.end :] if method != "line" else line[: found.start] + " " + line[found.end :]
    time, zone = _TIME.search(rest), _ZONE.search(rest)
    if method not in {"headline", "dateline"} and time and zone:
        hour = int(time[1]) % 12 + 12 * (time[3].upper() == "PM") if time[3] else int(time[1])
        minutes = ZONES[zone[1]] if zone[1] else int(zone[2] + "1") * (60 * int(zone[3]) + int(zone[4]))
        if hour < 24 and int(time[2]) < 60:
            local = datetime(found.on.year, found.on.month, found.on.day, hour, int(time[2]), tzinfo=_offset(minutes))
            return PublicationDate(local.astimezone(_offset(0)), found.on, "minute", method, found.calendar)
    return PublicationDate(None, found.on, "day", method, found.calendar)


def _offset(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))
