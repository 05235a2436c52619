"""Find the title of a text: its headline, or the first sentence where it has none."""

import re
from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.attribution.dateline import dateline_end
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import is_date_line
from transforms.page.broken_lines import joined
from transforms.page.title_lines import is_above_title
from transforms.page.title_marks import (
    is_label,
    labelled_title,
    site_names,
    without_marks,
    without_site,
)
from transforms.text.head import HEAD_LINES
from transforms.text.segmentation import SENTENCE_END, WORD_CHARACTER, is_finished

# The longest title of a text without line ends, and of one that has little else.
MAX_TITLE_CHARS = 300
# The longest headline with decks. Of 1,004 labelled headlines 33 are longer than 300 characters,
# none is longer than 1,000.
MAX_HEADLINE_CHARS = 1_000
# The shortest paragraph. Of 979 labelled headlines 6 end with a full stop and are as long, and a
# dateline follows on each; of 819 pages without a headline 92 % begin with a paragraph.
_SHORTEST_PARAGRAPH = 80
# Sentences of a line that is a paragraph, however it ends. No labelled headline has more than 3.
_MANY_SENTENCES = 4
# How much of a line is read: one line may be a whole book.
_READ_CHARS = 10_000
# Of the limit: how much of it a shortened text keeps where a word would be cut.
_MIN_KEPT_SHARE = 0.9
_LINE = re.compile(r"\S.*")
# Between a dateline and its report.
_DATELINE_MARKS = " ،,:.۔…–—ـ-"
# What belongs to a sentence that has just ended: more marks, brackets, quotation marks (opening
# ones close ”so“ too).
_CLOSING = regex.compile(r"[\p{Sentence_Terminal}…\p{Pe}\p{Pf}\p{Pi}\"']*+")
# A full stop at the end of a line; a question or an exclamation may be a headline.
_FULL_STOP = regex.compile(r"[^.…۔][۔.।。](?:(?![۔.…])\p{P})*+\s*+\Z")


# The methods of texts that begin without a headline.
NO_HEADLINE = frozenset({"first_paragraph", "first_sentence", "first_words"})


class Title(NamedTuple):
    """The headline of a text and how it was found; both null for a blank text."""

    title: str | None
    title_method: str | None


def find_title(text: str, boilerplate: Sequence[str] = ()) -> Title:
    r"""Return the headline of a text, with single spaces between its words.

    Lines of dates, senders, places and reading times above it are passed over. A date, a dateline,
    a label, marks of Markdown and the name of the site are left out. Methods:

    * `first_line`: a line that can be a headline. It may run on into its decks, so it may have
      1,000 characters where more text than that follows, and 300 otherwise.
    * `first_paragraph`: no headline; the first sentence of the first paragraph.
    * `first_sentence`: no headline and no paragraphs; the first sentence of the only line, or of a
      line that is too long for a headline.
    * `first_words`: no headline; the first words of a sentence of more than 300 characters.

    Args:
        text: a normalized text.
        boilerplate: the lines that were cut out of its page, which may name its site.

    >>> find_title("\n لاہور میں  بارش \n\nلاہور: آج صبح سے بارش ہے۔")
    Title(title='لاہور میں بارش', title_method='first_line')
    >>> find_title("آج صبح سے بارش ہے۔ " * 50 + "\n\nکل دھوپ ہو گی۔")
    Title(title='آج صبح سے بارش ہے۔', title_method='first_paragraph')
    >>> find_title("آج صبح سے بارش ہے۔ " * 50)
    Title(title='آج صبح سے بارش ہے۔', title_method='first_sentence')
    >>> find_title("بارش " * 100).title_method, find_title(" \n")
    ('first_words', Title(title=None, title_method=None))
    """
    found = list(islice(_LINE.finditer(text), HEAD_LINES))
    worded = [line for line in found if _has_word(line[0])] or found[-1:]
    if not worded:
        return Title(None, None)
    lines = [line[0][:_READ_CHARS] for line in worded]
    sites = site_names(boilerplate)
    labelled = labelled_title(lines)
    number = _headline_number(lines, sites) if labelled is None else labelled
    return _title_of(lines[number:], len(text) - worded[number].end(), sites, is_first=number == 0)


def _has_word(line: str) -> bool:
    return line[:1].isalpha() or WORD_CHARACTER.search(line) is not None


def _headline_number(lines: Sequence[str], sites: Collection[str]) -> int:
    """Return the number of the headline, or of the line that stands for it.

    Where all lines stand above a headline it is the first that is no date.
    """
    last = len(lines) - 1
    for number, line in enumerate(lines):
        following = lines[number + 1] if number < last else ""
        if not _is_passed_over(line, following, sites):
            return number
    return next((number for number, line in enumerate(lines) if not is_date_line(line)), last)


def _is_passed_over(line: str, following: str, sites: Collection[str]) -> bool:
    """Check whether a line is no title.

    A credit that a headline may be as well (`نامہ نگار`) is none if the next line can be it.
    """
    if is_above_title(line, following, sites) or is_label(line):
        return True
    return bool(following) and _is_possible_headline(following) and is_credit(line)


def _is_possible_headline(line: str) -> bool:
    return len(line) <= MAX_TITLE_CHARS and not is_finished(line)


def _title_of(
    lines: Sequence[str], chars_after: int, sites: Collection[str], *, is_first: bool
) -> Title:
    """Return the title that the first of some lines holds."""
    first = lines[0]
    whole = joined(lines)
    following = lines[1] if len(lines) > 1 else ""
    if (whole != first and SENTENCE_END.search(whole)) or _is_paragraph(
        first, following, is_first=is_first
    ):
        report = _after(whole, dateline_end(whole))
        return _sentence_of(_one_line(without_date(report), whole), has_lines=bool(following))
    headline = _one_line(_headline_of(whole, sites), whole)
    has_body = chars_after > len(headline)
    if len(headline) <= (MAX_HEADLINE_CHARS if has_body else MAX_TITLE_CHARS):
        return Title(headline, "first_line")
    return _sentence_of(headline, has_lines=False)


def _headline_of(line: str, sites: Collection[str]) -> str:
    """Return a headline without what stands around it."""
    headline = without_date(without_marks(line))
    report = _after(headline, dateline_end(headline, is_report=False))
    return without_site(report, sites)


def _one_line(part: str, whole: str) -> str:
    """Return a part of a line with single spaces; the whole line where nothing is left of it."""
    return " ".join(part.split()) or " ".join(whole.split())


def _after(line: str, end: int) -> str:
    """Return a line after its dateline, or all of it if there is none."""
    return (line[end:].lstrip(_DATELINE_MARKS) or line) if end else line


def _is_paragraph(line: str, following: str, *, is_first: bool) -> bool:
    """Check whether a line is no headline: a long one that ends with a full stop.

    A headline may run on into a deck of sentences, too: then a dateline follows.
    """
    if len(line) < _SHORTEST_PARAGRAPH and (is_first or not following):
        return False
    if _FULL_STOP.search(line):
        return not dateline_end(following)
    if len(line) < _SHORTEST_PARAGRAPH:
        return False
    ends = islice(SENTENCE_END.finditer(line), _MANY_SENTENCES)
    return sum(1 for _ in ends) == _MANY_SENTENCES


def _sentence_of(line: str, *, has_lines: bool) -> Title:
    """Return the first sentence of a line, or as much of it as a title may have."""
    sentence = _first_sentence(line[: 2 * MAX_TITLE_CHARS])
    if sentence is None and len(line) <= MAX_TITLE_CHARS:
        sentence = line
    if sentence is not None and len(sentence) <= MAX_TITLE_CHARS:
        return Title(sentence, "first_paragraph" if has_lines else "first_sentence")
    return Title(shorten(line, MAX_TITLE_CHARS), "first_words")


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
