"""Decide which lines in the form of a dateline are datelines.

A place counts where the gazetteer knows it, or where a date or an agency follows it. A rule without
an answer refuses the line; its example shows what it is there for.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from transforms.attribution.dateline_candidates import Candidate
from transforms.dates.dateline_dates import is_dateline
from transforms.dates.grammar import is_month
from transforms.gazetteer.lookup import (
    agency_word_count,
    city_name,
    city_word_count,
    continues_sentence,
    is_agency,
    is_agency_prefix,
    is_city,
    is_city_prefix,
    is_homonym,
    is_in_pakistan,
    is_party,
    is_picture,
    is_reporter,
    is_sentence,
    place_name,
)
from transforms.gazetteer.phrases import NAME_MARKS
from transforms.rules import Rule

# Words of a place that the gazetteer does not know, and of a bracket that names no reporter.
_LONGEST_PLACE = 3
_LONGEST_CREDIT = 5
# The marks that end a dateline of a known place without a bracket. A full stop does not: it ends
# a sentence.
_BREAK = re.compile(r"[:–—…।]|[۔.ـ-]{2}|\s-$")
# What joins a place and an agency so that no other mark need end them.
_TIGHT = re.compile(r"[/-]")
_DASHES = frozenset("–—")
_REPORT_MARKS = re.compile("[:–—…]")
# Words of an agency's name that a report begins with, and of a place that follows a place.
_LONGEST_AGENCY = 6
_LONGEST_CITY = 3
# What follows a name that is a word too and is meant as a name.
_NAME_ENDS = frozenset("-–—:/")

ReadAgency: TypeAlias = Callable[[Candidate], str | None]


def _is_known(line: Candidate) -> bool:
    return all(map(city_name, line.places))


def _has_reporter(line: Candidate) -> bool:
    return line.bracket is not None and is_reporter(line.bracket)


def _is_filed(line: Candidate) -> bool:
    """A reporter in a bracket, after a known place or what can be the name of one."""
    if not _has_reporter(line):
        return False
    return _is_known(line) or _is_possible_place(line) or city_name(line.place) is not None


def _is_possible_place(line: Candidate) -> bool:
    """Few words, which may be a village's name, and none of a sentence or a calendar."""
    if _is_continued(line) or len(line.place.split()) > _LONGEST_PLACE:
        return False
    return not is_sentence(line.place) and not is_month(line.place)


def _is_party_at_home(line: Candidate, name: str | None) -> bool:
    """An abbreviation that in Pakistan is a party: the agency needs another place, or a date."""
    if not name or not is_party(name) or line.before_date is not None:
        return False
    return not line.places or is_in_pakistan(line.place)


def _is_party_news(line: Candidate) -> bool:
    return any(_is_party_at_home(line, name) for name in (line.bracket, *line.agencies))


def _is_continued(line: Candidate) -> bool:
    """The sentence goes on after a bracket: it is about what the bracket stands for."""
    if line.bracket is None or line.end_mark.strip():
        return False
    return continues_sentence(line.rest)


def _is_unproved(line: Candidate) -> bool:
    return line.bracket is not None and not _is_known(line) and not _is_dated(line)


def _has_number(line: Candidate) -> bool:
    return line.bracket is not None and any(map(str.isdigit, line.bracket))


def _has_phrase(line: Candidate) -> bool:
    if line.bracket is None:
        return False
    return is_sentence(line.bracket) or len(line.bracket.split()) > _LONGEST_CREDIT


def _is_dated(line: Candidate) -> bool:
    """A date after the places, and what may follow it in a dateline."""
    if line.before_date is None:
        return False
    if line.bracket is None:
        return is_dateline(line.before_date, line.date_mark + line.end_mark + line.rest)
    return is_dateline(line.before_date, f" ({line.bracket})")


def _has_agency(line: Candidate) -> bool:
    """Known places and an agency, with a mark after them or tight between them."""
    if not line.agencies or not _is_known(line):
        return False
    return bool(line.marks.strip()) or _TIGHT.search(line.written) is not None


def _has_break(line: Candidate) -> bool:
    """Known places and a mark that ends a dateline; a mere hyphen needs capitals or an agency."""
    if not _is_ended(line) or line.agencies or _is_place_next(line.rest):
        return False
    if not (_is_known(line) or _is_in_country(line)):
        return False
    marks = line.marks
    is_weak = marks.strip() == "-" and line.place.isascii() and not line.place.isupper()
    return not is_weak or _next_agency(line) is not None


def _is_ended(line: Candidate) -> bool:
    marks = line.marks
    return _BREAK.search(marks) is not None or (line.is_alone and bool(marks.strip()))


def _is_in_country(line: Candidate) -> bool:
    """A city in Latin capitals and its country: `MULTAN, Pakistan`."""
    first, *others = line.places
    is_capital = first.isascii() and first.isupper() and city_name(first) is not None
    return is_capital and len(others) == 1 and place_name(others[0]) is not None


def _is_place_next(rest: str) -> bool:
    """A city at the start of some words: `لاہور - کراچی موٹروے` is a road."""
    first = rest.split(" ", _LONGEST_CITY)[:_LONGEST_CITY]
    if not is_city_prefix(first[0]):
        return False
    starts = (" ".join(first[:count]) for count in range(1, city_word_count(first) + 1))
    return any(is_city(start.strip(NAME_MARKS)) for start in starts)


def _is_in_capitals(line: Candidate) -> bool:
    """Latin capitals and a dash after them."""
    if not line.place.isupper() or not line.place.isascii():
        return False
    return line.place_mark.strip() in _DASHES and not is_sentence(line.place)


def _name_in_bracket(line: Candidate) -> str | None:
    """Return the bracket, except a place, a picture's credit or nothing."""
    if not line.bracket or place_name(line.bracket) or is_picture(line.bracket):
        return None
    return line.bracket


def _next_agency(line: Candidate) -> str | None:
    """Return the agency that a report begins with, after its place: `القاهرة - رويترز - `."""
    first = line.rest.lstrip(NAME_MARKS).split(" ", _LONGEST_AGENCY)
    if not is_agency_prefix(first[0]):
        return None
    for count in range(agency_word_count(first[:_LONGEST_AGENCY]), 0, -1):
        words = " ".join(first[:count])
        name = words.rstrip(NAME_MARKS)
        following = " ".join(first[count:])
        is_marked = name != words or following[:1] in _NAME_ENDS
        if is_agency(name) and (is_marked or _runs_on(line, name, following)):
            return None if _is_party_at_home(line, name) else name
    return None


def _runs_on(line: Candidate, name: str, following: str) -> bool:
    """Check whether an agency without a mark behind it belongs to the dateline.

    After a colon or a dash the report has begun, and it is about the agency.
    """
    if is_homonym(name) or _REPORT_MARKS.search(line.marks):
        return False
    return not continues_sentence(following)


# What follows a dateline in the examples.
_REPORT = "شہر میں آج صبح سے تیز بارش ہو رہی ہے اور سڑکوں پر پانی کھڑا ہے۔"

DATELINE_RULES: tuple[Rule[Candidate, ReadAgency | None], ...] = (
    Rule("agencies, no place", lambda line: not line.places, None, f"رائٹرز - {_REPORT}"),
    Rule("place, party", _is_party_news, None, f"پشاور (پی ٹی آئی) {_REPORT}"),
    # With a bracket.
    Rule(
        "place, reporter in a bracket",
        _is_filed,
        lambda line: line.bracket,
        f"لاہور (اے پی پی) {_REPORT}",
    ),
    Rule("no place, reporter in a bracket", _has_reporter, None, f"جولائی (اے پی پی) {_REPORT}"),
    Rule("sentence around a bracket", _is_continued, None, f"لاہور (داتا نگر) میں {_REPORT}"),
    Rule("unknown place, bracket", _is_unproved, None, f"وزیر اعظم (کل) {_REPORT}"),
    Rule("place, number in a bracket", _has_number, None, f"لاہور (35 ڈگری) {_REPORT}"),
    Rule("place, phrase in a bracket", _has_phrase, None, f"لاہور (یہ باغوں کا شہر) {_REPORT}"),
    Rule(
        "place, bracket",
        lambda line: line.bracket is not None,
        _name_in_bracket,
        f"کراچی (فائل فوٹو) {_REPORT}",
    ),
    # Without one.
    Rule("place, date", _is_dated, _next_agency, f"نور پور ۔ 7 مارچ ۔ {_REPORT}"),
    Rule(
        "known place, agency",
        _has_agency,
        lambda line: line.agencies[0],
        f"ایسنا/اصفهان {_REPORT}",
    ),
    Rule("known place, mark", _has_break, _next_agency, f"ماسکو: {_REPORT}"),
    Rule("place in capitals, dash", _is_in_capitals, lambda _: None, f"NOORPUR — {_REPORT}"),
)
