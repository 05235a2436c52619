r"""Take a page apart into its text and the boilerplate around it.

A *page* is the whole normalized text of a raw file. Front matter, boilerplate lines and a repeated
headline are cut out of it. Nothing is lost: the cuts are kept, and `restore` puts them back.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import is_date_line
from transforms.gazetteer.lookup import city_name
from transforms.page.author_lines import AUTHOR_LINES, read_author_lines
from transforms.page.boilerplate_blocks import find_blocks, glued_tail
from transforms.page.boilerplate_phrases import (
    ROLES,
    boilerplate_anywhere,
    boilerplate_key,
    ends_statement,
)
from transforms.page.boilerplate_rules import (
    LEARNED,
    MAX_PROMOTION_CHARS,
    EdgeLine,
    Rule,
    first_rule,
)
from transforms.page.front_matter import FrontMatter, read_front_matter
from transforms.text.canonical import canonical_form

# How many lines at the start and at the end are looked at, boilerplate lines not counted. Measured
# on 29,656 pages of six publishers.
_FIRST_LINES = 3
_LAST_LINES = 5
# Lines below one that is no headline in which the headline is looked for.
_HEADLINE_LINES = 20
_MAX_HEADLINE_CHARS = 200
# Of the characters of a page: learned lines that take more are no boilerplate.
_MAX_LEARNED_SHARE = 1 / 3
# Lines at the end to which a phrase may be glued.
_GLUED_LINES = 2
# A headline is repeated within so many lines, the first of the two included.
_REPEATED_LINES = 4
# Characters that one of two equal headlines may have more than the other.
_MAX_GLUED_DATE_CHARS = 40

_WORD = regex.compile(r"\p{L}")
_LIST_MARK = regex.compile(r"[،,/|]")
# A salutation or the beginning of a sentence.
_LEADS_ON = regex.compile(r"[:،,؛;]\s*+\Z")


class LearnedLines(NamedTuple):
    """Keys of lines found on many pages of a publisher (`boilerplate_key`)."""

    lines: Collection[str] = frozenset()
    # Those that stand above the text of most pages: no headline.
    site_lines: Collection[str] = frozenset()


NOTHING_LEARNED = LearnedLines()


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
    # Learned lines that stay, as they would take too much of the page.
    doubtful_line_count: int = 0
    # Who a label on a line of its own, which was cut, names as author.
    author: str | None = None


class _Line(NamedTuple):
    start: int
    end: int
    text: str


class _Split(NamedTuple):
    """The lines of a page to keep, and those that are boilerplate, both in order."""

    kept: Sequence[_Line]
    boilerplate: Sequence[_Line]
    doubtful_line_count: int = 0


class _Found(NamedTuple):
    """A boilerplate line at an edge of a page, and the rule that made it one."""

    line: _Line
    rule: Rule


def read_page(page: str, learned: LearnedLines = NOTHING_LEARNED) -> Page:
    r"""Return the text of a page and what was printed around it.

    A page of nothing but boilerplate keeps it all. A page that learned lines would take more than a
    third of keeps them.

    >>> page = "شیئر کریں\n\nبارش\n\nبارش\n\nلاہور میں بارش ہوئی۔\n\nComments are closed."
    >>> read_page(page).text
    'بارش\n\nلاہور میں بارش ہوئی۔'
    >>> read_page(page).boilerplate
    ('شیئر کریں', 'Comments are closed.')
    """
    matter = read_front_matter(page)
    lines = list(_lines(page, matter.end if matter else 0))
    author, labels = _author_lines(lines)
    split = _split_boilerplate([line for line in lines if line not in labels], learned)
    repeated = _repeated_headline(split.kept)
    kept = [line for line in split.kept if line is not repeated]
    is_whole = kept == lines and matter is None and page == page.strip(" \n")
    text, cuts = (page, ()) if is_whole else _cut_out(page, kept)
    boilerplate = tuple(line.text.strip() for line in sorted([*labels, *split.boilerplate]))
    has_repeated = repeated is not None
    return Page(text, matter, boilerplate, has_repeated, cuts, split.doubtful_line_count, author)


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


def _author_lines(lines: Sequence[_Line]) -> tuple[str | None, list[_Line]]:
    """Return the author that a label names, and the lines around the name to cut.

    None are cut if no letter would be left.
    """
    author, numbers = read_author_lines([line.text for line in lines[: AUTHOR_LINES + 1]])
    others = (line for number, line in enumerate(lines) if number not in numbers)
    if not numbers or not any(_WORD.search(line.text) for line in others):
        return None, []
    return author, [lines[number] for number in sorted(numbers)]


def _split_boilerplate(lines: Sequence[_Line], learned: LearnedLines) -> _Split:
    """Return the lines to keep, and the boilerplate lines; keep all if no letter would be left."""
    blocks = find_blocks([line.text for line in lines])
    rest = _without(lines, blocks.lines, blocks.tails)
    rest = _without(rest, _boilerplate_anywhere(rest))
    at_edges = _at_both_edges(rest, learned)
    doubtful = [found.line for found in at_edges if found.rule is LEARNED]
    if _takes_too_much(doubtful, lines):
        at_edges = _at_both_edges(rest, NOTHING_LEARNED)
    else:
        doubtful = []
    cut = {found.line.start for found in at_edges}
    kept = _with_tails_cut([line for line in rest if line.start not in cut])
    if not any(_WORD.search(line.text) for line in kept):
        return _Split(lines, ())
    return _Split(kept, list(_left_over(lines, kept)), len(doubtful))


def _takes_too_much(found: Sequence[_Line], lines: Sequence[_Line]) -> bool:
    """Check whether lines have too many of the characters of a page to be no part of its text."""
    found_chars = sum(len(line.text) for line in found)
    if not found_chars:
        return False
    return found_chars > _MAX_LEARNED_SHARE * sum(len(line.text) for line in lines)


def _left_over(lines: Sequence[_Line], kept: Sequence[_Line]) -> Iterator[_Line]:
    """Yield the lines that were not kept, and what was cut off the ends of others."""
    ends = {line.start: line.end for line in kept}
    for line in lines:
        end = ends.get(line.start, line.start)
        if end < line.end:
            yield _Line(end, line.end, line.text[end - line.start :])


def _without(
    lines: Sequence[_Line],
    left_out: Collection[int],
    tails: Mapping[int, int] = MappingProxyType({}),
) -> Sequence[_Line]:
    """Return the lines but for some, of others only what stands before a position."""
    if not left_out:
        return lines
    return [
        _head(line, tails[number]) if number in tails else line
        for number, line in enumerate(lines)
        if number not in left_out
    ]


def _with_tails_cut(kept: list[_Line]) -> list[_Line]:
    """Return lines without the phrases that are glued to the end of the last of them."""
    for number in range(max(0, len(kept) - _GLUED_LINES), len(kept)):
        start = glued_tail(kept[number].text)
        if start is not None and _WORD.search(kept[number].text[:start]):
            kept[number] = _head(kept[number], start)
    return kept


def _head(line: _Line, length: int) -> _Line:
    text = line.text[:length].rstrip()
    return _Line(line.start, line.start + len(text), text)


def _boilerplate_anywhere(lines: Sequence[_Line]) -> list[int]:
    """Return the numbers of lines that are boilerplate wherever they stand, by what they say."""
    return [number for number, line in enumerate(lines) if _is_anywhere(line.text, lines, number)]


def _is_anywhere(text: str, lines: Sequence[_Line], number: int) -> bool:
    found = boilerplate_anywhere(text)
    if not found or found["formula"]:
        return found is not None
    if found["notice"]:
        around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
        return len(around) == 2 and all(_is_text(line.text) for line in around)
    return _has_headline_above(lines, number) or _is_above_headline(lines, number)


def _has_headline_above(lines: Sequence[_Line], number: int) -> bool:
    """Check whether a line above, the first ones looked at, is the headline or text below it."""
    above = (line.text for line in lines[: min(number, _HEADLINE_LINES)])
    return any(_can_be_headline(text) or _is_text(text) for text in above)


def _at_both_edges(lines: Sequence[_Line], learned: LearnedLines) -> list[_Found]:
    above = list(_edge_boilerplate(lines, learned, is_at_end=False))
    starts = {found.line.start for found in above}
    below = [line for line in lines if line.start not in starts][1:]
    return [*above, *_edge_boilerplate(below[::-1], learned, is_at_end=True)]


def _edge_boilerplate(
    lines: Sequence[_Line], learned: LearnedLines, *, is_at_end: bool
) -> Iterator[_Found]:
    """Yield boilerplate lines, until a few other lines were met.

    At the start, the first of the other lines that is no date or credit is the headline. A line in
    its place is kept unless no headline is like it: a headline that is printed every week stays a
    headline. No learned line is looked for beyond a line of text.
    """
    depth = _LAST_LINES if is_at_end else _FIRST_LINES
    kept_count = 0
    has_headline = is_at_end
    is_in_verse = not any(_is_text(line.text) for line in lines)
    for number, line in enumerate(lines):
        is_learned = _is_learned(line.text, learned)
        edge = EdgeLine(line.text, is_learned, is_at_end, not has_headline, is_in_verse)
        rule = _rule_for(edge, lines, number, learned)
        tells = _tells_something(line.text, rule, has_headline=has_headline)
        if rule and not tells:
            yield _Found(line, rule)
            continue
        has_headline = has_headline or not tells
        learned = NOTHING_LEARNED if _is_text(line.text) else learned
        kept_count += 1
        if kept_count == depth:
            return


def _rule_for(
    edge: EdgeLine, lines: Sequence[_Line], number: int, learned: LearnedLines
) -> Rule | None:
    """Return the rule that makes a line boilerplate; null if it is all that can be the headline."""
    rule = first_rule(edge) if len(edge.text) <= MAX_PROMOTION_CHARS else None
    if rule and edge.is_above_headline and _is_headline(lines, number, rule, learned):
        return None
    return rule


def _is_learned(text: str, learned: LearnedLines) -> bool:
    return bool(learned.lines) and boilerplate_key(text) in learned.lines


def _is_headline(lines: Sequence[_Line], number: int, rule: Rule, learned: LearnedLines) -> bool:
    """Check whether a line that a rule takes for boilerplate is all that can be the headline."""
    if not rule.may_be_headline or boilerplate_key(lines[number].text) in learned.site_lines:
        return False
    return not _is_above_headline(lines, number)


def _is_above_headline(lines: Sequence[_Line], number: int) -> bool:
    """Check whether a line below, with no text between, can be the headline."""
    for line in lines[number + 1 : number + 1 + _HEADLINE_LINES]:
        if _can_be_headline(line.text):
            return True
        if _is_text(line.text) and not _is_known(line.text):
            return False
    return False


def _is_known(text: str) -> bool:
    return len(text) <= MAX_PROMOTION_CHARS and first_rule(EdgeLine(text)) is not None


def _can_be_headline(text: str) -> bool:
    """Check whether a line is short, states nothing and is neither date, credit nor boilerplate."""
    if _is_text(text) or _LEADS_ON.search(text) or boilerplate_anywhere(text):
        return False
    rule = first_rule(EdgeLine(text))
    return (rule is None or rule.may_be_headline) and not is_date_or_credit(text)


def _is_text(text: str) -> bool:
    """Check whether a line is part of a text, and no headline: it states something, or is long."""
    return len(text) > _MAX_HEADLINE_CHARS or ends_statement(text)


def _tells_something(text: str, rule: Rule | None, *, has_headline: bool) -> bool:
    """Check whether a line tells something of the text; a place or a role does where it is learned.

    Below the headline it is asked only of lines that a rule takes for boilerplate.
    """
    if rule is None and has_headline:
        return False
    return is_date_or_credit(text) or (rule is LEARNED and _is_place_or_role(text))


def is_informative(line: str) -> bool:
    """Check whether a line that recurs gives a date, a place, or who made the text.

    >>> [is_informative(line) for line in ("لاہور", "میزبان: نور خان", "صبح کا دفتر، لاہور")]
    [True, True, False]
    """
    return is_date_or_credit(line) or _is_place_or_role(line)


def _is_place_or_role(line: str) -> bool:
    if ROLES.match(line):
        return True
    return not _LIST_MARK.search(line) and city_name(line.strip()) is not None


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
