"""Read the dates that stand where a text says when it was published: in its head, at its end."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from transforms.dates.date_line_rules import DatedLine, is_own_date
from transforms.dates.date_lines import read_date_line
from transforms.dates.dateline_dates import is_dateline
from transforms.dates.digits import has_digit, has_year
from transforms.dates.grammar import FoundDate, find_dates
from transforms.dates.headline_dates import glued_date, may_be_glued
from transforms.dates.published_in import published_in
from transforms.dates.vocabulary import DATED_IN_WORDS, PUBLISHED, words
from transforms.gazetteer.rarest_letter import has_any_of
from transforms.text.head import head_lines, written_lines
from transforms.text.letter_variants import any_of, fold_variants

LONGEST_DATE_LINE = 120
# Characters of a longer line in which a dateline stands.
_START_CHARS = 80
# Where a text may end with the place and day of its publication.
_END_CHARS = 300
_END_LINES = 3
# Lines at the start of which one may say when a text was first published.
_START_LINES = 3
# So many dates on lines of their own in one head are a list of stories or events.
_LIST_OF_DATES = 3
# Older dates are those of letters, anniversaries and history, unless a label says that they are of
# publication: the web has no news from before. Archives declare their dates.
_FIRST_YEAR_OF_WEB_NEWS = 1990
# The zeros of clocks (Unix, spreadsheets, Macintosh, DOS), in some zone: programs print them where
# they have no date.
_ZEROS = frozenset(
    {
        *(date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1)),
        *(date(1969, 12, 31), date(1970, 1, 1), date(1980, 1, 1)),
    }
)
_PUBLISHED = re.compile(any_of(PUBLISHED.split("|")), re.IGNORECASE)
# What a date without a digit has.
_MONTH = has_any_of(map(fold_variants, words(DATED_IN_WORDS)))
_SENTENCE_GAP = re.compile(r"(?<=[.۔!?؟।])\s+")
# Letters of languages that write the day first; a line with Latin ones may be a program's.
_DAY_FIRST = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u0900-\u09ff]")
_LATIN = re.compile(r"[A-Za-z]")


class Reading(NamedTuple):
    """A date, where it stands, and the words around it, which may have a time."""

    method: str
    found: FoundDate
    context: str = ""
    # Whether its line or the one above says that it is of publication.
    says_published: bool = False


def read_head(text: str, reference: date | None) -> list[Reading]:
    """Return the dates of the head that stand where a date of publication does.

    Args:
        text: a normalized text.
        reference: see `find_dates`.
    """
    head = head_lines(text)
    readings = list(_read_lines(head, reference))
    if not readings:
        return []
    on_lines = {reading.found.on for _, reading in readings if reading.method == "line"}
    is_list = len(on_lines) >= _LIST_OF_DATES
    lines = written_lines(text.split("\n"))
    return [
        reading
        for number, reading in readings
        if not (is_list and reading.method == "line")
        and is_own_date(DatedLine(reading.method, lines[:number], lines[number + 1 :]))
    ]


def read_end(text: str) -> Iterator[Reading]:
    """Yield the date of a last line that says when a text was first published."""
    end = text[-_END_CHARS:]
    if not has_year(end):
        return
    for line in end.split("\n")[-_END_LINES:]:
        last = _SENTENCE_GAP.split(line.strip())[-1]
        for sentence in dict.fromkeys((line, last)):
            found = published_in(sentence, is_end=True)
            if found and len(sentence) <= LONGEST_DATE_LINE:
                yield Reading("labelled", found)


def may_have_date(part: str, *, is_year_needed: bool) -> bool:
    """Check quickly for what a date has at least."""
    if is_year_needed:
        return has_year(part)
    return has_digit(part) or _MONTH.search(part) is not None


def _read_lines(head: Sequence[str], reference: date | None) -> Iterator[tuple[int, Reading]]:
    """Yield the dates of the head that are not too old, with the number of their line."""
    numbers = range(len(head)) if reference else _lines_with_year(head)
    for number in numbers:
        for reading in _read_line(head, number, reference):
            near = head[max(0, number - 1) : number + 1]
            says_published = reading.method == "labelled" and any(map(_says_published, near))
            if _is_news(reading.found.on, says_published=says_published):
                yield number, reading._replace(says_published=says_published)


def _lines_with_year(head: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that have a year where a rule looks for one: mostly none."""
    numbers = [number for number, line in enumerate(head) if has_year(line[:LONGEST_DATE_LINE])]
    is_glued = numbers[:1] != [0] and any(map(may_be_glued, head[:1]))
    return [0, *numbers] if is_glued else numbers


def _is_news(on: date, *, says_published: bool) -> bool:
    """Check that a date is not too old; one of publication may be, if it is no zero of a clock."""
    if on.year >= _FIRST_YEAR_OF_WEB_NEWS:
        return True
    return says_published and on not in _ZEROS


def _says_published(line: str) -> bool:
    return _PUBLISHED.search(fold_variants(line)) is not None


def _read_line(lines: Sequence[str], number: int, reference: date | None) -> Iterator[Reading]:
    """Yield the dates of one line of the head: of a date line, a dateline, a headline, a note."""
    line = lines[number]
    is_short = len(line) <= LONGEST_DATE_LINE
    start = line if is_short else line[:_START_CHARS]
    if may_have_date(start, is_year_needed=reference is None):
        dates = find_dates(start, reference, is_day_first=_is_day_first(line, lines[0]))
        if dates and is_short:
            yield from _read_date_line(line, dates, lines[number - 1] if number else None)
        yield from _read_dateline(start, dates)
    if number == 0:
        yield from _readings("headline", glued_date(line))
    if number < _START_LINES and has_year(line[:LONGEST_DATE_LINE]):
        yield from _readings("labelled", published_in(line, is_end=False))


def _readings(method: str, found: FoundDate | None) -> list[Reading]:
    return [Reading(method, found)] if found else []


def _is_day_first(line: str, headline: str) -> bool:
    if _LATIN.search(line):
        return False
    return _DAY_FIRST.search(headline) is not None or _DAY_FIRST.search(line) is not None


def _read_date_line(line: str, dates: Sequence[FoundDate], above: str | None) -> Iterator[Reading]:
    """Yield the date of a date line; the first line of a text must have nothing else."""
    date_line = read_date_line(line, dates, above)
    if date_line and (date_line.is_alone or above is not None):
        method = "labelled" if date_line.is_labelled else "line"
        yield Reading(method, date_line.found, date_line.context)


def _read_dateline(start: str, dates: Sequence[FoundDate]) -> Iterator[Reading]:
    """Yield the first date that stands in a dateline."""
    for found in dates:
        # Without a place it is none.
        if found.start and is_dateline(start[: found.start], start[found.end :]):
            yield Reading("dateline", found)
            return
