"""Find lines that begin in the form of a dateline, and take them apart.

The form is wide: `پاکستان کرکٹ بورڈ (پی سی بی)` has it and is no dateline. The rules of
`dateline_rules` decide.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from transforms.dates.digits import has_digit
from transforms.dates.publication_date import date_span
from transforms.gazetteer.lists import ListMarks
from transforms.gazetteer.lookup import (
    agency_name,
    city_name,
    is_agency,
    is_city,
    is_dateline_prefix,
    is_desk,
)
from transforms.gazetteer.phrases import NAME_MARKS
from transforms.text.letter_variants import LETTER

# Characters that must follow a dateline: `سوال:` and captions have less.
SHORTEST_REPORT = 40
# Characters of a line in which a dateline stands, and in which its date begins and ends.
START_CHARS = 120
_DATE_CHARS = 80

_CACHED_NAMES = 1_024

# The day of a month that is written without a digit.
_FIRST_DAY = "یکم"
_NAME = r"[^\W\d_](?:[\w\u200c'’-]|\.(?!\.))*"
_WORDS = rf"{_NAME}(?:\s{_NAME}){{0,3}}"
_LIST_WORDS = frozenset(["اور", "و", "او", "and", "और", "۽"])
_AND = rf"\s?[/+،,]\s?|\s(?:{'|'.join(sorted(_LIST_WORDS))})\s"
# What stands for a date, so that the expression below stays one that can be read.
_DATE = "⟨⟩"
_FORM = regex.compile(
    r"^[\s\"'“”«(*]*(?:\d\d?\s)?"
    rf"(?P<places>{_WORDS}(?:(?:{_AND}){_WORDS}){{0,4}})"
    r"(?:\s?\[[^][\n]{2,30}\])?"
    r"(?P<mark>\s?[:،,؛۔.…।–—ـ/-]*)\s*"
    rf"(?P<date>{_DATE})?\s*"
    r"(?P<after>[:۔.…–—ـ،,؛/-]*)\s*"
    r"(?:\((?P<credit>[^()\n]{2,80})\))?"
    r"(?P<end>\s?[:۔.।–—ـ-]*)"
)
# What a line begins with that has the form: a letter, perhaps after a number.
_BEGINNING = re.compile(r"[\s\"'“”«(*]*(?:\S\S?\s)?[^\s!-@[-`{-~]")
# What every dateline has; most lines have none of it in their first words. The class of all first
# marks is searched by table, and what follows decides.
_MARK = re.compile(
    r"[:(–—…।/۔.ـ،,-]"
    rf"(?:(?<=[:(–—…।/-])|(?<=[۔.ـ])[۔.ـ]|(?<=[۔،,])\s?(?:\d|{_FIRST_DAY}))"
)
_FIRST_WORD = re.compile(rf"{LETTER}+")
_LIST = ListMarks(regex.compile(_AND), re.compile("[/+،,]"), _LIST_WORDS)
_IN_WORDS = ("في", "فی")
_IN = regex.compile(rf"\s(?:{'|'.join(_IN_WORDS)})$")


class Candidate(NamedTuple):
    """The start of a line in the form of a dateline, taken apart."""

    # Cities, and names that the gazetteer does not know.
    places: Sequence[str]
    # Agencies and desks that stand among the places.
    agencies: Sequence[str]
    # Places and agencies as written, without the `في` that stands before a date.
    written: str
    # The line up to its date, with the mark after the places; null where no date follows them.
    before_date: str | None
    # The marks after the places, after the date and after the bracket.
    place_mark: str
    date_mark: str
    end_mark: str
    # The words of the bracket without a date, which may be none; null where no bracket follows.
    bracket: str | None
    # What follows on the line. Where nothing does, the report stands on the next line.
    rest: str
    # The position of that.
    end: int
    is_alone: bool

    @property
    def marks(self) -> str:
        """All the marks."""
        return self.place_mark + self.date_mark + self.end_mark

    @property
    def place(self) -> str:
        """The first place where agencies stand among the places, otherwise all of them."""
        return self.places[0] if self.agencies else self.written.strip(NAME_MARKS)


def find_candidate(
    line: str, following: str, *, shortest: int = SHORTEST_REPORT
) -> Candidate | None:
    """Return the start of a line if it has the form of a dateline, and a report after it.

    Args:
        line: a line that is not blank.
        following: the next such line: the report, where the dateline has a line of its own.
        shortest: characters that must follow the dateline.
    """
    start = line[:START_CHARS]
    if not _may_begin(start) or not _BEGINNING.match(start):
        return None
    span = date_span(start[:_DATE_CHARS])
    marked = start[: span[0]] + _DATE + start[span[1] :] if span else start
    form = _FORM.match(marked)
    if form is None:
        return None
    rest_chars = len(line) - form.end()
    is_alone = rest_chars == 0
    if (len(following) if is_alone else rest_chars) < shortest:
        return None
    is_date_before = span is not None and span[0] < form.end()
    end = form.end() + (span[1] - span[0] - len(_DATE) if span and is_date_before else 0)
    return _take_apart(form, marked[form.end() :], end, is_alone=is_alone)


def _take_apart(form: regex.Match[str], rest: str, end: int, *, is_alone: bool) -> Candidate:
    places, place_mark, date_mark, credit, end_mark = form.group(
        "places", "mark", "after", "credit", "end"
    )
    has_marks = bool(place_mark.strip() or date_mark or end_mark.strip())
    names = _names_of(places, is_open=not credit and not has_marks)
    return Candidate(
        places=names.places,
        agencies=names.agencies,
        written=names.written,
        before_date=places + place_mark if form["date"] else None,
        place_mark=place_mark,
        date_mark=date_mark,
        end_mark=end_mark,
        bracket=bracket_words(credit) if credit else None,
        rest=rest,
        end=end,
        is_alone=is_alone,
    )


class _Names(NamedTuple):
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    written: str


# Cached: most reports are filed from few places.
@lru_cache(maxsize=_CACHED_NAMES)
def _names_of(places: str, *, is_open: bool) -> _Names:
    """Tell places from agencies."""
    written = _without_in(places)
    names = _split_names(written, is_open=is_open)
    agencies = tuple(name for name in names if _is_agency_or_desk(name))
    return _Names(tuple(name for name in names if name not in agencies), agencies, written)


def _without_in(places: str) -> str:
    """Return places without the `في` that stands before a date."""
    return _IN.sub("", places) if places.endswith(_IN_WORDS) else places


def _may_begin(start: str) -> bool:
    """Check quickly for a mark, and for a bracket, a number or a first word of datelines."""
    if len(start) > SHORTEST_REPORT and not _MARK.search(start):
        return False
    return "(" in start or _has_number(start[:_DATE_CHARS]) or _may_be_name(start)


def _has_number(words: str) -> bool:
    return has_digit(words) or _FIRST_DAY in words


def _may_be_name(start: str) -> bool:
    """Check quickly whether the first word begins a known name, or is in capitals."""
    first = _FIRST_WORD.search(start)
    if first is None:
        return False
    word = first[0]
    return is_dateline_prefix(word) or (word.isascii() and word.isupper())


def bracket_words(bracket: str) -> str:
    """Return the words of a bracket without a date.

    >>> bracket_words("پژواک، ۱۶ حوت")
    'پژواک'
    """
    span = date_span(bracket)
    cut = bracket[: span[0]] + bracket[span[1] :] if span else bracket
    cut = cut.replace(_DATE, "")
    return cut.strip(NAME_MARKS) if cut != bracket else bracket.strip()


def _split_names(places: str, *, is_open: bool) -> list[str]:
    """Split a list into places and agencies.

    Where nothing ends the list (`is_open`), the sentence may have run into its last name: it is
    cut to the words that are known, if any are.
    """
    parts = [part.strip(NAME_MARKS) for part in _LIST.split(places)]
    names = [name for part in parts for name in _split_at_hyphen(part) if name]
    if is_open and len(names) > 1:
        names[-1] = _known_start(names[-1]) or names[-1]
    return names


def _known_start(words: str) -> str | None:
    """Return the longest start of some words that is a city or an agency."""
    parts = words.split(" ")
    starts = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((start for start in starts if is_city(start) or is_agency(start)), None)


def _split_at_hyphen(part: str) -> list[str]:
    """Split a place from an agency: `دمشق-سانا` are two names, `Mazar-i-Sharif` is one."""
    if "-" not in part:
        return [part]
    halves = part.split("-", 1)
    return halves if is_city(halves[0]) else [part]


def _is_agency_or_desk(name: str) -> bool:
    if city_name(name):
        return False
    return agency_name(name) is not None or is_desk(name)
