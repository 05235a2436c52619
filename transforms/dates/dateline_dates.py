"""Decide whether a date stands in a dateline: after a place, and before what ends a dateline."""

import re
from typing import NamedTuple

from transforms.gazetteer.lookup import (
    city_name,
    continues_sentence,
    is_agency,
    is_reporter,
    is_sentence,
)
from transforms.rules import Rule, first_rule
from transforms.text.letter_variants import fold_variants

# Characters of the place, or of the places.
_LONGEST_PLACE = 60
# Words of an agency that follows the date.
_LONGEST_AGENCY = 3
_MARKS = " ۔.,،:/-"
_OPENING = " \"'“”«*"
_DIGIT = re.compile(r"\d")
_IN = re.compile(r"(?:^|\s)(?:في|فی|on|په)$")
_BRACKET = re.compile(r"\((?P<round>[^()]{2,80})\)|/\s?(?P<slashed>[^/]{2,30}?)\s?/")
# What ends a dateline after its date: of a known place, and of one that the gazetteer lacks.
_KNOWN_ENDS = frozenset(":۔.-")
_UNKNOWN_ENDS = frozenset(":۔-")
# What stands before the date of a place that the gazetteer lacks, unless it is in capitals.
_UNKNOWN_MARKS = frozenset("۔-")


class DateContext(NamedTuple):
    """What stands before and after a date."""

    # The words before the date without their marks, and the last mark or letter of them.
    place: str
    mark: str
    # The words of a bracket that opens before the date; null where none does.
    opened: str | None
    # Whether that bracket closes right after the date.
    is_closed: bool
    # The words in a bracket or between slashes right after the date. Null where there are none,
    # or where the sentence goes on after them.
    enclosed: str | None
    is_round: bool
    after: str


def is_dateline(before: str, after: str) -> bool:
    """Check whether a place stands before a date, and after it what ends a dateline.

    >>> is_dateline("لاہور ۔ ", " (اے پی پی) شہر میں"), is_dateline("لاہور میں ", " (ہفتہ) کو")
    (True, False)
    """
    rule = first_rule(DATELINE_DATE_RULES, read_context(before, after))
    return rule is not None and rule.answer


def read_context(before: str, after: str) -> DateContext:
    """Take apart what stands before and after a date."""
    words, bracket, opened = fold_variants(before).lstrip(_OPENING).partition("(")
    folded = fold_variants(after).lstrip()
    match = None if bracket else _BRACKET.match(folded)
    if match and continues_sentence(folded[match.end() :]):
        match = None
    return DateContext(
        place=_IN.sub("", words.rstrip(_MARKS)).rstrip(_MARKS),
        mark=words.rstrip()[-1:],
        opened=opened if bracket else None,
        is_closed=after.lstrip(_MARKS).startswith(")"),
        enclosed=match[match.lastgroup or 0] if match else None,
        is_round=match is not None and match.lastgroup == "round",
        after=folded,
    )


def _has_no_place(date: DateContext) -> bool:
    place = date.place
    return not place or len(place) > _LONGEST_PLACE or _DIGIT.search(place) is not None


def _is_known(date: DateContext) -> bool:
    return city_name(date.place) is not None


def _is_possible_place(date: DateContext) -> bool:
    return _is_known(date) or not is_sentence(date.place)


def _is_bracketed(date: DateContext) -> bool:
    """A reporter and the date in one bracket after the place."""
    if date.opened is None or not date.is_closed:
        return False
    return is_reporter(date.opened) and _is_possible_place(date)


def _has_reporter(date: DateContext) -> bool:
    return date.enclosed is not None and is_reporter(date.enclosed)


def _is_marked(date: DateContext) -> bool:
    """A known place, a mark and the date, and a bracket with whatever in it."""
    return date.is_round and date.mark in _MARKS and _is_known(date)


def _is_ended(date: DateContext) -> bool:
    return date.after[:1] in _KNOWN_ENDS and _is_known(date)


def _has_agency(date: DateContext) -> bool:
    """A known place, the date and an agency: `March 7, 2026, SPA -- `."""
    first = date.after.lstrip(_MARKS).split(" ", _LONGEST_AGENCY)[:_LONGEST_AGENCY]
    starts = (" ".join(first[:count]) for count in range(1, len(first) + 1))
    return _is_known(date) and any(is_agency(start.rstrip(_MARKS)) for start in starts)


def _is_ended_twice(date: DateContext) -> bool:
    """Marks before and after the date, or capitals before it."""
    if date.after[:1] not in _UNKNOWN_ENDS or is_sentence(date.place):
        return False
    return date.place.isupper() or date.mark in _UNKNOWN_MARKS


# The examples have the date as ⟨⟩.
DATELINE_DATE_RULES: tuple[Rule[DateContext, bool], ...] = (
    Rule("no place", _has_no_place, False, "⟨⟩ (اے پی پی) شہر"),
    Rule("place (reporter, date)", _is_bracketed, True, "لاہور (اردو پوائنٹ ۔ ⟨⟩) شہر"),
    Rule("date in a bracket", lambda date: date.opened is not None, False, "لاہور (آج ⟨⟩) شہر"),
    Rule(
        "place, date (reporter)",
        lambda date: _has_reporter(date) and _is_possible_place(date),
        True,
        "نور پور ⟨⟩ (اے پی پی) شہر",
    ),
    Rule(
        "sentence, date (reporter)",
        _has_reporter,
        False,
        "عدالت میں ⟨⟩ (آن لائن) شہر",
    ),
    Rule("known place, mark, date (words)", _is_marked, True, "لاہور، ⟨⟩ (ہفتہ) شہر"),
    Rule(
        "date (words)",
        lambda date: date.enclosed is not None,
        False,
        "لاہور ⟨⟩ (ہفتہ) شہر",
    ),
    Rule("known place, date, mark", _is_ended, True, "لاہور ⟨⟩: شہر"),
    Rule("known place, date, agency", _has_agency, True, "Riyadh, ⟨⟩, SPA -- rain"),
    Rule("place, mark, date, mark", _is_ended_twice, True, "نور پور ۔ ⟨⟩ ۔ شہر"),
)
