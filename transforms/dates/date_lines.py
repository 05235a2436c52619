"""Read lines that say when a text was published, and nothing else.

A date of publication is accompanied by a label, a weekday, a time, who wrote it and where, and
numbers of the page. With any other word the line is a sentence, an event or a headline.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.dates.grammar import FoundDate
from transforms.dates.time_of_day import TIME_WORDS, has_time, has_zone_in_words, without_times
from transforms.dates.vocabulary import (
    CALENDAR_LINKS,
    COMPANION_WORDS,
    DATED,
    NUMBERED,
    PUBLISHED,
    SECTIONS,
    UPDATED,
    WEEKDAYS,
    words,
)
from transforms.gazetteer.lookup import is_agency, is_desk, is_sentence, place_name
from transforms.gazetteer.phrases import BYLINES_BARE
from transforms.rules import Rule, first_rule
from transforms.text.letter_variants import LETTER, any_of, fold_variants, whole_words

PUBLISHED_LABEL = "published"
UPDATED_LABEL = "updated"
# After a date, without a time and behind a mark; without one it is of a date on the next line. A
# date that has its own label keeps that.
_UPDATED_ALONE = "updated alone"
_DIVIDED = re.compile(r"\s*[(\[:–—-]")
# The signs of a death.
_OF_DEATH = re.compile("[†✝✞⚰]")
_BAR = re.compile(r"[|•·]")
_COMMA = re.compile(r"[,،؛;]|\s[/-]\s")
# More of them than two divide a line as bars do.
_SLASH = " / "
_MOST_SLASHES = 2
_NO_WORD = re.compile(rf"(?:(?!{LETTER})\D)+")
_SMALL_ROW = words(" ".join([*WEEKDAYS.values(), COMPANION_WORDS, CALENDAR_LINKS]))
_SMALL_WORDS = any_of(_SMALL_ROW)
# `یوم السبت` is a weekday, and `یوم پاکستان` an event.
_SMALL = re.compile(rf"(?<!{LETTER})(?:یوم (?=ال))?(?:{_SMALL_WORDS})(?!{LETTER})")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
# Words of the name of who wrote a text.
_LONGEST_NAME = 4
_CACHED_TEXTS = 1_024


def _bare(text: str) -> str:
    """Return the words of a text in lower case, without times, weekdays and other small words."""
    if not text.strip():
        return ""
    spaced = _NO_WORD.sub(" ", without_times(text).lower())
    return _SPACES.sub(" ", _SMALL.sub(" ", spaced)).strip()


def _labels(rows: str) -> set[str]:
    return {_bare(fold_variants(label)) for label in rows.split("|")} - {""}


_PUBLISHED = _labels(f"{DATED}|{PUBLISHED}")
_UPDATED = _labels(UPDATED)
_WORD = re.compile(f"{LETTER}+")
# A word that no time of day is glued to: `T11:47`, `11:47 AMby`.
_WORD_APART = re.compile(rf"(?<!{LETTER})(?<!\d)(?<!\d\s){LETTER}++(?!\d)")
# Every word of a label, and of what may stand beside one.
_VOCABULARY = frozenset(
    _WORD.findall(
        fold_variants(" ".join([*_PUBLISHED, *_UPDATED, *_SMALL_ROW, *TIME_WORDS, "یوم"])).lower()
    )
)
_LABEL = rf"(?:(?P<published>{any_of(list(_PUBLISHED))})|(?P<updated>{any_of(list(_UPDATED))}))"
_LABEL_FIRST = re.compile(rf"{_LABEL}(?!\S)")
_LABEL_LAST = re.compile(rf"(?<!\S){_LABEL}$")
_LABEL_WITHIN = re.compile(whole_words(f"{DATED}|{PUBLISHED}|{UPDATED}".split("|")), re.IGNORECASE)
_NUMBER_WORDS = any_of(NUMBERED.split("|"))
_NUMBERED = re.compile(rf"(?:(?:\d+ )?(?:{_NUMBER_WORDS})(?: \d+)?(?: |$))+")
_SECTION = re.compile(rf"(?:{any_of(SECTIONS.split('|'))}) (?P<name>\S+(?: \S+){{0,4}})")
_WRITER = re.compile(rf"(?:{any_of(BYLINES_BARE.split('|'))}) (?P<name>\S+(?: \S+){{0,3}})")


class DateInLine(NamedTuple):
    """The date of publication of a line."""

    found: FoundDate
    is_labelled: bool
    # The words around the date, which may have a time.
    context: str
    # Whether the line has nothing else.
    is_alone: bool


class _Gap(NamedTuple):
    """The words before a date, or after the last one."""

    # Pieces between commas in the field of the date, and in fields of their own.
    near: tuple[str, ...]
    far: tuple[str, ...]
    # The label of the date.
    label: str | None


def label_of(text: str) -> str | None:
    """Return which label a text is, if it has no other words.

    >>> label_of("تاریخ اشاعت:"), label_of("Last updated on"), label_of("Last rain on")
    ('published', 'updated', None)
    """
    folded = fold_variants(text)
    return _label_of(folded) if may_be_label(folded) else None


def may_be_label(folded: str) -> bool:
    """Check quickly that a text has no word that no label has beside it; most lines have one."""
    parts = _WORD_APART.finditer(folded.lower())
    return all(part[0] in _VOCABULARY for part in parts) or has_zone_in_words(folded)


def _label_of(folded: str) -> str | None:
    bare = _bare(folded)
    if bare in _PUBLISHED:
        return PUBLISHED_LABEL
    return UPDATED_LABEL if bare in _UPDATED else None


def read_date_line(
    line: str, dates: Sequence[FoundDate], above: str | None = None
) -> DateInLine | None:
    """Return the date of publication of a line, or None.

    Args:
        line: a line of a text.
        dates: the dates of the line, in order; at least one.
        above: the line before it, which may be the label of its first date.

    >>> from transforms.dates.grammar import find_dates
    >>> line = "Updated: 8 March 2026 | Published: 7 March 2026, 11:47"
    >>> date_line = read_date_line(line, find_dates(line))
    >>> date_line.found.on.day, date_line.is_labelled, date_line.context
    (7, True, ':  , 11:47')
    """
    if len(dates) == 1 and not (line[: dates[0].start].strip() or line[dates[0].end :].strip()):
        return _lone_date(dates[0], above)
    texts = _texts_around(line, dates)
    if not any(map(str.strip, texts)) and len(dates) == 1:
        return _lone_date(dates[0], above)
    if any(map(_OF_DEATH.search, texts)):
        return None
    return _accompanied_date(dates, texts, above)


def _accompanied_date(
    dates: Sequence[FoundDate], texts: Sequence[str], above: str | None
) -> DateInLine | None:
    """Return the date of publication of a line, by the texts around its dates."""
    gaps = [_gap(text, is_first=number == 0) for number, text in enumerate(texts[:-1])]
    tail = _tail(texts[-1])
    labels = _date_labels(gaps, tail, above)
    if _begins_with_name(gaps[0], labels, texts):
        gaps[0] = gaps[0]._replace(near=gaps[0].near[:-1])
    if not _are_companions(piece for gap in (*gaps, tail) for piece in gap.near):
        return None
    number = _published_number(dates, labels)
    if number is None:
        return None
    is_labelled = labels[number] == PUBLISHED_LABEL
    is_alone = is_labelled or _are_companions(piece for gap in (*gaps, tail) for piece in gap.far)
    return DateInLine(dates[number], is_labelled, _context(texts, number), is_alone)


def _lone_date(found: FoundDate, above: str | None) -> DateInLine | None:
    """Return the date of a line that has nothing else, as most date lines have nothing."""
    label = label_of(above) if above is not None else None
    if label == UPDATED_LABEL:
        return None
    return DateInLine(found, label is not None, "", is_alone=True)


def _texts_around(line: str, dates: Sequence[FoundDate]) -> list[str]:
    """Return the folded texts before, between and after the dates of a line."""
    folded = fold_variants(line)
    if folded.count(_SLASH) > _MOST_SLASHES:
        folded = folded.replace(_SLASH, " | ")
    begins = [0, *(found.end for found in dates)]
    ends = [*(found.start for found in dates), len(folded)]
    return [folded[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _date_labels(gaps: Sequence[_Gap], tail: _Gap, above: str | None) -> list[str | None]:
    """Return the label of each date: it stands before the date, above the first, after the last."""
    labels = [gap.label for gap in gaps]
    if above is not None and labels[0] is None and not any(gaps[0].near):
        labels[0] = label_of(above)
    if tail.label == _UPDATED_ALONE:
        labels[-1] = labels[-1] or UPDATED_LABEL
    else:
        labels[-1] = tail.label or labels[-1]
    return labels


def _begins_with_name(first: _Gap, labels: Sequence[str | None], texts: Sequence[str]) -> bool:
    """Check for a name before a label and a time: `Jane Doe Published March 7, 2026 11:47`."""
    if first.label != PUBLISHED_LABEL or not _is_name(first.near[-1]):
        return False
    return UPDATED_LABEL in labels or any(map(has_time, texts[1:]))


def _published_number(dates: Sequence[FoundDate], labels: Sequence[str | None]) -> int | None:
    """Return the number of the labelled date; otherwise of the only day without a label."""
    if PUBLISHED_LABEL in labels:
        return labels.index(PUBLISHED_LABEL)
    plain = [number for number, label in enumerate(labels) if label is None]
    days = {dates[number].on for number in plain}
    return plain[0] if len(days) == 1 else None


@lru_cache(maxsize=_CACHED_TEXTS)
def _gap(text: str, *, is_first: bool) -> _Gap:
    """Read the text before a date and after the one before it.

    Cached: it is much the same before all dates.
    """
    fields = _BAR.split(text)
    last = _pieces(fields[-1])
    label = _LABEL_LAST.search(last[-1])
    if label:
        last[-1] = last[-1][: label.start()].strip()
    # The first field belongs to the date before.
    is_divided = len(fields) > 1 and not is_first
    near = [*_pieces(fields[0]), *last] if is_divided else last
    far = [piece for field in fields[is_divided:-1] for piece in _pieces(field)]
    return _Gap(tuple(near), tuple(far), label.lastgroup if label else None)


@lru_cache(maxsize=_CACHED_TEXTS)
def _tail(text: str) -> _Gap:
    """Read the text after the last date.

    `7 March 2026 Last updated at 11:47` is the date of an update.
    """
    first, *others = _BAR.split(text)
    label = _LABEL_FIRST.match(_bare(first))
    if label is None:
        far = [piece for field in others for piece in _pieces(field)]
        return _Gap(tuple(_pieces(first)), tuple(far), None)
    is_whole = label.end() == len(label.string)
    if label.lastgroup != UPDATED_LABEL or not is_whole:
        return _Gap((), (), None)
    if _DIGIT.search(first):
        return _Gap((), (), UPDATED_LABEL)
    return _Gap((), (), _UPDATED_ALONE if _DIVIDED.match(first) else None)


def _pieces(field: str) -> list[str]:
    """Return the words of a field between its commas; one empty piece where there are none."""
    pieces = [_bare(piece) for piece in _COMMA.split(field)]
    return list(filter(None, pieces)) or [""]


def _is_owned(match: re.Match[str] | None) -> bool:
    return match is not None and not is_sentence(match["name"])


# The words that may accompany a date of publication, without times, weekdays and small words.
COMPANION_RULES: tuple[Rule[str, bool], ...] = (
    Rule("page number", lambda piece: _NUMBERED.fullmatch(piece) is not None, True, "3 min read"),
    Rule("writer", lambda piece: _is_owned(_WRITER.fullmatch(piece)), True, "by jane doe"),
    Rule("section", lambda piece: _is_owned(_SECTION.fullmatch(piece)), True, "category weather"),
    Rule("desk", is_desk, True, "web desk"),
    Rule("agency", lambda piece: is_agency(piece.upper()), True, "afp"),
    Rule("place", lambda piece: place_name(piece) is not None, True, "کراچی"),
)


def _are_companions(pieces: Iterable[str]) -> bool:
    return all(first_rule(COMPANION_RULES, piece) for piece in pieces if piece)


def _is_name(bare: str) -> bool:
    """Check whether some words can be a name."""
    if len(bare.split()) > _LONGEST_NAME or _DIGIT.search(bare):
        return False
    return not is_sentence(bare)


def _context(texts: Sequence[str], number: int) -> str:
    """Return the words around a date: from its label or the start of the line to the next label."""
    before, after = texts[number], texts[number + 1]
    labels = list(_LABEL_WITHIN.finditer(before))
    if labels:
        before = before[labels[-1].end() :]
    elif number:
        before = ""
    following = _LABEL_WITHIN.search(after)
    return before + " " + (after[: following.start()] if following else after)
