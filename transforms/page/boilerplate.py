r"""Take a page apart into its text and the boilerplate around it.

A *page* is the whole normalized text of a raw file. Front matter, boilerplate lines and a repeated
headline are cut out of it. Nothing is lost: the cuts are kept, and `restore` puts them back.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import regex

from transforms.attribution.credits import is_credit
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import is_date_line
from transforms.gates import may_have_one_form
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
    may_be_boilerplate,
)
from transforms.page.front_matter import FrontMatter, read_front_matter
from transforms.page.line_gates import (
    ALL,
    ANYWHERE,
    GLUED,
    MAY_BE_BOILERPLATE,
    PROMOTION,
    Gates,
    line_gates,
)
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


# Lines, or what is left of them, by their numbers in the page.
_Lines = Mapping[int, str]


class _Split(NamedTuple):
    """The lines of a page to keep, and how many learned lines stay (`Page`)."""

    kept: _Lines
    doubtful_line_count: int = 0


class _Found(NamedTuple):
    """The number of a boilerplate line at an edge of a page, and the rule that made it one."""

    number: int
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
    start = matter.end if matter else 0
    texts = list(filter(None, page[start:].split("\n")))
    author, labels = _author_lines(texts)
    lines = dict(enumerate(texts))
    split = _split_boilerplate(_without(lines, labels), line_gates(texts), learned)
    repeated = _repeated_headline(split.kept)
    kept = split.kept if repeated is None else _without(split.kept, {repeated})
    if kept == lines and matter is None and page == page.strip(" \n"):
        return Page(page, None, (), False, (), split.doubtful_line_count)
    boilerplate = tuple(_left_over(texts, split.kept))
    has_repeated = repeated is not None
    text, cuts = _cut_out(page, list(_passages(page, start, texts, kept)))
    return Page(text, matter, boilerplate, has_repeated, cuts, split.doubtful_line_count, author)


def _left_over(texts: Sequence[str], kept: _Lines) -> Iterator[str]:
    """Yield the lines that were not kept, and what was cut off the ends of others."""
    for number, text in enumerate(texts):
        length = len(kept.get(number, ""))
        if length < len(text):
            yield text[length:].strip()


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


def _author_lines(texts: Sequence[str]) -> tuple[str | None, Collection[int]]:
    """Return the author that a label names, and the lines around the name to cut.

    None are cut if no letter would be left.
    """
    author, numbers = read_author_lines(texts[: AUTHOR_LINES + 1])
    if not numbers or not _has_word(_without(dict(enumerate(texts)), numbers)):
        return None, ()
    return author, numbers


def _without(lines: _Lines, left_out: Collection[int]) -> _Lines:
    """Return lines but for some of them."""
    if not left_out:
        return lines
    return {number: text for number, text in lines.items() if number not in left_out}


def _has_word(lines: _Lines) -> bool:
    return any(map(_WORD.search, lines.values()))


def _split_boilerplate(lines: _Lines, gates: Gates, learned: LearnedLines) -> _Split:
    """Return the lines to keep; keep all if no letter would be left."""
    rest, gates = _without_blocks(lines, gates)
    rest = _without(rest, _boilerplate_anywhere(rest, gates))
    at_edges = _at_both_edges(rest, gates, learned)
    doubtful = [found.number for found in at_edges if found.rule is LEARNED]
    if _takes_too_much(doubtful, lines):
        at_edges = _at_both_edges(rest, gates, NOTHING_LEARNED)
    else:
        doubtful = []
    kept = _with_tails_cut(_without(rest, {found.number for found in at_edges}), gates)
    return _Split(kept, len(doubtful)) if _has_word(kept) else _Split(lines)


def _takes_too_much(found: Collection[int], lines: _Lines) -> bool:
    """Check whether lines have too many of the characters of a page to be no part of its text."""
    if not found:
        return False
    found_chars = sum(len(lines[number]) for number in found)
    return found_chars > _MAX_LEARNED_SHARE * sum(map(len, lines.values()))


def _without_blocks(lines: _Lines, gates: Gates) -> tuple[_Lines, Gates]:
    """Return lines without boilerplate of several lines, and the gates of what is left.

    It may begin at the end of a line.
    """
    numbers = list(lines)
    blocks = find_blocks(list(lines.values()), [gates[number] for number in numbers])
    if not blocks.lines:
        return lines, gates
    rest = dict(_without(lines, {numbers[position] for position in blocks.lines}))
    left = list(gates)
    for position, end in blocks.tails.items():
        number = numbers[position]
        if number in rest:
            rest[number] = rest[number][:end].rstrip()
            left[number] = ALL
    return rest, left


def _with_tails_cut(lines: _Lines, gates: Gates) -> _Lines:
    """Return lines without the phrases that are glued to the end of the last of them."""
    heads = {}
    for number in list(lines)[-_GLUED_LINES:]:
        start = glued_tail(lines[number]) if gates[number] & (GLUED | PROMOTION) else None
        if start is not None and _WORD.search(lines[number][:start]):
            heads[number] = lines[number][:start].rstrip()
    return {**lines, **heads} if heads else lines


def _boilerplate_anywhere(lines: _Lines, gates: Gates) -> list[int]:
    """Return the numbers of lines that are boilerplate wherever they stand, by what they say."""
    found = [
        (number, line)
        for number, line in lines.items()
        if gates[number] & ANYWHERE and boilerplate_anywhere(line)
    ]
    if not found:
        return []
    texts = list(lines.values())
    positions = {number: position for position, number in enumerate(lines)}
    return [number for number, text in found if _is_anywhere(text, texts, positions[number])]


def _is_anywhere(text: str, lines: Sequence[str], number: int) -> bool:
    found = boilerplate_anywhere(text)
    if not found or found["formula"]:
        return found is not None
    if found["notice"]:
        around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
        return len(around) == 2 and all(map(_is_text, around))
    return _has_headline_above(lines, number) or _is_above_headline(lines, number)


def _has_headline_above(lines: Sequence[str], number: int) -> bool:
    """Check whether a line above, the first ones looked at, is the headline or text below it."""
    above = lines[: min(number, _HEADLINE_LINES)]
    return any(_can_be_headline(text) or _is_text(text) for text in above)


def _at_both_edges(lines: _Lines, gates: Gates, learned: LearnedLines) -> list[_Found]:
    numbers, texts = list(lines), list(lines.values())
    gates = [gates[number] for number in numbers]
    above = dict(_at_edge(texts, gates, learned, is_at_end=False))
    below = [position for position in range(len(texts)) if position not in above][:0:-1]
    from_end = [texts[position] for position in below]
    gates_from_end = [gates[position] for position in below]
    at_end = _at_edge(from_end, gates_from_end, learned, is_at_end=True)
    return [
        *(_Found(numbers[position], rule) for position, rule in above.items()),
        *(_Found(numbers[below[position]], rule) for position, rule in at_end),
    ]


def _at_edge(
    lines: Sequence[str], gates: Gates, learned: LearnedLines, *, is_at_end: bool
) -> Sequence[tuple[int, Rule]]:
    """Return what `_edge_boilerplate` yields; quickly nothing where no line can be boilerplate."""
    looked_at = gates[: _LAST_LINES if is_at_end else _FIRST_LINES]
    if not learned.lines and not any(each & MAY_BE_BOILERPLATE for each in looked_at):
        return ()
    return list(_edge_boilerplate(lines, gates, learned, is_at_end=is_at_end))


def _edge_boilerplate(
    lines: Sequence[str], gates: Gates, learned: LearnedLines, *, is_at_end: bool
) -> Iterator[tuple[int, Rule]]:
    """Yield the positions of boilerplate lines and their rules, until a few other lines were met.

    At the start, the first of the other lines that is no date or credit is the headline. A line in
    its place is kept unless no headline is like it: a headline that is printed every week stays a
    headline. No learned line is looked for beyond a line of text.
    """
    depth = _LAST_LINES if is_at_end else _FIRST_LINES
    has_headline = is_at_end
    is_in_verse = not any(map(_is_text, lines))
    for position, text in enumerate(lines):
        edge = _candidate(text, gates[position], learned)
        if edge is None:
            rule = None
        else:
            edge = edge._replace(
                is_at_end=is_at_end, is_above_headline=not has_headline, is_in_verse=is_in_verse
            )
            rule = _rule_for(edge, lines, position, learned)
        tells = _tells_something(text, rule, has_headline=has_headline)
        if rule and not tells:
            yield position, rule
            continue
        has_headline = has_headline or not tells
        if learned is not NOTHING_LEARNED and _is_text(text):
            learned = NOTHING_LEARNED
        depth -= 1
        if not depth:
            return


def _candidate(text: str, gates: int, learned: LearnedLines) -> EdgeLine | None:
    """Return a line that a rule can apply to; null for most lines."""
    if len(text) > MAX_PROMOTION_CHARS:
        return None
    is_learned = _is_learned(text, learned)
    if not (is_learned or may_be_boilerplate(text, gates)):
        return None
    return EdgeLine(text, is_learned)


def _rule_for(
    edge: EdgeLine, lines: Sequence[str], number: int, learned: LearnedLines
) -> Rule | None:
    """Return the rule that makes a line boilerplate; null if it is all that can be the headline."""
    rule = first_rule(edge)
    if rule and edge.is_above_headline and _is_headline(lines, number, rule, learned):
        return None
    return rule


def _is_learned(text: str, learned: LearnedLines) -> bool:
    return bool(learned.lines) and boilerplate_key(text) in learned.lines


def _is_headline(lines: Sequence[str], number: int, rule: Rule, learned: LearnedLines) -> bool:
    """Check whether a line that a rule takes for boilerplate is all that can be the headline."""
    if not rule.may_be_headline or boilerplate_key(lines[number]) in learned.site_lines:
        return False
    return not _is_above_headline(lines, number)


def _is_above_headline(lines: Sequence[str], number: int) -> bool:
    """Check whether a line below, with no text between, can be the headline."""
    for line in lines[number + 1 : number + 1 + _HEADLINE_LINES]:
        if _can_be_headline(line):
            return True
        if _is_text(line) and not _is_known(line):
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


def _repeated_headline(lines: _Lines) -> int | None:
    """Return the line near the start that repeats the first one; two lines alone repeat nothing."""
    if len(lines) <= 2:
        return None
    (_, first), *others = islice(lines.items(), _REPEATED_LINES)
    bare = None
    for number, text in others:
        if abs(len(text) - len(first)) <= _MAX_GLUED_DATE_CHARS:
            bare = without_date(first) if bare is None else bare
            if _is_same(bare, without_date(text)):
                return number
    return None


def _is_same(bare: str, other: str) -> bool:
    """Check whether two lines without dates are the same but for the spelling."""
    if not may_have_one_form(bare, other):
        return False
    form = canonical_form(bare)
    return form != "" and canonical_form(other) == form


def _passages(
    page: str, start: int, texts: Sequence[str], kept: _Lines
) -> Iterator[tuple[int, str]]:
    """Yield the kept lines of a page, and where each begins; `texts` are its lines from a start."""
    for number, text in enumerate(texts):
        start = page.index(text[0], start)
        if number in kept:
            yield start, kept[number]
        start += len(text)


def _cut_out(page: str, kept: Sequence[tuple[int, str]]) -> tuple[str, tuple[Cut, ...]]:
    """Return the kept lines with the blank lines between them, and the cuts."""
    pieces: list[str] = []
    cuts: list[Cut] = []
    begin = end = cut_chars = 0
    for number, (position, text) in enumerate(kept):
        if number:
            start, stop = _span(page[end:position], end, position)
        else:
            start, stop = 0, position + len(text) - len(text.lstrip(" "))
        if stop > start:
            cuts.append(Cut(start - cut_chars, page[start:stop]))
            pieces.append(page[begin:start])
            cut_chars += stop - start
            begin = stop
        end = position + len(text)
    pieces.append(page[begin:end])
    if end < len(page):
        cuts.append(Cut(end - cut_chars, page[end:]))
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
