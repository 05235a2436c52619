r"""This file takes a page apart: what is text, and what was printed around it.

A *page* is the whole normalized text of a raw file. Front matter, boilerplate and a headline
that stands a second time are cut out of it; nothing is lost, for the cuts are kept and `restore`
puts them back.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import is_date_line
from transforms.page.boilerplate_phrases import (
    ANYWHERE,
    AT_THE_END,
    CONTAINED,
    MAX_LINE_CHARS,
    OPENINGS,
    boilerplate_key,
    menu_forms,
    phrase_forms,
)
from transforms.page.front_matter import FrontMatter, read_front_matter
from transforms.text.canonical import canonical_form
from transforms.text.segmentation import FINISHED

# Of the lines that are not boilerplate: where boilerplate stands, as measured on 29,656 pages of six
# publishers.
_FIRST_LINES = 3
_LAST_LINES = 5
_REPEATED_LINES = 4
# Characters that one of two equal headlines may have more than the other.
_LONGEST_GLUED_DATE = 40
_LONGEST_PHRASE = 45
_MOST_PHRASES = 1_024
_LONGEST_HEADLINE = 200
_WORD = regex.compile(r"\p{L}")
_MENU_MARK = regex.compile(r"[|/>»›·•\\]")


class Cut(NamedTuple):
    """What was taken out of a page, and where in the text it stood."""

    position: int
    removed: str


class Page(NamedTuple):
    """A page taken apart."""

    text: str
    front_matter: FrontMatter | None
    # The lines that are boilerplate, in order.
    boilerplate: tuple[str, ...]
    has_repeated_headline: bool
    cuts: tuple[Cut, ...]


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def read_page(page: str, learned: Collection[str] = frozenset()) -> Page:
    r"""The text of a page and what was printed around it; `learned` are keys of lines found on many pages.

    >>> page = "شیئر کریں\n\nبارش\n\nبارش\n\nلاہور میں بارش ہوئی۔\n\nComments are closed."
    >>> read_page(page).text
    'بارش\n\nلاہور میں بارش ہوئی۔'
    >>> read_page(page).boilerplate
    ('شیئر کریں', 'Comments are closed.')
    """
    matter = read_front_matter(page)
    lines = list(_lines(page, matter.end if matter else 0))
    cut_starts = _boilerplate(lines, learned)
    kept = [line for line in lines if line.start not in cut_starts]
    if not any(_WORD.search(line.text) for line in kept):
        kept, cut_starts = lines, set()
    repeated = _repeated_headline(kept)
    kept = [line for line in kept if line is not repeated]
    is_cut = len(kept) < len(lines) or matter is not None or page != page.strip(" \n")
    text, cuts = _cut_out(page, kept, is_cut=is_cut)
    boilerplate = tuple(line.text.strip() for line in lines if line.start in cut_starts)
    return Page(text, matter, boilerplate, repeated is not None, cuts)


def restore(text: str, cuts: str | None) -> str:
    r"""The page that a text was cut out of; `cuts` as JSON.

    >>> page = "شیئر کریں\n\nبارش\n\nلاہور میں بارش ہوئی۔\nComments are closed."
    >>> found = read_page(page)
    >>> restore(found.text, cuts_to_json(found.cuts)) == page
    True
    """
    pieces, start = [], 0
    for position, removed in json.loads(cuts) if cuts else ():
        pieces += [text[start:position], removed]
        start = position
    return "".join([*pieces, text[start:]])


def cuts_to_json(cuts: Sequence[Cut]) -> str | None:
    """Cuts as they are stored; null without any."""
    return json.dumps(cuts, ensure_ascii=False) if cuts else None


def _lines(page: str, start: int) -> Iterator[_Line]:
    """The lines that are not empty, from some place on."""
    for text in page[start:].split("\n"):
        if text:
            yield _Line(start, start + len(text), text)
        start += len(text) + 1


def _boilerplate(lines: Sequence[_Line], learned: Collection[str]) -> set[int]:
    """Where the lines begin that are boilerplate: by what they say, and where they stand."""
    found = {
        line.start
        for line in lines
        if len(line.text) <= MAX_LINE_CHARS and ANYWHERE.match(line.text)
    }
    rest = [line for line in lines if line.start not in found] if found else lines
    found.update(_peel(rest, _FIRST_LINES, learned, is_end=False))
    below = [line for line in rest if line.start not in found][1:] if found else rest[1:]
    found.update(_peel(below[::-1], _LAST_LINES, learned, is_end=True))
    return found


def _peel(
    lines: Sequence[_Line], depth: int, learned: Collection[str], *, is_end: bool
) -> Iterator[int]:
    """Where the boilerplate among the first lines begins; a headline that is printed every week stays a headline."""
    passed, has_headline = 0, is_end
    for number, line in enumerate(lines):
        is_above = (
            not has_headline
            and number + 1 < len(lines)
            and _may_be_headline(lines[number + 1].text)
        )
        is_learned = (
            (is_above or is_end or number > 0)
            and bool(learned)
            and boilerplate_key(line.text) in learned
        )
        is_known = _is_known(line.text, is_end=is_end) or (is_above and _is_menu(line.text))
        is_telling = (is_learned or is_known or not has_headline) and is_date_or_credit(line.text)
        if (is_learned or is_known) and not is_telling:
            yield line.start
            continue
        has_headline = has_headline or not is_telling
        passed += 1
        if passed == depth:
            return


def _is_known(line: str, *, is_end: bool) -> bool:
    """Whether a line near an edge is boilerplate by what it says."""
    if len(line) <= _LONGEST_PHRASE:
        return _is_phrase(line, is_end=is_end)
    return len(line) <= MAX_LINE_CHARS and _has_phrase(line)


@lru_cache(maxsize=_MOST_PHRASES)
def _is_phrase(line: str, *, is_end: bool) -> bool:
    """The same of a short line; pages of one publisher have the same ones."""
    said = line.strip(" ،,:.۔!»«›‹>•|()[]-")
    return (
        _has_phrase(line)
        or canonical_form(said) in phrase_forms()
        or (is_end and bool(AT_THE_END.fullmatch(said)))
    )


def _has_phrase(line: str) -> bool:
    return OPENINGS.match(line.lstrip()) is not None or CONTAINED.search(line.lower()) is not None


def _is_menu(line: str) -> bool:
    """Whether a line above the headline names sections of a site, with marks between them."""
    names = (
        [canonical_form(name) for name in _MENU_MARK.split(line) if name.strip()]
        if len(line) <= 80
        else []
    )
    return any(name in menu_forms() for name in names) and all(
        len(name) <= _LONGEST_PHRASE for name in names
    )


def is_date_or_credit(line: str) -> bool:
    """Whether a line says when, by whom or from which agency a text is."""
    return is_date_line(line) or is_credit(line)


def _may_be_headline(line: str) -> bool:
    """Whether a line can be the headline: a short one that does not end as a sentence does."""
    return len(line) <= _LONGEST_HEADLINE and not FINISHED.search(line)


def _repeated_headline(lines: Sequence[_Line]) -> _Line | None:
    """The line that says the first one again, near the start."""
    near = [
        line
        for line in islice(lines, 1, _REPEATED_LINES)
        if abs(len(line.text) - len(lines[0].text)) <= _LONGEST_GLUED_DATE
    ]
    headline = canonical_form(without_date(lines[0].text)) if near and len(lines) > 2 else ""
    if _WORD.search(headline):
        near = [line for line in near if _WORD.search(line.text)]
    return next(
        (line for line in near if headline and canonical_form(without_date(line.text)) == headline),
        None,
    )


def _cut_out(page: str, kept: Sequence[_Line], *, is_cut: bool) -> tuple[str, tuple[Cut, ...]]:
    """The kept lines, between them the blank line that stood on either side of what was cut; and the cuts."""
    if not is_cut:
        return page, ()
    pieces: list[str] = []
    cuts: list[Cut] = []
    length = at = 0
    for line in kept:
        gap = page[at : line.start]
        indent = len(line.text) - len(line.text.lstrip(" ")) if not pieces else 0
        if not pieces:
            start, stop = 0, line.start + indent
        else:
            start, stop = _span(gap, at, line.start)
        if stop > start:
            cuts.append(Cut(length + start - at, page[start:stop]))
        piece = page[at:start] + page[stop : line.end]
        pieces.append(piece)
        length += len(piece)
        at = line.end
    if at < len(page):
        cuts.append(Cut(length, page[at:]))
    return "".join(pieces), tuple(cuts)


def _span(gap: str, start: int, end: int) -> tuple[int, int]:
    """What to cut out between two kept lines, so that the longer of the two ends of it stays between them."""
    if not gap.strip("\n"):
        return start, start
    before = len(gap) - len(gap.lstrip("\n"))
    behind = len(gap) - len(gap.rstrip("\n"))
    return (start, end - behind) if behind >= before else (start + before, end)
