"""This file reads a line that has a date: whether it says when a text was published, and says nothing else.

Beside a date of publication stand a label, a weekday, a time, who wrote it and where, and numbers
of the page. One other word, and the line is a sentence, an event or a headline.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.grammar import Found
from transforms.dates.time_of_day import has_clock, without_clock
from transforms.dates.vocabulary import (
    BESIDE_DATES,
    BESIDE_OTHERS,
    NUMBERED,
    PUBLISHED,
    SECTIONS,
    UPDATED,
    WEEKDAYS,
    words,
)
from transforms.gazetteer.lookup import is_agency, is_desk, is_sentence, place_name
from transforms.gazetteer.phrases import BYLINES_BARE
from transforms.text.letter_variants import LETTER, any_of, fold_variants

PUBLISHED_LABEL = "published"
UPDATED_LABEL = "updated"
_BAR = re.compile(r"[|•·]")
_COMMA = re.compile(r"[,،؛;]|\s[/-]\s")
# More of them than two divide a line as bars do.
_FORM = " / "
_FORM_MARKS = 2
_NO_WORD = re.compile(rf"(?:(?!{LETTER})\D)+")
_SMALL = re.compile(
    rf"(?<!{LETTER})(?:{any_of(words(WEEKDAYS + ' ' + BESIDE_DATES + ' ' + BESIDE_OTHERS))})(?!{LETTER})"
)
_DIGIT = re.compile(r"\d")
_LONGEST_NAME = 4
_MOST_TEXTS = 1_024
_SPACES = re.compile(r"\s+")


def _bare(text: str) -> str:
    """The words of a part of a line, in lower case, without those that stand beside any date."""
    if not text.strip():
        return ""
    spaced = _NO_WORD.sub(" ", without_clock(text).lower())
    return _SPACES.sub(" ", _SMALL.sub(" ", spaced)).strip()


def _labels(rows: str) -> set[str]:
    return {_bare(fold_variants(label)) for label in rows.split("|")} - {""}


_PUBLISHED = _labels(PUBLISHED)
_UPDATED = _labels(UPDATED)
# What every label begins with; most lines have none of it.
_FIRST_WORDS = sorted({label.split()[0] for label in _PUBLISHED | _UPDATED})
_LABEL = rf"(?:(?P<published>{any_of(list(_PUBLISHED))})|(?P<updated>{any_of(list(_UPDATED))}))"
_LABEL_FIRST = re.compile(rf"{_LABEL}(?!\S)")
_LABEL_LAST = re.compile(rf"(?<!\S){_LABEL}$")
_LABEL_WITHIN = re.compile(
    rf"(?<!{LETTER})(?:{any_of([*PUBLISHED.split('|'), *UPDATED.split('|')])})(?!{LETTER})",
    re.IGNORECASE,
)
_NUMBERS = any_of(NUMBERED.split("|"))
_NUMBERED = re.compile(rf"(?:(?:\d+ )?(?:{_NUMBERS})(?: \d+)?(?: |$))+")
_SECTION = re.compile(rf"(?:{any_of(SECTIONS.split('|'))}) (?P<name>\S+(?: \S+){{0,4}})")
_BY = re.compile(rf"(?:{any_of(BYLINES_BARE.split('|'))}) (?P<name>\S+(?: \S+){{0,3}})")


class DateInLine(NamedTuple):
    """A date that a line tells, by a label or as its only one; the words beside it; whether there are no others."""

    found: Found
    is_labelled: bool
    beside: str
    is_alone: bool


class _Gap(NamedTuple):
    """What stands before a date: words near it, words in fields of their own, and the label right before the date."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    label: str | None


def label_of(text: str) -> str | None:
    """What a text says that is a label and nothing else.

    >>> label_of("تاریخ اشاعت:"), label_of("Last updated on"), label_of("Last rain on")
    ('published', 'updated', None)
    """
    folded = fold_variants(text)
    lower = folded.lower()
    if not any(word in lower for word in _FIRST_WORDS):
        return None
    bare = _bare(folded)
    return PUBLISHED_LABEL if bare in _PUBLISHED else UPDATED_LABEL if bare in _UPDATED else None


def read_line(line: str, dates: Sequence[Found], above: str | None) -> Iterator[DateInLine]:
    """The date of publication of a line, at most one; the line above may be its label.

    >>> from transforms.dates.grammar import find_dates
    >>> line = "Updated: 8 March 2026 | Published: 7 March 2026, 11:47"
    >>> [(told.found.on.day, told.is_labelled, told.beside) for told in read_line(line, find_dates(line), None)]
    [(7, True, ':  , 11:47')]
    """
    folded = fold_variants(line)
    if folded.count(_FORM) > _FORM_MARKS:
        folded = folded.replace(_FORM, " | ")
    starts, ends = [found.start for found in dates], [found.end for found in dates]
    texts = [
        folded[end:start] for end, start in zip([0, *ends], [*starts, len(folded)], strict=True)
    ]
    gaps = [_gap(text, is_first=number == 0) for number, text in enumerate(texts[:-1])]
    labels = [gap.label for gap in gaps]
    if above is not None and labels[0] is None and not any(gaps[0].near):
        labels[0] = label_of(above)
    tail = _tail(texts[-1])
    labels[-1] = tail.label or labels[-1]
    is_stamp = UPDATED_LABEL in labels or any(map(has_clock, texts[1:]))
    if is_stamp and gaps[0].label == PUBLISHED_LABEL and _is_name(gaps[0].near[-1]):
        gaps[0] = gaps[0]._replace(near=gaps[0].near[:-1])
    if not all(_is_small(near) for gap in (*gaps, tail) for near in gap.near):
        return
    is_alone = all(_is_small(far) for gap in (*gaps, tail) for far in gap.far)
    told = [number for number, label in enumerate(labels) if label == PUBLISHED_LABEL]
    plain = [number for number, label in enumerate(labels) if label is None]
    if told or len({dates[number].on for number in plain}) == 1:
        number = (told or plain)[0]
        yield DateInLine(dates[number], bool(told), _beside(texts, number), is_alone or bool(told))


@lru_cache(maxsize=_MOST_TEXTS)
def _gap(text: str, *, is_first: bool) -> _Gap:
    """The text before a date, and behind the one before it; it is much the same before all dates."""
    fields = _BAR.split(text)
    last = _pieces(fields[-1])
    label = _LABEL_LAST.search(last[-1])
    last[-1] = last[-1][: label.start()].strip() if label else last[-1]
    is_behind = len(fields) > 1 and not is_first
    near = [*_pieces(fields[0]), *last] if is_behind else last
    far = [piece for field in fields[is_behind:-1] for piece in _pieces(field)]
    return _Gap(tuple(near), tuple(far), label.lastgroup if label else None)


@lru_cache(maxsize=_MOST_TEXTS)
def _tail(text: str) -> _Gap:
    """The text behind the last date; `7 March 2026 Last updated at 11:47` is the date of an update."""
    first, *others = _BAR.split(text)
    label = _LABEL_FIRST.match(_bare(first))
    if label is None:
        return _Gap(
            tuple(_pieces(first)),
            tuple(piece for field in others for piece in _pieces(field)),
            None,
        )
    is_of_date = (
        label.lastgroup == UPDATED_LABEL
        and label.end() == len(label.string)
        and bool(_DIGIT.search(first))
    )
    return _Gap((), (), UPDATED_LABEL if is_of_date else None)


def _pieces(field: str) -> list[str]:
    """The words of a field, between its commas; an empty word where there are none."""
    pieces = [_bare(piece) for piece in _COMMA.split(field)]
    return list(filter(None, pieces)) or [""]


def _is_small(bare: str) -> bool:
    """Whether words are of those that may stand beside a date of publication."""
    owner = _BY.fullmatch(bare) or _SECTION.fullmatch(bare)
    return (
        not bare
        or _NUMBERED.fullmatch(bare) is not None
        or (owner is not None and not is_sentence(owner["name"]))
        or is_desk(bare)
        or is_agency(bare.upper())
        or place_name(bare) is not None
    )


def _is_name(bare: str) -> bool:
    """Whether words before a label and a time can be whose name: `Jane Doe Published March 7, 2026 11:47`."""
    return len(bare.split()) <= _LONGEST_NAME and not is_sentence(bare) and not _DIGIT.search(bare)


def _beside(texts: list[str], number: int) -> str:
    """The words of one date: from its label, or the start of the line, to the label of the next one."""
    before, behind = texts[number], texts[number + 1]
    labels = list(_LABEL_WITHIN.finditer(before))
    if labels:
        before = before[labels[-1].end() :]
    elif number:
        before = ""
    following = _LABEL_WITHIN.search(behind)
    return before + " " + (behind[: following.start()] if following else behind)
