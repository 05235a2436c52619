"""Read credits that are no part of a sentence: on a line of their own, and at the end of a text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from transforms.attribution.bylines import (
    BYLINE_WORDS,
    credit_lines,
    first_word,
    name_on_line,
    person_on_line,
)
from transforms.gazetteer.lookup import (
    city_name,
    is_agency,
    is_desk,
    is_party,
    is_picture,
    is_possible_credit,
    is_sentence,
)
from transforms.gazetteer.phrases import COURTESY, NAME_MARKS, SOURCES
from transforms.text.letter_variants import any_spelling_of
from transforms.text.segmentation import is_finished

_LONGEST_CREDIT_LINE = 60
_CACHED_LINES = 4_096
# The last lines of a text, and the characters of each that may end with a credit.
_END_LINES = 2
_END_CHARS = 60
# Marks around a name on a line of its own, which may be in a bracket or in a list.
CREDIT_MARKS = NAME_MARKS + "\u200c();|"


def _label_of(row: str) -> re.Pattern[str]:
    """Return an expression for a label and the name after it."""
    label = any_spelling_of(row.split("|"))
    return re.compile(
        rf"\W*{label}(?:\s?[:：،,-]\s*|\s)(?P<name>[^\d:()]{{2,40}})\)?$", re.IGNORECASE
    )


_SOURCE = _label_of(SOURCES)
_COURTESY = _label_of(COURTESY)
# The first words of labels, as written: most lines begin with none.
_FIRST_WORDS = frozenset(label.split()[0] for label in f"{SOURCES}|{COURTESY}".split("|"))
_END = re.compile(
    r"(?:[-–—/]|\((?:with (?:\w+ )?inputs? from |from )?)\s?"
    r"(?P<name>[^\W\d_][^()\d–—/-]{1,30})\)?[\s.۔।]*$",
    re.IGNORECASE,
)
_INPUTS = re.compile(r"\W*with (?P<name>[^\W\d_][^()\d]{1,30}) inputs?\W*", re.IGNORECASE)
_END_MARKS = re.compile(r"[-–—/(]")
_LIST = re.compile(r"[،,|]")


class Credit(NamedTuple):
    """An agency, an outlet or a desk as written, and the place that it reports from, if given."""

    agency: str
    place: str | None = None


def credit_on_line(lines: Sequence[str]) -> Credit | None:
    """Return the credit of a line that has nothing else, or of the last words of a text.

    Such a line stands near the start or the end.

    >>> credit_on_line(["نئی خبر", "ویب ڈیسک", "شہر میں بارش ہوئی۔"])
    Credit(agency='ویب ڈیسک', place=None)
    >>> credit_on_line(["Rain", "It rained. —AFP"])
    Credit(agency='AFP', place=None)
    """
    short = [line for line in credit_lines(lines) if len(line) <= _LONGEST_CREDIT_LINE]
    last = lines[max(1, len(lines) - _END_LINES) :]
    credits_found = chain(map(_credit_of_line, short), map(_credit_at_end, last))
    return next(filter(None, credits_found), None)


def is_credit(line: str) -> bool:
    """Check whether a line says who wrote or sent a report, and nothing else.

    >>> is_credit("(اے پی پی)"), is_credit("رپورٹ: نور خان"), is_credit("آج بارش ہوئی")
    (True, True, False)
    """
    if len(line) > _LONGEST_CREDIT_LINE:
        return False
    return _credit_of_line(line) is not None or person_on_line(line) is not None


# Cached: lines are short, and all who look for boilerplate, a title and a credit ask about them.
@lru_cache(maxsize=_CACHED_LINES)
def _credit_of_line(line: str) -> Credit | None:
    """Return what a line credits: after a label, in a bracket, or in a list of desks."""
    word = first_word(line)
    if word in _FIRST_WORDS:
        return _labelled_credit(line) or _credit_of_inputs(line)
    byline = name_on_line(line) if word in BYLINE_WORDS else None
    if byline:
        return Credit(byline) if is_desk(byline) or is_agency(byline) else None
    name = line.strip(CREDIT_MARKS)
    if line.strip()[:1] in "([" and is_agency(name):
        return Credit(name)
    return _listed_credit(name)


def _credit_of_inputs(line: str) -> Credit | None:
    """Return the agency of `with PTI inputs`."""
    inputs = _INPUTS.fullmatch(line)
    return Credit(inputs["name"]) if inputs and is_agency(inputs["name"]) else None


def _labelled_credit(line: str) -> Credit | None:
    """Return the name after a label of courtesy; after one of a source, an agency or a desk."""
    courtesy = _COURTESY.match(line)
    match = courtesy or _SOURCE.match(line)
    name = match["name"].strip(CREDIT_MARKS) if match else ""
    if courtesy and not is_sentence(name) and not is_picture(name):
        return Credit(name)
    return Credit(name) if is_agency(name) else _listed_credit(name)


def _listed_credit(words: str) -> Credit | None:
    """Return the first desk or agency of a list, which may also have one place and no more."""
    if not is_possible_credit(words):
        return None
    parts = [part.strip() for part in _LIST.split(words)]
    desks = list(filter(is_desk, parts))
    if not desks:
        return None
    others = [part for part in parts if part not in desks]
    places = list(filter(city_name, others))
    if len(places) < len(others) or len(places) > 1:
        return None
    return Credit(desks[0], next(iter(places), None))


def _credit_at_end(line: str) -> Credit | None:
    """Return the agency that the last words of a line name, after a dash or in a bracket."""
    end = line[-_END_CHARS:]
    match = _END.search(end) if _END_MARKS.search(end) else None
    name = match["name"].strip(CREDIT_MARKS) if match else ""
    if match is None or not is_agency(name):
        return None
    before = end[: match.start()].strip()
    is_after_name = is_party(name) and before != "" and not is_finished(before)
    return None if is_after_name else Credit(name)
