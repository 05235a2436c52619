"""This file finds the title of a text: its first line, or as much of it as can be a headline."""

from itertools import islice
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import is_date_line
from transforms.text.head import HEAD_LINES
from transforms.text.segmentation import FINISHED, SENTENCE_END, WORD_CHARACTER

# The longest title of a text without line ends, and of one that has little else.
MAX_TITLE_CHARS = 300
# The longest headline with decks: of 1,004 labelled ones 33 are longer than 300 characters, none
# than 1,000.
MAX_HEADLINE_CHARS = 1_000

_LONGEST_CREDIT = 60
# Of a line: one may be a whole book.
_LOOKED_AT_CHARS = 10_000
_LINE = regex.compile(r"\S.*")
# What belongs to the sentence that has just ended: more marks, brackets, and quotes (which close
# ”so“ too).
_CLOSING = regex.compile(r"[\p{Sentence_Terminal}…\p{Pe}\p{Pf}\p{Pi}\"']*+")


class Title(NamedTuple):
    """The headline of a text and how it was found; both null for a blank text."""

    title: str | None
    title_method: str | None


def find_title(text: str) -> Title:
    r"""The first line that is not blank or a date, without a date glued to it, words one space apart (`first_line`).

    Headlines run on into their decks: a line of up to 1,000 characters is one where more text than
    that follows. Of a line that is too long, the first sentence (`first_sentence`); of a sentence
    that is too long, the first words (`first_words`).

    >>> find_title("\n لاہور میں  بارش \n\nلاہور: آج صبح سے بارش ہے۔")
    Title(title='لاہور میں بارش', title_method='first_line')
    >>> find_title("آج صبح سے بارش ہے۔ " * 50)
    Title(title='آج صبح سے بارش ہے۔', title_method='first_sentence')
    >>> find_title("بارش " * 100).title_method, find_title(" \n")
    ('first_words', Title(title=None, title_method=None))
    """
    found = _first_line(text)
    if found is None:
        return Title(None, None)
    line = " ".join(without_date(found[0][:_LOOKED_AT_CHARS]).split())
    has_body = len(text) - found.end() > len(line)
    if len(line) <= (MAX_HEADLINE_CHARS if has_body else MAX_TITLE_CHARS):
        return Title(line, "first_line")
    sentence = _first_sentence(line[: 2 * MAX_TITLE_CHARS])
    if sentence is not None and len(sentence) <= MAX_TITLE_CHARS:
        return Title(sentence, "first_sentence")
    return Title(shorten(line, MAX_TITLE_CHARS), "first_words")


def _first_line(text: str) -> regex.Match[str] | None:
    """The first line with a word that is not a date; the last of the head where there is none."""
    found = line = None
    for line in islice(_LINE.finditer(text), HEAD_LINES):
        if WORD_CHARACTER.search(line[0]) and not is_date_line(line[0]):
            if found and not _is_above(found[0], line[0]):
                break
            found = line
    return found or line


def _is_above(line: str, behind: str) -> bool:
    """Whether a line names the outlet or the reporter, and the headline comes behind it."""
    may_be_headline = len(behind) <= MAX_TITLE_CHARS and not FINISHED.search(behind)
    return may_be_headline and len(line) <= _LONGEST_CREDIT and is_credit(line)


def shorten(text: str, limit: int) -> str:
    """The first `limit` characters at most; a word that would be cut is left out if it is a short one.

    Short is at most a tenth of the limit: texts without spaces, and long addresses, are cut where
    they are.

    >>> shorten("کراچی میں آج بارش ہے", 20), shorten("کراچی میں آج بارش ہے", 12), shorten("漢" * 99, 5)
    ('کراچی میں آج بارش ہے', 'کراچی میں آج', '漢漢漢漢漢')
    """
    if len(text) <= limit:
        return text
    space = max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1))
    return text[: space if space >= 0.9 * limit else limit].rstrip()


def _first_sentence(text: str) -> str | None:
    """As far as the first sentence end that has a word before it.

    >>> _first_sentence("۔۔۔ (آج بارش ہے۔) کل")
    '۔۔۔ (آج بارش ہے۔)'
    """
    word = WORD_CHARACTER.search(text)
    mark = word and SENTENCE_END.search(text, word.end())
    return text[: _CLOSING.match(text, mark.end()).end()] if mark else None
