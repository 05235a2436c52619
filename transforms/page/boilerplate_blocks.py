"""Find boilerplate that takes several lines, or stands at the end of a line.

Promotions that links break over lines, notices about cookies with their buttons, the comments of
readers, and a list of other stories at the end of a page.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.dates.publication_date import is_date_line
from transforms.gates import form_beginnings
from transforms.page.boilerplate_phrases import (
    BUTTONS,
    COMMENT,
    GLUED_SENTENCES,
    JOINT_ALONE,
    MAX_GLUED_CHARS,
    MAX_LINE_CHARS,
    MAX_NOTICE_CHARS,
    NOTICES,
    PROMOTION_CALL,
    PROMOTION_JOINT,
    PROMOTION_PLACE,
    PROMOTION_READER,
    RELATED,
    REPORT_END,
    TALK,
    WORDS,
    ends_statement,
    forms_of,
    has_promotion_word,
    heads_comments,
    is_list_heading,
    may_end_in_joint,
    phrase_forms,
    tells_who_said_it,
)
from transforms.page.boilerplate_rules import promotes
from transforms.page.line_gates import ASKING, COMMENTS, NOTICE, Gates, line_gates
from transforms.page.title_lines import is_age
from transforms.text.canonical import canonical_form

# Lines at the start and at the end in which a notice begins.
_NOTICE_LINES_ABOVE = 4
_NOTICE_LINES_BELOW = 12
_MAX_BUTTON_CHARS = 30
_MAX_BUTTONS = 6
# Lines at the end in which a promotion is looked for, and how many it has.
_PROMOTION_LINES = 12
_MAX_PROMOTION_LINES = 12
_MAX_PROMOTION_LINE_CHARS = 80
# Characters of a line that says for whom it is, and leads on without a joint: `आप हमें`.
_MAX_READER_CHARS = 30
# Lines of a list of other stories at the end of a page.
_MAX_RELATED_LINES = 12
_MAX_HEADING_CHARS = 45
_HEADLINE_WORDS = 3
# The first line that can be the heading of comments.
_FIRST_COMMENT_LINE = 2
# Lines below the heading of comments that show what they are, and of the last comment.
_COMMENT_LINES = 8
# Characters of a tail; a little of the sentence before it is looked at as well (`MAX_GLUED_CHARS`).
_MAX_TAIL_CHARS = 100

_SENTENCE_MARK = re.compile("[.!?۔؟।॥…。]")
_AROUND_TAIL = regex.compile(r"[\p{Pe}\p{Pf}\p{Pi}\"']*+\s*+")
_REPORT_END = re.compile(REPORT_END, re.VERBOSE)
_QUOTES = ("”", '"', "’", "»", "'", "‘")
_MARKS = " ،,:.۔!»«›‹>•|()[]-/"


class Blocks(NamedTuple):
    """Which lines of a page are boilerplate, and where boilerplate begins at the end of others."""

    lines: frozenset[int]
    tails: dict[int, int]


_NOTHING = Blocks(frozenset(), {})


def find_blocks(lines: Sequence[str], gates: Gates | None = None) -> Blocks:
    """Return the blocks of boilerplate of a page; `lines` are those that are not empty.

    Args:
        lines: the lines of the page.
        gates: those of the lines, if they are known.

    >>> find_blocks(["Rain", "It rained.", "(Follow us on", "Facebook and", "Twitter too.)"]).lines
    frozenset({2, 3, 4})
    """
    if len(lines) < 2:
        return _NOTHING
    gates = gates or line_gates(lines)
    promoted, tails = _promotion(lines, gates)
    found = {*_notices(lines, gates), *promoted, *_comments(lines, gates), *_related(lines)}
    return Blocks(frozenset(found), tails)


def glued_tail(line: str) -> int | None:
    """Return where a known phrase begins behind the last sentence of a line; null without one.

    >>> line = "لاہور میں بارش ہوئی ہے۔ تبصرے دکھائیں"
    >>> line[glued_tail(line):]
    'تبصرے دکھائیں'
    >>> glued_tail("بچوں نے کہا۔ شیئر"), glued_tail("تبصرے دکھائیں")
    (None, None)
    """
    window = line[-MAX_GLUED_CHARS:]
    may_promote: bool | None = None
    for mark in _SENTENCE_MARK.finditer(window, 0, len(window) - 1):
        tail = window[_AROUND_TAIL.match(window, mark.end()).end() :]
        if not 0 < len(tail) <= _MAX_TAIL_CHARS:
            continue
        if may_promote is None:
            may_promote = has_promotion_word(window)
        if (may_promote and _is_glued_promotion(tail)) or _is_glued_phrase(tail):
            return len(line) - len(tail)
    return None


def _is_glued_promotion(tail: str) -> bool:
    return promotes(tail) and not tail.endswith(_QUOTES)


def _is_glued_phrase(tail: str) -> bool:
    """Check for the end of a report, and for a phrase that is no single word and no statement."""
    if "/" in tail and _REPORT_END.fullmatch(tail):
        return True
    bare = tail.strip(_MARKS)
    if len(tail) > _MAX_HEADING_CHARS or not _may_be_glued()(bare):
        return False
    form = canonical_form(bare)
    if form in forms_of(GLUED_SENTENCES):
        return True
    is_known = form in phrase_forms() and form not in forms_of(WORDS)
    return is_known and " " in bare and not ends_statement(tail)


@cache
def _may_be_glued() -> Callable[[str], bool]:
    return form_beginnings(phrase_forms() | forms_of(GLUED_SENTENCES))


def _notices(lines: Sequence[str], gates: Gates) -> list[int]:
    """Return the notices about cookies and scripts, each with the buttons below it."""
    below = max(_NOTICE_LINES_ABOVE, len(lines) - _NOTICE_LINES_BELOW)
    edges = (*range(min(_NOTICE_LINES_ABOVE, len(lines))), *range(below, len(lines)))
    found: list[int] = []
    for number in edges:
        is_short = gates[number] & NOTICE and len(lines[number]) <= MAX_NOTICE_CHARS
        if is_short and _is_notice(lines[number]):
            found.append(number)
            found += _buttons(lines, number + 1)
    return found


def _is_notice(line: str) -> bool:
    return NOTICES.match(line.lstrip()) is not None and not tells_who_said_it(line)


def _buttons(lines: Sequence[str], start: int) -> list[int]:
    end = start
    for line in lines[start : start + _MAX_BUTTONS]:
        if len(line) > _MAX_BUTTON_CHARS:
            break
        if canonical_form(line.strip(_MARKS)) not in forms_of(BUTTONS):
            break
        end += 1
    return list(range(start, end))


def _promotion(lines: Sequence[str], gates: Gates) -> tuple[range, dict[int, int]]:
    """Return the lines of the last promotion of two lines at least, and where it begins above them.

    It says what to do, where, and for whom. The first line of a page is none of its lines, and a
    page without a text has none: a poem may call its readers.
    """
    for last in range(len(lines) - 1, max(1, len(lines) - _PROMOTION_LINES), -1):
        if not _may_end_promotion(lines, gates, last):
            continue
        first = _promotion_start(lines, last)
        tail = None if "(" in lines[first] else _open_bracket(lines[first - 1])
        above = lines[first - 1][tail:] if tail is not None else ""
        is_one = bool(above or first < last) and _asks(" ".join([above, *lines[first : last + 1]]))
        if is_one and any(map(_is_text, lines[:first])):
            return range(first, last + 1), {} if tail is None else {first - 1: tail}
    return range(0), {}


def _asks(promotion: str) -> bool:
    """Check that lines say what to do, where, and for whom."""
    asks = (PROMOTION_CALL, PROMOTION_PLACE, PROMOTION_READER)
    return all(part.search(promotion) for part in asks)


def _may_end_promotion(lines: Sequence[str], gates: Gates, last: int) -> bool:
    """Check whether a line promotes, and quickly whether the one above can lead to it."""
    above = lines[last - 1]
    if (
        not gates[last] & ASKING
        or len(lines[last]) > _MAX_PROMOTION_LINE_CHARS
        or "(" in lines[last]
    ):
        return False
    may_lead_on = not ends_statement(above) or may_end_in_joint(above) or "(" in above
    return may_lead_on and _is_promoting(lines[last])


def _open_bracket(line: str) -> int | None:
    """Return where a bracket begins that a promotion opens at the end of a line."""
    start = line.rfind("(", max(0, len(line) - _MAX_PROMOTION_LINE_CHARS))
    return start if start >= 0 and ")" not in line[start:] and _is_promoting(line[start:]) else None


def _is_promoting(line: str) -> bool:
    if len(line) > _MAX_PROMOTION_LINE_CHARS:
        return False
    return PROMOTION_CALL.search(line) is not None or PROMOTION_PLACE.search(line) is not None


def _promotion_start(lines: Sequence[str], last: int) -> int:
    """Return the first line of a promotion: those above it belong to it while they lead on."""
    first = last
    while first > 1 and last - first + 1 < _MAX_PROMOTION_LINES and "(" not in lines[first]:
        if not _leads_on(lines[first - 1]):
            break
        first -= 1
    return first


def _leads_on(line: str) -> bool:
    """Check whether a line is the beginning of a promotion that goes on in the next one."""
    if len(line) <= _MAX_READER_CHARS and JOINT_ALONE.fullmatch(line):
        return True
    has_joint = PROMOTION_JOINT.search(line[-_MAX_PROMOTION_LINE_CHARS:]) is not None
    if "(" in line.lstrip()[1:] or not (has_joint or not ends_statement(line)):
        return False
    limit = _MAX_PROMOTION_LINE_CHARS if has_joint else _MAX_READER_CHARS
    is_for_readers = len(line) <= limit and PROMOTION_READER.search(line) is not None
    return is_for_readers or _is_promoting(line)


def _comments(lines: Sequence[str], gates: Gates) -> range:
    """Return the comments of readers, from their heading on, below a text."""
    for number, each in enumerate(gates):
        if number < _FIRST_COMMENT_LINE or not (each & COMMENTS and _is_heading(lines[number])):
            continue
        if not _shows_comments(lines[number + 1 : number + 1 + _COMMENT_LINES]):
            continue
        if not any(map(_is_text, lines[:number])):
            continue
        last = max(at for at in range(number + 1, len(lines)) if _is_comment(lines[at]))
        return range(number, min(len(lines), last + _COMMENT_LINES))
    return range(0)


def _is_heading(line: str) -> bool:
    return len(line) <= _MAX_HEADING_CHARS and heads_comments(line)


def _shows_comments(lines: Sequence[str]) -> bool:
    """Check for a button to reply or who says it; in a talk people say things, too.

    So who said or wrote it needs a date, an age or a button beside it.
    """
    said = [line for line in lines if _is_comment(line)]
    if any(not TALK.search(line[-_MAX_HEADING_CHARS:]) for line in said):
        return True
    return bool(said) and any(is_date_line(line) or is_age(line) for line in lines)


def _is_comment(line: str) -> bool:
    return len(line) <= _MAX_PROMOTION_LINE_CHARS and COMMENT.match(line) is not None


def _related(lines: Sequence[str]) -> range:
    """Return a list of other stories to the end of the page, with its heading, below a text."""
    first = max(2, len(lines) - _MAX_RELATED_LINES - 1)
    for number in range(len(lines) - 2, first - 1, -1):
        if _is_text(lines[number]):
            return range(0)
        if len(lines[number]) <= _MAX_HEADING_CHARS and _heads_related(lines[number]):
            is_list = not any(map(is_credit, lines[number:])) and _are_headlines(
                lines[number + 1 :]
            )
            has_text = any(map(_is_text, lines[:number]))
            return range(number, len(lines)) if is_list and has_text else range(0)
    return range(0)


def _are_headlines(lines: Sequence[str]) -> bool:
    """Check that no text ends some lines, and that half of them have the words of a headline.

    A text may end with a list of its own: what is most popular may be fruit.
    """
    if _is_text(lines[-1]):
        return False
    titles = [line for line in lines if not is_date_line(line)]
    long = [
        line for line in titles if len(line.split(None, _HEADLINE_WORDS - 1)) == _HEADLINE_WORDS
    ]
    return 2 * len(long) >= len(titles)


def _heads_related(line: str) -> bool:
    plain = line.strip(_MARKS)
    if is_list_heading(plain):
        return True
    return _may_head_related()(plain) and canonical_form(plain) in forms_of(RELATED)


@cache
def _may_head_related() -> Callable[[str], bool]:
    return form_beginnings(forms_of(RELATED))


def _is_text(line: str) -> bool:
    """Check whether a line is part of a text and no headline: it states something, or is long."""
    return len(line) > MAX_LINE_CHARS or ends_statement(line)
