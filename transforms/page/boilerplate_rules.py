"""Rules that make one line near an edge of a page boilerplate."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from transforms.gates import form_beginnings
from transforms.page.boilerplate_phrases import (
    MAX_LINE_CHARS,
    SITE_PAGES,
    WORDS,
    forms_of,
    has_known_opening,
    has_promotion_word,
    is_labelled,
    is_list_heading,
    is_statement,
    menu_forms,
    phrase_forms,
    promotion_start,
    tells_who_said_it,
)
from transforms.page.line_gates import ALL, KNOWN, OPENING, PROMOTION
from transforms.text.canonical import canonical_form

MAX_PHRASE_CHARS = 45
_MAX_MENU_CHARS = 80
# Names of a menu at the end of a page that must be pages of a site.
_MIN_SITE_PAGES = 2
# A promotion may be a little longer than other lines.
MAX_PROMOTION_CHARS = 200
# Pages of one publisher have the same short lines.
_CACHED_LINES = 1_024

# All sentences of a line but for the last one.
_SENTENCES = regex.compile(r".*[.!?۔؟।](?=\s|$)")
_MENU_MARK = re.compile(r"[|/>»›·•\\]")
# Around a phrase.
_MARKS = " ،,:.۔!»«›‹>•|()[]-"


class EdgeLine(NamedTuple):
    """A line near an edge of a page that is no paragraph, and what decides if it is boilerplate."""

    text: str
    is_learned: bool = False
    is_at_end: bool = False
    # Another line can be the headline.
    is_above_headline: bool = False
    # Nothing but verse, or a list: no line of the page states something.
    is_in_verse: bool = False


class Rule(NamedTuple):
    """A rule that makes a line at an edge of a page boilerplate."""

    name: str
    applies: Callable[[EdgeLine], bool]
    example: EdgeLine
    # A line like this may be a headline. It stays where no other line can be that.
    may_be_headline: bool = False


def _has_known_opening(line: EdgeLine) -> bool:
    return len(line.text) <= MAX_LINE_CHARS and has_known_opening(line.text)


def _is_labelled(line: EdgeLine) -> bool:
    is_short = len(line.text) <= MAX_LINE_CHARS
    return is_short and is_labelled(line.text) and not is_statement(line.text)


def _is_promotion(line: EdgeLine) -> bool:
    return promotes(line.text)


def promotes(text: str) -> bool:
    """Check whether a line asks to follow or tells of rights, with no statement before that.

    A sentence that quotes such a call does not.

    >>> promotes("Follow us on Facebook"), promotes("It rained all day. Follow us on Facebook")
    (True, False)
    """
    if not has_promotion_word(text):
        return False
    lower = text.lower()
    start = promotion_start(lower)
    if start is None or tells_who_said_it(text):
        return False
    before = _SENTENCES.match(lower[: start + 1])
    return not before or not is_statement(before[0])


@lru_cache(maxsize=_CACHED_LINES)
def _known_form(name: str) -> str:
    """Return the canonical form of a short line, or of a name in it, without marks around it.

    Empty where no phrase, word, page or section can have it.
    """
    bare = name.strip(_MARKS)
    return canonical_form(bare) if _known_beginnings()(bare) else ""


@cache
def _known_beginnings() -> Callable[[str], bool]:
    known = phrase_forms() | menu_forms() | forms_of(WORDS) | forms_of(SITE_PAGES)
    return form_beginnings(known)


def _is_known_phrase(line: EdgeLine) -> bool:
    if len(line.text) > MAX_PHRASE_CHARS:
        return False
    form = _known_form(line.text)
    return form in phrase_forms() and form not in forms_of(WORDS)


def _is_known_word(line: EdgeLine) -> bool:
    if line.is_in_verse or len(line.text) > MAX_PHRASE_CHARS:
        return False
    return _known_form(line.text) in forms_of(WORDS)


def _is_list_at_end(line: EdgeLine) -> bool:
    return (
        line.is_at_end
        and len(line.text) <= MAX_PHRASE_CHARS
        and is_list_heading(line.text.strip(_MARKS))
    )


def _is_footer(line: EdgeLine) -> bool:
    """Check whether a line at the end names pages of the site, with marks between them."""
    if not line.is_at_end or len(line.text) > MAX_LINE_CHARS:
        return False
    names = _names_in(line.text)
    known = sum(name in forms_of(SITE_PAGES) for name in names)
    if not known or _SENTENCES.match(line.text):
        return False
    is_menu = known >= _MIN_SITE_PAGES and 2 * known >= len(names)
    return is_menu or (known == len(names) == 1 and not line.is_in_verse)


def _is_menu(line: EdgeLine) -> bool:
    """Check whether a line above the headline names sections of a site, with marks between them."""
    if not line.is_above_headline or len(line.text) > _MAX_MENU_CHARS:
        return False
    return not menu_forms().isdisjoint(_names_in(line.text))


def _has_known_name(line: str) -> bool:
    if _MENU_MARK.search(line):
        return any(_names_in(line))
    return len(line) <= MAX_PHRASE_CHARS and _known_form(line) != ""


def _names_in(line: str) -> list[str]:
    """Return the forms of the names of a menu (`_known_form`); none where one is too long."""
    names = [name for name in _MENU_MARK.split(line) if name.strip()]
    if any(len(name.strip()) > MAX_PHRASE_CHARS for name in names):
        return []
    return list(map(_known_form, names))


# The first rule that applies names the line. A date or a credit is never boilerplate.
LEARNED = Rule(
    "learned from many pages",
    lambda line: line.is_learned,
    EdgeLine("روزنامہ صبح کے قارئین کے لیے", is_learned=True),
    may_be_headline=True,
)
RULES = (
    LEARNED,
    Rule("opens as boilerplate does", _has_known_opening, EdgeLine("© 2026 روزنامہ صبح")),
    Rule(
        "lists subjects, or signs",
        _is_labelled,
        EdgeLine("ٹیگز: کرکٹ، لاہور"),
        may_be_headline=True,
    ),
    Rule(
        "asks to follow or tells of rights",
        _is_promotion,
        EdgeLine("صبح کے جملہ حقوق محفوظ ہیں"),
        may_be_headline=True,
    ),
    Rule("is a known phrase", _is_known_phrase, EdgeLine("(شیئر کریں)")),
    Rule("is a word of a site", _is_known_word, EdgeLine("جاری ہے"), may_be_headline=True),
    Rule(
        "heads a list of other stories",
        _is_list_at_end,
        EdgeLine("آج کی اہم خبریں", is_at_end=True),
    ),
    Rule(
        "names pages of the site below the text",
        _is_footer,
        EdgeLine("ہمارے بارے میں | رابطہ", is_at_end=True),
    ),
    Rule(
        "names sections above the headline",
        _is_menu,
        EdgeLine("پاکستان | موسم", is_above_headline=True),
        may_be_headline=True,
    ),
)


def first_rule(line: EdgeLine) -> Rule | None:
    """Return the first rule that applies to a line; null where none does."""
    if len(line.text) > MAX_PHRASE_CHARS:
        return _first_rule(line)
    return _first_rule_cached(line)


def may_be_boilerplate(text: str, gates: int = ALL) -> bool:
    """Check quickly whether any rule can apply to a line of a normalized text, if not learned.

    Args:
        text: the line.
        gates: those that are open for it (`line_gates`).
    """
    if gates & KNOWN and (_has_known_name(text) or has_known_opening(text)):
        return True
    if gates & OPENING and _has_opening(text):
        return True
    return gates & PROMOTION > 0 and has_promotion_word(text)


def _has_opening(text: str) -> bool:
    return has_known_opening(text) or is_labelled(text) or is_list_heading(text.strip(_MARKS))


def _first_rule(line: EdgeLine) -> Rule | None:
    for rule in RULES:
        if rule.applies(line):
            return rule
    return None


_first_rule_cached = lru_cache(maxsize=_CACHED_LINES)(_first_rule)
