"""This file reads who filed a report, and from where: the dateline, and the credits that `credits` finds elsewhere.

A place is believed where it is known or where a date or an agency follows it: `پاکستان کرکٹ بورڈ
(پی سی بی)` looks like a dateline and is none.
"""

import re
from typing import NamedTuple

import regex

from transforms.attribution.credits import (
    byline_of,
    credit_in_sentences,
    credit_on_line,
    credits_only,
    read_byline,
)
from transforms.dates.grammar import is_month
from transforms.dates.publication_date import date_span, is_dateline
from transforms.gazetteer.lookup import (
    agency_name,
    city_name,
    continues_sentence,
    is_agency,
    is_agency_prefix,
    is_city,
    is_city_prefix,
    is_dateline_prefix,
    is_desk,
    is_homonym,
    is_picture,
    is_reporter,
    is_sentence,
    place_name,
)
from transforms.text.letter_variants import LETTER

_HEAD_LINES = 8
_START_CHARS = 120
_DATE_CHARS = 80
# Characters that must follow a dateline: `سوال:` and captions have less.
_SHORTEST_REPORT = 40
# A first line that is longer may begin with a dateline; a headline may begin with a place that is
# none.
_LONGEST_HEADLINE = 150
# Words of a place that is not known, and of a credit behind one that is.
_LONGEST_PLACE = 3
_LONGEST_CREDIT = 5
_LATER_LINES = 3
_LATER_CHARS = 600

_WORDS = r"[^\W\d_][\w\u200c.'’-]*(?:\s[^\W\d_][\w\u200c.'’-]*){0,3}"
_AND = r"\s?[/+،,]\s?|\s(?:اور|و|او|and|और|۽)\s"
# What stands for a date, so that the expression below stays one that can be read.
_DATE = "⟨⟩"
_DATELINE = regex.compile(
    rf"^[\s\"'“”«(*]*(?:\d\d?\s)?(?P<places>{_WORDS}(?:(?:{_AND}){_WORDS}){{0,4}})(?:\s?\[[^][\n]{{2,30}}\])?"
    rf"(?P<mark>\s?[:،,۔.।–—ـ/-]*)\s*(?P<date>{_DATE})?\s*(?P<after>[:۔.–—ـ،,/-]*)\s*"
    r"(?:\((?P<credit>[^()\n]{2,80})\))?(?P<end>\s?[:۔.।–—ـ-]*)"
)
# What every dateline has; most lines have none of it in their first words.
_MARKS = re.compile(r"[:(–—।/-]|[۔.ـ]{2}|[۔،,]\s?(?:\d|یکم)")
_DIGIT = re.compile(r"\d|یکم")
_FIRST_WORD = re.compile(rf"{LETTER}+")
# The marks that end a dateline of a known place without a bracket; a full stop does not, it ends
# a sentence.
_BREAK = regex.compile(r"[:–—।]|[۔.ـ-]{2}|\s-$")
_LIST = regex.compile(_AND)
# What joins a place and an agency so that nothing else need end them.
_TIGHT = regex.compile(r"[/-]")
_IN = regex.compile(r"\s(?:في|فی)$")
_BRACKET = regex.compile(r"\(([^()\n]{2,80})\)")
_AROUND = " \"'“”«»[]*،,.۔:/–—ـ-"


class Dateline(NamedTuple):
    """Where and by whom: as written, and under one name for all spellings; null where the text does not tell."""

    dateline_place: str | None = None
    dateline_place_name: str | None = None
    agency: str | None = None
    agency_name: str | None = None
    byline: str | None = None


class _Found(NamedTuple):
    place: str
    agency: str | None


def read_dateline(text: str, *, has_headline: bool = True) -> Dateline:
    r"""The dateline and the credits of a normalized text; its first line is its headline, or it has none.

    >>> read_dateline("نئی خبر\n\nاسلام آباد ۔ 7 مارچ (اے پی پی) شہر میں آج صبح سے تیز بارش ہو رہی ہے۔")[:4]
    ('اسلام آباد', 'Islamabad', 'اے پی پی', 'APP')
    >>> read_dateline("نئی خبر\n\nنور پور: شہر میں آج صبح سے تیز بارش ہو رہی ہے اور بادل ہیں۔")[:2]
    (None, None)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    found = _dateline(lines, has_headline=has_headline)
    place, agency = found or (None, None)
    byline = byline_of(agency) if agency else None
    agency = None if byline else agency
    if agency is None:
        credit = credit_in_sentences(lines) or credit_on_line(lines)
        if credit:
            place, agency = place or credit.place, credit.agency
    return Dateline(
        place,
        place and place_name(place),
        agency,
        agency and agency_name(agency),
        byline or read_byline(lines),
    )


def is_credit(line: str) -> bool:
    """Whether a line of its own says who wrote or sent a report, and nothing else.

    >>> is_credit("(اے پی پی)"), is_credit("رپورٹ: نور خان"), is_credit("آج بارش ہوئی")
    (True, True, False)
    """
    return credits_only(line)


def _dateline(lines: list[str], *, has_headline: bool) -> _Found | None:
    """Place and agency of the first line that begins with a dateline, or has one behind its deck."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if (
            has_headline
            and number == 0
            and _SHORTEST_REPORT < len(line) <= _LONGEST_HEADLINE
            and len(lines) > 1
        ):
            continue
        found = _read(line, lines[number + 1] if number + 1 < len(lines) else "")
        if found:
            return found
    return next(filter(None, map(_read_later, lines[:_LATER_LINES])), None)


def _read(line: str, following: str) -> _Found | None:
    """The place a line begins with, and the agency behind it; a line may have nothing else, and the report follow."""
    start = line[:_START_CHARS]
    if not _may_begin(start):
        return None
    span = date_span(start[:_DATE_CHARS])
    marked = start[: span[0]] + _DATE + start[span[1] :] if span else start
    match = _DATELINE.match(marked)
    if match is None:
        return None
    rest = len(line) - match.end()
    if max(rest, len(following) if rest == 0 else 0) < _SHORTEST_REPORT:
        return None
    return _believed(match, marked[match.end() :], is_alone=rest == 0)


def _may_begin(start: str) -> bool:
    """A quick look: a mark, and a bracket, a number or a name that a dateline begins with."""
    if not _MARKS.search(start) and len(start) > _SHORTEST_REPORT:
        return False
    if "(" in start or _DIGIT.search(start, 0, _DATE_CHARS):
        return True
    first = _FIRST_WORD.search(start)
    return first is not None and (
        is_dateline_prefix(first[0]) or (first[0].isascii() and first[0].isupper())
    )


def _believed(match: regex.Match[str], behind: str, *, is_alone: bool) -> _Found | None:
    """The place of what looks like a dateline, if something else says that it is one."""
    marks = match["mark"] + match["after"] + match["end"]
    written = _IN.sub("", match["places"])
    parts = _parts(written, is_open=not marks.strip() and not match["credit"])
    agencies = [
        part for part in parts if not city_name(part) and (agency_name(part) or is_desk(part))
    ]
    places = [part for part in parts if part not in agencies]
    if not places:
        return None
    is_known = all(map(city_name, places))
    place = places[0] if agencies else written.strip(_AROUND)
    if match["credit"]:
        is_ended = bool(match["end"].strip()) or not continues_sentence(behind)
        return _credited(place, match, is_known=is_known, is_ended=is_ended)
    if match["date"] and is_dateline(
        match["places"] + match["mark"], match["after"] + match["end"] + behind
    ):
        return _Found(place, _agency_next(behind))
    if is_known and agencies:
        return _Found(place, agencies[0]) if marks.strip() or _TIGHT.search(written) else None
    if (
        is_known
        and (_BREAK.search(marks) or (is_alone and marks.strip()))
        and not _is_place_next(behind)
    ):
        agency = _agency_next(behind)
        is_weak = marks.strip() == "-" and place.isascii() and not place.isupper()
        return _Found(place, agency) if agency or not is_weak else None
    is_capital = (
        place.isupper()
        and place.isascii()
        and match["mark"].strip() in {"–", "—"}
        and not is_sentence(place)
    )
    return _Found(place, None) if is_capital else None


def _credited(
    place: str, match: regex.Match[str], *, is_known: bool, is_ended: bool
) -> _Found | None:
    """A place with a bracket behind it, which names who reports; of the two one must be known.

    A sentence that goes on behind the bracket is about what the bracket stands for, except behind
    two known names.
    """
    bracket = _without_date(match["credit"])
    if is_reporter(bracket):
        is_name = (
            is_ended
            and len(place.split()) <= _LONGEST_PLACE
            and not is_sentence(place)
            and not is_month(place)
        )
        return _Found(place, bracket) if is_known or is_name or city_name(place) else None
    is_dated = match["date"] and is_dateline(match["places"] + match["mark"], f" ({bracket})")
    if not is_ended or not (is_known or is_dated) or any(map(str.isdigit, bracket)):
        return None
    if is_sentence(bracket) or len(bracket.split()) > _LONGEST_CREDIT:
        return None
    is_name = bool(bracket) and not place_name(bracket) and not is_picture(bracket)
    return _Found(place, bracket if is_name else None)


def _without_date(bracket: str) -> str:
    """The words of a bracket: `پژواک، ۱۶ حوت` is Pajhwok."""
    span = date_span(bracket)
    cut = bracket[: span[0]] + bracket[span[1] :] if span else bracket
    cut = cut.replace(_DATE, "")
    return cut.strip(_AROUND) if cut != bracket else bracket.strip()


def _parts(places: str, *, is_open: bool) -> list[str]:
    """The places and agencies of a list, the last as far as it is known where nothing ends it."""
    parts = [
        piece for part in _LIST.split(places) for piece in _halves(part.strip(_AROUND)) if piece
    ]
    if is_open and len(parts) > 1:
        last = parts[-1].split(" ")
        known = (" ".join(last[:count]) for count in range(len(last), 0, -1))
        parts[-1] = next(
            (words for words in known if is_city(words) or is_agency(words)), parts[-1]
        )
    return parts


def _halves(part: str) -> list[str]:
    """A place and an agency joined by a hyphen: `دمشق-سانا` are two, `Mazar-i-Sharif` is one."""
    halves = part.split("-", 1)
    return halves if len(halves) > 1 and is_city(halves[0]) else [part]


def _agency_next(behind: str) -> str | None:
    """The agency that a report begins with behind its place: `القاهرة - رويترز - `."""
    first = behind.lstrip(_AROUND).split(" ", 4)
    if not is_agency_prefix(first[0]):
        return None
    for count in range(min(len(first), 4), 0, -1):
        words = " ".join(first[:count])
        name = words.rstrip(_AROUND)
        is_marked = name != words or (len(first) > count and first[count][:1] in set("-–—:/"))
        if is_agency(name) and (is_marked or not is_homonym(name)):
            return name
    return None


def _is_place_next(behind: str) -> bool:
    """Whether another place follows: `لاہور - کراچی موٹروے` is a road."""
    first = behind.split(" ", 3)[:3]
    return is_city_prefix(first[0]) and any(
        is_city(" ".join(first[:count]).strip(_AROUND)) for count in (1, 2, 3)
    )


def _read_later(line: str) -> _Found | None:
    """A known place with a credit in a bracket that stands behind a deck, on the same line."""
    for bracket in _BRACKET.finditer(line[:_LATER_CHARS]):
        credit = _without_date(bracket[1])
        if (
            len(line) - bracket.end() < _SHORTEST_REPORT
            or continues_sentence(line[bracket.end() :])
            or not is_reporter(credit)
        ):
            continue
        before = line[max(0, bracket.start() - _START_CHARS // 2) : bracket.start()]
        span = date_span(before)
        if span and not before[span[1] :].strip(_AROUND):
            before = before[: span[0]]
        last = before.rstrip(_AROUND).split(" ")[-3:]
        for count in range(len(last)):
            place = " ".join(last[count:]).strip(_AROUND)
            if is_city(place) and not is_homonym(place):
                return _Found(place, credit)
    return None
