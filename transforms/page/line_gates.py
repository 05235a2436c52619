"""Which of the slow questions about lines of a page can have a yes: one look at all lines at once.

A bit that is set says nothing; one that is not, that the rule says no. Most lines have none.
"""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from operator import or_

import numpy as np
import numpy.typing as npt

from transforms.gates import START_CHARS
from transforms.native.line_words import Letters, LineWords, canonical_letters, letters_as
from transforms.native.tables import tables
from transforms.native.traits import FORM_ODD, HAMZA, HAMZA_BELOW
from transforms.page.boilerplate_phrases import (
    ASKING_WORDS,
    END_MARK,
    GLUED_SENTENCES,
    MAX_GLUED_CHARS,
    MAX_NOTICE_CHARS,
    NOTICE_WORDS,
    PROMOTION_WORDS,
    SITE_PAGES,
    WORDS,
    forms_of,
    may_be_anywhere,
    may_be_at_the_end,
    may_be_label,
    may_head_comments,
    may_open,
    menu_forms,
    phrase_forms,
)
from transforms.text.letter_variants import lower

# By its words: a known phrase, a name of a menu, or ©; `has_promotion_word`; `NOTICES`; a phrase
# that is glued to the end (`boilerplate_blocks.glued_tail`); `PROMOTION_CALL` or `PROMOTION_PLACE`.
KNOWN = 1 << 0
PROMOTION = 1 << 1
NOTICE = 1 << 2
GLUED = 1 << 3
ASKING = 1 << 4
_OF_WORDS = KNOWN | PROMOTION | NOTICE | GLUED | ASKING
# By its beginning: `has_known_opening` without ©, `is_labelled` or `is_list_heading`;
# `boilerplate_anywhere`, or by `END_MARK`; `heads_comments`.
OPENING = 1 << 5
ANYWHERE = 1 << 6
COMMENTS = 1 << 7
# Of any rule of `boilerplate_rules`, but for learned lines.
MAY_BE_BOILERPLATE = KNOWN | PROMOTION | OPENING
ALL = _OF_WORDS | OPENING | ANYWHERE | COMMENTS

# One number a line.
Gates = Sequence[int]

# Lines at the start and at the end of a page that are looked at closely.
_FIRST_LINES = 8
_LAST_LINES = 12
_CACHED_STARTS = 4_096
# Letters of a phrase by which it is known.
_FORM_CHARS = 12
# Characters between the names of a menu, and what all of them are compared as.
_MENU_MARKS = "|/>»›·•\\"
_MENU_MARK = "|"
# What a character is compared as that may change the form of one beside it.
_ODD = "\uffff"


def line_gates(lines: Sequence[str]) -> list[int]:
    """Return the gates that are open for each line of a normalized page.

    >>> [gates & (KNOWN | OPENING) for gates in line_gates(["مطلع", "(Read more)", "Tags: rain"])]
    [0, 33, 32]
    """
    starts = [_gates_of_start(line[:START_CHARS]) for line in lines]
    if END_MARK in "\n".join(lines):
        starts = [
            gates | (END_MARK in line and ANYWHERE)
            for gates, line in zip(starts, lines, strict=True)
        ]
    below = max(_FIRST_LINES, len(lines) - _LAST_LINES)
    edges = [*lines[:_FIRST_LINES], *lines[below:]]
    answers = _words().answers("\n".join(map(_looked_at, edges)))
    answers[_FIRST_LINES:_FIRST_LINES] = [_OF_WORDS] * (below - _FIRST_LINES)
    return list(map(or_, starts, answers))


def _looked_at(line: str) -> str:
    """Return what of a line its words are looked for in: of a paragraph the end."""
    return line if len(line) <= MAX_NOTICE_CHARS else line[-MAX_GLUED_CHARS:]


@lru_cache(maxsize=_CACHED_STARTS)
def _gates_of_start(start: str) -> int:
    """Return the gates that the first characters of a line open.

    Rules that leave marks or spaces around a line out begin with other characters.
    """
    has_space = any(map(str.isspace, start))
    may_begin = has_space or may_open(start) or may_be_label(start)
    may_be_heading = not start.isalnum() or may_be_at_the_end(start)
    return (
        (OPENING if may_begin or may_be_heading else 0)
        | (COMMENTS if has_space or may_head_comments(start) else 0)
        | (ANYWHERE if may_be_anywhere(start) else 0)
    )


@cache
def _words() -> LineWords:
    glued = phrase_forms() | forms_of(GLUED_SENTENCES)
    known = phrase_forms() | menu_forms() | forms_of(WORDS) | forms_of(SITE_PAGES)
    # In the order of the bits.
    questions: Sequence[Collection[str]] = (
        [*map(_beginning, known), "©", _MENU_MARK, _ODD],
        PROMOTION_WORDS,
        NOTICE_WORDS,
        [*(f"{form[-_FORM_CHARS:]}\n" for form in glued), _MENU_MARK, _ODD],
        ASKING_WORDS,
    )
    return LineWords(questions, _letters("".join(known | glued)))


def _beginning(form: str) -> str:
    """Return what a line begins with that has a form, or all of it."""
    return f"\n{form[:_FORM_CHARS]}" if len(form) > _FORM_CHARS else f"\n{form}\n"


def _letters(of_forms: str) -> Letters:
    """Return the letters of the canonical form, which lines are compared in.

    Args:
        of_forms: the letters of the forms that are looked for.
    """
    letters = canonical_letters()
    letters[[ord(mark) for mark in _MENU_MARKS]] = ord(_MENU_MARK)
    letters[_are_odd(of_forms)] = ord(_ODD)
    return letters[letters_as(lower)]


def _are_odd(of_forms: str) -> npt.NDArray[np.bool_]:
    """Return which characters may change the form of one beside it to one of some letters."""
    odd = (tables().form & FORM_ODD) > 0
    odd[[HAMZA, HAMZA_BELOW]] = True
    _, second, composite = tables().pairs.T
    odd[second[np.isin(composite, list(map(ord, of_forms)))]] = True
    return odd
