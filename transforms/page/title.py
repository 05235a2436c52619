"""Find the title of a text: its first line, or as much of it as can be a headline."""

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
# The longest headline with decks. Of 1,004 labelled headlines 33 are longer than 300 characters,
# none is longer than 1,000.
MAX_HEADLINE_CHARS = 1_000
# How much of a line is read: one line may be a whole book.
_READ_CHARS = 10_000
# Of the limit: how much of it a shortened text keeps where a word would be cut.
_MIN_KEPT_SHARE = 0.9
_LINE = regex.compile(r"\S.*")
# What belongs to a sentence that has just ended: more marks, brackets, quotation marks (opening
# ones close ”so“ too).
_CLOSING = regex.compile(r"[\p{Sentence_Terminal}…\p{Pe}\p{Pf}\p{Pi}\"']*+")


class Title(NamedTuple):
    """The headline of a text and how it was found; both null for a blank text."""

    title: str | None
    title_method: str | None


def find_title(text: str) -> Title:
    r"""Return the first line that has a word and is no date, with single spaces between its words.

    A date at the start or the end of the line is left out. Methods, in this order:

    * `first_line`: a headline may run on into its decks, so the line may have 1,000 characters
      where more text than that follows, and 300 otherwise.
    * `first_sentence`: the first sentence of a longer line.
    * `first_words`: the first words of a sentence of more than 300 characters.

    >>> find_title("\n لاہور میں  بارش \n\nلاہور: آج صبح سے بارش ہے۔")
    Title(title='لاہور میں بارش', title_method='first_line')
    >>> find_title("آج صبح سے بارش ہے۔ " * 50)
    Title(title='آج صبح سے بارش ہے۔', title_method='first_sentence')
    >>> find_title("بارش " * 100).title_method, find_title(" \n")
    ('first_words', Title(title=None, title_method=None))
    """
    found = _headline(text)
    if found is None:
        return Title(None, None)
    line = " ".join(without_date(found[0][:_READ_CHARS]).split())
    has_body = len(text) - found.end() > len(line)
    if len(line) <= (MAX_HEADLINE_CHARS if has_body else MAX_TITLE_CHARS):
        return Title(line, "first_line")
    sentence = _first_sentence(line[: 2 * MAX_TITLE_CHARS])
    if sentence is not None and len(sentence) <= MAX_TITLE_CHARS:
        return Title(sentence, "first_sentence")
    return Title(shorten(line, MAX_TITLE_CHARS), "first_words")


def _headline(text: str) -> regex.Match[str] | None:
    """Return the first line with a word that is no date.

    A credit is passed over if the headline can be the next such line. Without any such line in the
    head of the text, return the last line of the head.
    """
    headline = line = None
    for line in islice(_LINE.finditer(text), HEAD_LINES):
        if not WORD_CHARACTER.search(line[0]) or is_date_line(line[0]):
            continue
        if headline and not _is_credit_above(headline[0], line[0]):
            break
        headline = line
    return headline or line


def _is_credit_above(line: str, following: str) -> bool:
    """Check whether a line is a credit and the next one can be the headline."""
    is_possible_headline = len(following) <= MAX_TITLE_CHARS and not FINISHED.search(following)
    return is_possible_headline and is_credit(line)


def shorten(text: str, limit: int) -> str:
    """Return the first `limit` characters at most, without a word that would be cut.

    A word that takes more than a tenth of the limit is cut: texts without spaces, and long
    addresses.

    >>> shorten("کراچی میں آج بارش ہے", 20)
    'کراچی میں آج بارش ہے'
    >>> shorten("کراچی میں آج بارش ہے", 12), shorten("漢" * 99, 5)
    ('کراچی میں آج', '漢漢漢漢漢')
    """
    if len(text) <= limit:
        return text
    space = max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1))
    end = space if space >= _MIN_KEPT_SHARE * limit else limit
    return text[:end].rstrip()


def _first_sentence(text: str) -> str | None:
    """Return a text up to the first sentence end that has a word before it; null without one.

    >>> _first_sentence("۔۔۔ (آج بارش ہے۔) کل")
    '۔۔۔ (آج بارش ہے۔)'
    """
    word = WORD_CHARACTER.search(text)
    mark = word and SENTENCE_END.search(text, word.end())
    if not mark:
        return None
    return text[: _CLOSING.match(text, mark.end()).end()]
