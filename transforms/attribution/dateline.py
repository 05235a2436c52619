"""Read where a report was filed and who filed it: its dateline, agency credit and byline."""

import re
from typing import NamedTuple

import regex

from transforms.attribution.bylines import byline_in_bracket, read_byline
from transforms.attribution.citations import credit_in_sentences
from transforms.attribution.credits import credit_on_line
from transforms.attribution.dateline_candidates import (
    SHORTEST_REPORT,
    START_CHARS,
    Candidate,
    bracket_words,
    find_candidate,
)
from transforms.attribution.dateline_rules import DATELINE_RULES
from transforms.dates.publication_date import date_span
from transforms.gazetteer.lookup import (
    agency_name,
    continues_sentence,
    is_city,
    is_homonym,
    is_outlet,
    is_party,
    is_reporter,
    place_name,
)
from transforms.gazetteer.phrases import NAME_MARKS
from transforms.rules import first_rule
from transforms.text.head import HEAD_LINES, written_lines

# A longer first line may begin with a dateline; a headline may begin with a place that is none.
_LONGEST_HEADLINE = 150
# Characters of a headline after a dateline.
_SHORTEST_HEADLINE = 10
# Where a dateline may stand inside a line: the first lines, and their first characters.
_LATER_LINES = 3
_LATER_CHARS = 600
# Words of a place that stands there.
_LATER_PLACE = 3
# What a site prints behind its name: `اردو پوائنٹ اخبار تازہ ترین` (newspaper, latest).
_PUFF = regex.compile(r"(?<=\S)\s(?:اخبار\s?)?تازہ\s?ترین$")
# An agency without a place: `(Reuters) - `.
_SENDER = re.compile(r"\(([^()\n]{2,40})\)\s?[-–—:]+\s")
# What a bracket or a date begins with.
_PROOF = regex.compile(r"[(\d]|یکم")
# What divides an agency from a report.
_AFTER_AGENCY = frozenset("-–—:/")
_BRACKET = regex.compile(r"\(([^()\n]{2,80})\)")


class Dateline(NamedTuple):
    """Place, agency and byline as written, and the names of place and agency.

    A name is the English one, the same for all spellings. Null: the text does not say, or the name
    is not known.
    """

    dateline_place: str | None = None
    dateline_place_name: str | None = None
    agency: str | None = None
    agency_name: str | None = None
    byline: str | None = None


class _Found(NamedTuple):
    place: str
    agency: str | None


def read_dateline(text: str, *, has_headline: bool = True) -> Dateline:
    r"""Return the dateline and the credits of a normalized text.

    Args:
        text: a normalized text.
        has_headline: whether the first line is the headline.

    >>> report = "شہر میں آج صبح سے تیز بارش ہو رہی ہے اور بادل ہیں۔"
    >>> read_dateline(f"نئی خبر\n\nاسلام آباد ۔ 7 مارچ (اے پی پی) {report}")[:4]
    ('اسلام آباد', 'Islamabad', 'اے پی پی', 'APP')
    >>> read_dateline(f"نئی خبر\n\nنور پور: {report}")[:2]
    (None, None)
    """
    lines = written_lines(text.split("\n"))
    # Without a headline nothing stands in its place.
    lines = lines if has_headline else ["", *lines]
    place, agency, byline = _dateline_parts(lines, has_headline=has_headline)
    if agency is None:
        credit = credit_in_sentences(lines) or credit_on_line(lines)
        if credit:
            place, agency = place or credit.place, credit.agency
    return _named(place, agency, byline or read_byline(lines))


def with_sender(found: Dateline, line: str) -> Dateline:
    """Return a dateline with the agency that the line above a headline credits, if it has none.

    A name alone may be that of the site: it needs a label or a bracket.

    >>> with_sender(Dateline(), "Source: APP").agency_name, with_sender(Dateline(), "BBC").agency
    ('APP', None)
    """
    is_credit = found.agency is None and (":" in line or line[:1] in "([")
    credit = credit_on_line(["", line]) if is_credit else None
    if credit is None:
        return found
    return _named(found.dateline_place or credit.place, credit.agency, found.byline)


def dateline_end(line: str, *, is_report: bool = True) -> int:
    """Return where the report begins after the dateline of a line; 0 without a dateline.

    Args:
        line: a line of a text.
        is_report: whether it is one of the text. A headline may begin with a place that is no
            dateline (`لاہور: ایک شہر کی کہانی`), so one needs a reporter or a date there.

    >>> line = "کراچی (اے پی پی) بندرگاہ کی منڈی کھل گئی"
    >>> line[dateline_end(line, is_report=False) :].strip()
    'بندرگاہ کی منڈی کھل گئی'
    >>> dateline_end("لاہور: ایک شہر کی کہانی", is_report=False), dateline_end("(AFP) - It rained")
    (0, 8)
    """
    if not is_report and not _PROOF.search(line, 0, START_CHARS):
        return 0
    sender = _SENDER.match(line)
    if sender and is_outlet(sender[1]):
        return sender.end()
    shortest = SHORTEST_REPORT if is_report else _SHORTEST_HEADLINE
    candidate = find_candidate(line, "", shortest=shortest)
    return _end_of(candidate, is_report=is_report) if candidate else 0


def _end_of(candidate: Candidate, *, is_report: bool) -> int:
    found = _decide(candidate)
    if found is None:
        return 0
    if not is_report:
        return candidate.end if _is_proved(candidate) else 0
    return candidate.end + _agency_end(candidate.rest, found.agency)


def _agency_end(rest: str, agency: str | None) -> int:
    """Return where the agency ends that stands before a report: `رائٹرز - `; 0 without one."""
    bare = rest.lstrip(NAME_MARKS)
    if not agency or not bare.startswith(agency):
        return 0
    is_marked = bare[len(agency) :].lstrip()[:1] in _AFTER_AGENCY
    return len(rest) - len(bare) + len(agency) if is_marked else 0


def _is_proved(candidate: Candidate) -> bool:
    """Check for a reporter in the bracket, or a date."""
    if candidate.before_date is not None:
        return True
    return candidate.bracket is not None and is_reporter(candidate.bracket)


def _named(place: str | None, agency: str | None, byline: str | None) -> Dateline:
    """Return a dateline with the names of its place and agency."""
    agency = agency and _PUFF.sub("", agency)
    return Dateline(
        place, place and place_name(place), agency, agency and agency_name(agency), byline
    )


def _dateline_parts(
    lines: list[str], *, has_headline: bool
) -> tuple[str | None, str | None, str | None]:
    """Return place, agency and byline of the first dateline: its bracket names one of the two."""
    found = _first_dateline(lines, has_headline=has_headline)
    if found is None:
        return None, None, None
    byline = byline_in_bracket(found.agency) if found.agency else None
    return found.place, None if byline else found.agency, byline


def _first_dateline(lines: list[str], *, has_headline: bool) -> _Found | None:
    """Return the dateline that begins a line of the head, or else one inside the first lines."""
    for number, line in enumerate(lines[:HEAD_LINES]):
        if has_headline and number == 0 and _is_headline(line, len(lines)):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        found = _read_start(line, following)
        if found:
            return found
    return next(filter(None, map(_read_inside, lines[:_LATER_LINES])), None)


def _read_start(line: str, following: str) -> _Found | None:
    """Return the dateline that begins a line."""
    candidate = find_candidate(line, following)
    if candidate is None or _is_about_place(candidate, following):
        return None
    return _decide(candidate)


def _is_about_place(candidate: Candidate, following: str) -> bool:
    """Check for a name with an explanation, above a text about it: `Paris (plant)`."""
    if not candidate.is_alone or candidate.bracket is None or _is_proved(candidate):
        return False
    return following.startswith(f"{candidate.place} ")


def _is_headline(first: str, line_count: int) -> bool:
    """Check whether a first line is too long for a mere dateline and too short for a report."""
    return SHORTEST_REPORT < len(first) <= _LONGEST_HEADLINE and line_count > 1


def _decide(candidate: Candidate) -> _Found | None:
    """Return the dateline that the first rule reads, unless it refuses the line."""
    rule = first_rule(DATELINE_RULES, candidate)
    if rule is None or rule.answer is None:
        return None
    return _Found(candidate.place, rule.answer(candidate))


def _read_inside(line: str) -> _Found | None:
    """Return a dateline inside a line, after a deck: a known place, and a reporter in a bracket."""
    start = line[:_LATER_CHARS]
    if "(" not in start:
        return None
    for bracket in _BRACKET.finditer(start):
        reporter = bracket_words(bracket[1])
        rest = line[bracket.end() :]
        if len(rest) < SHORTEST_REPORT or continues_sentence(rest) or is_party(reporter):
            continue
        if not is_reporter(reporter):
            continue
        place = _place_at_end(line[max(0, bracket.start() - START_CHARS // 2) : bracket.start()])
        if place:
            return _Found(place, reporter)
    return None


def _place_at_end(before: str) -> str | None:
    """Return the known place that some words end with, a date after it or not."""
    span = date_span(before)
    if span and not before[span[1] :].strip(NAME_MARKS):
        before = before[: span[0]]
    last = before.rstrip(NAME_MARKS).split(" ")[-_LATER_PLACE:]
    for first in range(len(last)):
        place = " ".join(last[first:]).strip(NAME_MARKS)
        if is_city(place) and not is_homonym(place):
            return place
    return None
