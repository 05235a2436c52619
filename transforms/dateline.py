"""This file reads who filed a report, and from where: the dateline, and credits in the first and the last lines.

A place is believed where it is known or where a date or an agency follows it: `پاکستان کرکٹ بورڈ (پی سی بی)` looks
like a dateline and is none.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from transforms.dates import date_span
from transforms.names import AGENCIES, DESK_WORDS, PLACES
from transforms.normalization import canonical_form

_HEAD_LINES = 8
_TAIL_LINES = 5
_START_CHARS = 120
_SHORTEST_REPORT = 40
"""Characters that must follow a dateline on its line: `سوال:` and captions have less."""
_LONGEST_HEADLINE = 150
"""A first line that is longer may begin with a dateline; a headline may begin with a place that is none."""

_WORDS = r"[^\W\d_][\w\u200c.'’-]*(?:\s[^\W\d_][\w\u200c.'’-]*){0,2}"
_DATELINE = regex.compile(
    rf"^[\s\"'“”«(*]*(?P<place>{_WORDS})(?P<others>(?:\s?[/+،,]\s?{_WORDS}){{0,4}})\s?(?P<mark>[:،,۔.।–—ـ-]*)\s*"
    r"(?P<date>⟨⟩)?\s*(?P<after>[:۔.–—ـ-]*)\s*(?:\((?P<credit>[^()\n]{2,80})\))?(?P<end>\s?[:۔.–—ـ-]*)"
)
_MARKS = regex.compile(r"[:(–—।]|[۔.ـ-]{2}|[۔،,]\s?(?:\d|یکم)|\s-\s")
"""What every dateline has; most lines have none of it in their first words."""
_DATE = "⟨⟩"
"""What stands for a date, so that the expression above stays one that can be read."""
_BREAK = regex.compile(r"[:–—।]|[۔.ـ-]{2,}|\s-\s")
"""The marks that end a dateline of a known place without a bracket; a full stop does not, it ends a sentence."""
_NO_CREDIT = regex.compile(r"فوٹو|تصویر|photo", regex.IGNORECASE)
_DESK = regex.compile(rf"(?<!\w)(?:{DESK_WORDS})(?!\w)", regex.IGNORECASE)

_NAME = r"(?P<agency>[^\s،,:۔()]+(?:\s[^\s،,:۔()]+){0,3}?)"
_CREDITS = [
    regex.compile(rf"(?<![\w]){_NAME}\s(?:خبر رساں (?:ادارے|ایجنسی)|نیوز ایجنسی)(?:\sکی رپورٹ)?\sکے مطابق"),
    regex.compile(rf"خبر رساں (?:ادارے|ایجنسی)\s{_NAME}\s(?:کی رپورٹ\s)?(?:کے مطابق|نے)"),
    regex.compile(rf"^\s*{_NAME}\s?[:：]"),
]
"""`X news agency reports`, `the news agency X reports`, and an outlet with a colon."""
_OUTLET = regex.compile(r"^[^\s]+(?:\s[^\s]+)?\s(?:نیوز|ٹی وی|ٹائمز)$")
_NO_NAME = regex.compile(r"^(?:ایک|مقامی|سرکاری|ملکی|نجی|عالمی|کی|کے|کا|نے|سے|میں|اور|الاقوامی|.*[^\W\d_]{3}ی)$")
"""What stands before `news agency` and is no name: adjectives, most of which end in ی, and small words."""
_MAY_CREDIT = regex.compile(r"خبر رساں|نیوز ایجنسی|[:：]")
_SENTENCES = 3
_SENTENCE_END = regex.compile(r"[۔.!?؟\n]+\s*")

_BYLINE = regex.compile(
    r"^\s*(?:(?:خبرنگار|نامہ نگار)\s?[:：]?|(?:رپورٹ|رپورٹر|تحریر|مصنف|نویسنده|گزارش)\s?[:：]|By\b)\s*"
    r"(?P<byline>[^\W\d_][^\d:()،,۔]{2,40})\s*$"
)


class Dateline(NamedTuple):
    """Where and by whom: as written, and under one name for all spellings; null where the text does not tell."""

    dateline_place: str | None = None
    dateline_place_name: str | None = None
    agency: str | None = None
    agency_name: str | None = None
    byline: str | None = None


def read_dateline(text: str, *, has_headline: bool = True) -> Dateline:
    r"""The dateline and the credits of a normalized text; its first line is its headline, or it has none.

    >>> read_dateline("نئی خبر\n\nاسلام آباد ۔ 7 مارچ (اے پی پی) شہر میں آج صبح سے تیز بارش ہو رہی ہے۔")[:4]
    ('اسلام آباد', 'Islamabad', 'اے پی پی', 'APP')
    >>> read_dateline("نئی خبر\n\nنور پور: شہر میں آج صبح سے تیز بارش ہو رہی ہے اور بادل ہیں۔")[:2]
    (None, None)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    place, credit = _dateline(lines, has_headline=has_headline)
    agency = credit or _credit(text)
    return Dateline(
        place,
        place and _place_name(place),
        agency,
        agency and _agency_name(agency),
        _byline(lines),
    )


def is_credit(line: str) -> bool:
    """Whether a line of its own says who wrote or sent a report, and nothing else.

    >>> is_credit("(اے پی پی)"), is_credit("رپورٹ: نور خان"), is_credit("آج بارش ہوئی")
    (True, True, False)
    """
    said = line.strip(" ()[]۔.:،")
    return bool(_BYLINE.match(line)) or (len(said) <= _START_CHARS // 2 and _agency_name(said) is not None)


def _dateline(lines: list[str], *, has_headline: bool) -> tuple[str | None, str | None]:
    """Place and agency of the first line that begins with a dateline."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if has_headline and number == 0 and len(line) <= _LONGEST_HEADLINE and len(lines) > 1:
            continue
        found = _read(line)
        if found:
            return found
    return None, None


def _read(line: str) -> tuple[str, str | None] | None:
    """The place a line begins with, and the agency in the bracket behind it."""
    start = line[:_START_CHARS]
    if not _MARKS.search(start):
        return None
    span = date_span(start)
    marked = start[: span[0]] + _DATE + start[span[1] :] if span else start
    match = _DATELINE.match(marked)
    if match is None or len(line) - match.end() < _SHORTEST_REPORT:
        return None
    credit = match["credit"]
    agency = credit.strip() if credit and _is_agency(credit) else None
    place = (match["place"] + match["others"]).strip(" .'’-")
    if agency or (match["date"] and not match["others"] and (credit or match["after"] or match["end"].strip())):
        return place, agency
    has_break = bool(_BREAK.search(match["mark"] + match["end"]))
    if (has_break or credit) and _place_name(place):
        return place, None
    return (place, None) if place.isupper() and place.isascii() and match["mark"] in {"–", "—"} else None


def _is_agency(credit: str) -> bool:
    """Whether a bracket names who reports: an agency, an outlet or a desk."""
    return not _NO_CREDIT.search(credit) and (_agency_name(credit) is not None or bool(_DESK.search(credit)))


def _agency_name(credit: str) -> str | None:
    """The name of the first agency that is known, of a list."""
    return _first_known(credit, "agencies")


def _place_name(place: str) -> str | None:
    """The name of the first place that is known, of several."""
    return _first_known(place, "places")


def _first_known(words: str, table: str) -> str | None:
    names = _names(table)
    return next(filter(None, (names.get(canonical_form(part)) for part in [words, *re.split("[،,/+]", words)])), None)


def _credit(text: str) -> str | None:
    """The agency that the first sentences or a line of its own credit."""
    for sentence in filter(_MAY_CREDIT.search, _first_sentences(text)):
        for pattern in _CREDITS:
            for match in pattern.finditer(sentence):
                name = _known_end(match["agency"]) or _unknown_name(match["agency"], pattern)
                if name:
                    return name
    return None


def _unknown_name(words: str, pattern: object) -> str | None:
    """An agency that the table lacks: the word before `news agency`, or a name with a colon that is an outlet's."""
    last = words.rsplit(maxsplit=1)[-1]
    if pattern is _CREDITS[0] and not _NO_NAME.match(last):
        return last
    return words if pattern is _CREDITS[2] and _OUTLET.match(words) else None


def _first_sentences(text: str) -> Iterator[str]:
    """The beginnings of the first lines that can hold a credit."""
    lines = [line for line in text[: 4 * 1_000].split("\n") if line.strip()]
    for line in lines[1 : 1 + _HEAD_LINES]:
        yield from _SENTENCE_END.split(line[: 3 * _START_CHARS])[:_SENTENCES]


def _known_end(words: str) -> str | None:
    """The longest known agency that a few words end with: what stands before it is the sentence's."""
    parts = words.split()
    for start in range(len(parts)):
        name = " ".join(parts[start:])
        if canonical_form(name) in _names("agencies"):
            return name
    return None


def _byline(lines: list[str]) -> str | None:
    """Who is credited on a line of its own, near the start or the end."""
    near = dict.fromkeys([*lines[1:_HEAD_LINES], *lines[-_TAIL_LINES:]])
    found = next(filter(None, map(_BYLINE.match, near)), None)
    return " ".join(found["byline"].split()) if found else None


@cache
def _names(table: str) -> dict[str, str]:
    """The name of every spelling, by its canonical form; the English name is one of them."""
    rows = (PLACES if table == "places" else AGENCIES).items()
    return {canonical_form(spelling): name for name, spellings in rows for spelling in (*spellings.split("|"), name)}
