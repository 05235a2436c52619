r"""Take a page apart into its text and the boilerplate around it.

A *page* is the whole normalized text of a raw file. Front matter, boilerplate lines and a repeated
headline are cut out of it. Nothing is lost: the cuts are kept, and `restore` puts them back.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
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

# How many lines at the start and at the end are looked at, boilerplate lines not counted. Measured
# on 29,656 pages of six publishers.
_FIRST_LINES = 3
_LAST_LINES = 5
# A headline is repeated within so many lines, the first of the two included.
_REPEATED_LINES = 4
# Characters that one of two equal headlines may have more than the other.
_MAX_GLUED_DATE_CHARS = 40
_MAX_PHRASE_CHARS = 45
_MAX_MENU_CHARS = 80
_MAX_HEADLINE_CHARS = 200
# Pages of one publisher have the same short lines.
_CACHED_LINES = 1_024

_WORD = regex.compile(r"\p{L}")
_MENU_MARK = regex.compile(r"[|/>»›·•\\]")
# Around a phrase.
_MARKS = " ،,:.۔!»«›‹>•|()[]-"


class Cut(NamedTuple):
    """A passage that was cut out of a page, and its position in the text that is left."""

    position: int
    removed: str


class Page(NamedTuple):
    """A page taken apart."""

    text: str
    front_matter: FrontMatter | None
    # The boilerplate lines, in order.
    boilerplate: tuple[str, ...]
    has_repeated_headline: bool
    cuts: tuple[Cut, ...]


class _Line(NamedTuple):
    start: int
    end: int
    text: str


class _EdgeLine(NamedTuple):
    """A line near an edge of a page that is no paragraph, and what decides if it is boilerplate."""

    text: str
    is_learned: bool = False
    is_at_end: bool = False
    is_above_headline: bool = False


def _is_known_phrase(line: _EdgeLine) -> bool:
    return (
        len(line.text) <= _MAX_PHRASE_CHARS
        and canonical_form(line.text.strip(_MARKS)) in phrase_forms()
    )


def _is_list_at_end(line: _EdgeLine) -> bool:
    return (
        line.is_at_end
        and len(line.text) <= _MAX_PHRASE_CHARS
        and AT_THE_END.fullmatch(line.text.strip(_MARKS)) is not None
    )


def _has_known_opening(line: _EdgeLine) -> bool:
    return OPENINGS.match(line.text.lstrip()) is not None


def _has_known_phrase(line: _EdgeLine) -> bool:
    return CONTAINED.search(line.text.lower()) is not None


def _is_menu(line: _EdgeLine) -> bool:
    """Check whether a line above the headline names sections of a site, with marks between them."""
    if not line.is_above_headline or len(line.text) > _MAX_MENU_CHARS:
        return False
    names = [canonical_form(name) for name in _MENU_MARK.split(line.text) if name.strip()]
    if any(len(name) > _MAX_PHRASE_CHARS for name in names):
        return False
    return not menu_forms().isdisjoint(names)


class _Rule(NamedTuple):
    """A rule that makes a line at an edge of a page boilerplate."""

    name: str
    applies: Callable[[_EdgeLine], bool]
    example: _EdgeLine


# The first rule that applies names the line. A date or a credit is never boilerplate.
_RULES = (
    _Rule(
        "learned from many pages",
        lambda line: line.is_learned,
        _EdgeLine("روزنامہ صبح کے قارئین کے لیے", is_learned=True),
    ),
    _Rule("opens as boilerplate does", _has_known_opening, _EdgeLine("© 2026 روزنامہ صبح")),
    _Rule("contains a known phrase", _has_known_phrase, _EdgeLine("صبح کے جملہ حقوق محفوظ ہیں")),
    _Rule("is a known phrase", _is_known_phrase, _EdgeLine("(شیئر کریں)")),
    _Rule(
        "heads a list of other stories",
        _is_list_at_end,
        _EdgeLine("آج کی اہم خبریں", is_at_end=True),
    ),
    _Rule(
        "names sections above the headline",
        _is_menu,
        _EdgeLine("پاکستان | موسم", is_above_headline=True),
    ),
)


def read_page(page: str, learned: Collection[str] = frozenset()) -> Page:
    r"""Return the text of a page and what was printed around it.

    `learned` has the keys of lines found on many pages of its publisher (`boilerplate_key`). A page
    of nothing but boilerplate keeps it all.

    >>> page = "شیئر کریں\n\nبارش\n\nبارش\n\nلاہور میں بارش ہوئی۔\n\nComments are closed."
    >>> read_page(page).text
    'بارش\n\nلاہور میں بارش ہوئی۔'
    >>> read_page(page).boilerplate
    ('شیئر کریں', 'Comments are closed.')
    """
    matter = read_front_matter(page)
    lines = list(_lines(page, matter.end if matter else 0))
    kept, boilerplate = _split_boilerplate(lines, learned)
    repeated = _repeated_headline(kept)
    if repeated:
        kept = [line for line in kept if line is not repeated]
    is_whole = len(kept) == len(lines) and matter is None and page == page.strip(" \n")
    text, cuts = (page, ()) if is_whole else _cut_out(page, kept)
    return Page(text, matter, boilerplate, repeated is not None, cuts)


def restore(text: str, cuts: str | None) -> str:
    r"""Return the page that a text was cut out of; `cuts` is the JSON of `cuts_to_json`.

    >>> page = "شیئر کریں\n\nبارش\n\nلاہور میں بارش ہوئی۔\nComments are closed."
    >>> found = read_page(page)
    >>> restore(found.text, cuts_to_json(found.cuts)) == page
    True
    """
    pieces: list[str] = []
    start = 0
    for position, removed in json.loads(cuts) if cuts else ():
        pieces += text[start:position], removed
        start = position
    return "".join([*pieces, text[start:]])


def cuts_to_json(cuts: Sequence[Cut]) -> str | None:
    """Return cuts as they are stored: JSON, or null if there are none."""
    return json.dumps(cuts, ensure_ascii=False) if cuts else None


def _lines(page: str, start: int) -> Iterator[_Line]:
    """Yield the lines of a page that are not empty, from a position on."""
    for text in page[start:].split("\n"):
        if text:
            yield _Line(start, start + len(text), text)
        start += len(text) + 1


def _split_boilerplate(
    lines: Sequence[_Line], learned: Collection[str]
) -> tuple[Sequence[_Line], tuple[str, ...]]:
    """Return the lines to keep, and the boilerplate lines; keep all if no letter would be left."""
    starts = _boilerplate_starts(lines, learned)
    kept = [line for line in lines if line.start not in starts]
    if not any(_WORD.search(line.text) for line in kept):
        return lines, ()
    return kept, tuple(line.text.strip() for line in lines if line.start in starts)


def _boilerplate_starts(lines: Sequence[_Line], learned: Collection[str]) -> set[int]:
    """Return where the boilerplate lines begin, by what they say and where they stand."""
    starts = {
        line.start
        for line in lines
        if len(line.text) <= MAX_LINE_CHARS and ANYWHERE.match(line.text)
    }
    rest = [line for line in lines if line.start not in starts]
    starts.update(_edge_boilerplate(rest, _FIRST_LINES, learned, is_at_end=False))
    below = [line for line in rest if line.start not in starts][1:]
    starts.update(_edge_boilerplate(below[::-1], _LAST_LINES, learned, is_at_end=True))
    return starts


def _edge_boilerplate(
    lines: Sequence[_Line], depth: int, learned: Collection[str], *, is_at_end: bool
) -> Iterator[int]:
    """Yield where boilerplate lines begin, until `depth` other lines were met.

    At the start, the first of the other lines that is no date or credit is the headline. A learned
    line in its place is kept: a headline that is printed every week stays a headline.
    """
    kept_count = 0
    has_headline = is_at_end
    for number, line in enumerate(lines):
        rule = _rule_for(lines, number, learned, is_at_end=is_at_end, has_headline=has_headline)
        is_attributed = (rule is not None or not has_headline) and is_date_or_credit(line.text)
        if rule and not is_attributed:
            yield line.start
            continue
        has_headline = has_headline or not is_attributed
        kept_count += 1
        if kept_count == depth:
            return


def _rule_for(
    lines: Sequence[_Line],
    number: int,
    learned: Collection[str],
    *,
    is_at_end: bool,
    has_headline: bool,
) -> _Rule | None:
    """Return the rule that makes a line boilerplate; null where there is none."""
    text = lines[number].text
    if len(text) > MAX_LINE_CHARS:
        return None
    is_above_headline = not has_headline and _is_above_headline(lines, number)
    # The first line of a page is the headline, unless the next line can be it.
    is_learnable = number > 0 or is_at_end or is_above_headline
    is_learned = is_learnable and bool(learned) and boilerplate_key(text) in learned
    line = _EdgeLine(text, is_learned, is_at_end, is_above_headline)
    return _first_rule(line) if len(text) > _MAX_PHRASE_CHARS else _first_rule_cached(line)


def _is_above_headline(lines: Sequence[_Line], number: int) -> bool:
    """Check whether the next line can be the headline: a short one that does not end a sentence."""
    if number + 1 == len(lines):
        return False
    following = lines[number + 1].text
    return len(following) <= _MAX_HEADLINE_CHARS and not FINISHED.search(following)


def _first_rule(line: _EdgeLine) -> _Rule | None:
    """Return the first rule that applies to a line; null where none does."""
    for rule in _RULES:
        if rule.applies(line):
            return rule
    return None


_first_rule_cached = lru_cache(maxsize=_CACHED_LINES)(_first_rule)


def is_date_or_credit(line: str) -> bool:
    """Check whether a line gives the date of a text, its reporter or its agency."""
    return is_date_line(line) or is_credit(line)


def _repeated_headline(lines: Sequence[_Line]) -> _Line | None:
    """Return the line near the start that repeats the first one; two lines alone repeat nothing."""
    if len(lines) <= 2:
        return None
    first = lines[0].text
    near = [
        line
        for line in lines[1:_REPEATED_LINES]
        if abs(len(line.text) - len(first)) <= _MAX_GLUED_DATE_CHARS
    ]
    headline = canonical_form(without_date(first)) if near else ""
    if not headline:
        return None
    has_word = _WORD.search(headline) is not None
    for line in near:
        if has_word and not _WORD.search(line.text):
            continue
        if canonical_form(without_date(line.text)) == headline:
            return line
    return None


def _cut_out(page: str, kept: Sequence[_Line]) -> tuple[str, tuple[Cut, ...]]:
    """Return the kept lines with the blank lines between them, and the cuts."""
    pieces: list[str] = []
    cuts: list[Cut] = []
    length = 0
    end = 0
    for line in kept:
        if pieces:
            start, stop = _span(page[end : line.start], end, line.start)
        else:
            start, stop = 0, line.end - len(line.text.lstrip(" "))
        if stop > start:
            cuts.append(Cut(length + start - end, page[start:stop]))
        piece = page[end:start] + page[stop : line.end]
        pieces.append(piece)
        length += len(piece)
        end = line.end
    if end < len(page):
        cuts.append(Cut(length, page[end:]))
    return "".join(pieces), tuple(cuts)


def _span(gap: str, start: int, end: int) -> tuple[int, int]:
    """Return what to cut out of the gap between two kept lines.

    Of the line ends at the start and at the end of the gap the longer run stays; of two equal ones
    the latter.
    """
    if not gap.strip("\n"):
        return start, start
    before = len(gap) - len(gap.lstrip("\n"))
    after = len(gap) - len(gap.rstrip("\n"))
    return (start, end - after) if after >= before else (start + before, end)
