"""This file joins lines that were broken at a width: by a mail program, a PDF, or a crawler that printed a page.

Lines broken between words are of almost one length, and the next word would not have fitted. A
crawler that counts characters breaks inside words too: then all such lines have exactly one length,
and nothing stood between them.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.text.normalize import split_lines
from transforms.text.segmentation import FINISHED

_FEWEST_LINES = 8
# Of exactly one length: between words, lines end within some six characters, and all five at one
# in a thousand.
_FEWEST_EQUAL_LINES = 5
# Characters. Verse has shorter lines (of 1,313 pages from books, 18 with verse were taken for
# wrapped at 40).
_NARROWEST = 60
_WIDEST = 130
_FULL_SHARE = 0.85
_NEAR = 0.12
_NEAR_SHARE = 0.45
_UNFINISHED_SHARE = 0.5
# Of the width: a line that the next word would have taken beyond it was broken there. Widths are
# of pixels, and characters differ: on a page of 66 lines broken so all 48 are at 0.95 or more,
# its headline at 0.77.
_FILLED = 0.9
# Of the broken lines in mid-sentence: where fewer are followed by a blank line, blank lines end
# paragraphs.
_GAP_SHARE = 0.1
# The first blank line ends the headline, if it comes so early.
_HEADLINE_LINES = 3
# Verse: so many lines end in the same word.
_RHYME_SHARE = 0.3


class Unwrapped(NamedTuple):
    """A text without line ends inside its paragraphs, and whether it had any."""

    text: str
    is_hard_wrapped: bool


def unwrap(text: str) -> Unwrapped:
    r"""Join the lines of a text that is hard-wrapped; any other comes back as it is.

    Before normalization, which may shorten lines. A blank line in mid-sentence ends a paragraph
    only where such lines are few; a short line ends one too. The paragraphs of an unwrapped text
    are one blank line apart.

    >>> lines = [f"آج صبح سے شہر کے تمام علاقوں میں تیز بارش ہو رہی ہے اور سڑکوں پر {digit}" for digit in "12345"]
    >>> unwrap("\n".join(["بارش", "", *lines, "ہے۔"])).text == "بارش\n\n" + "".join(lines) + "ہے۔"
    True
    >>> unwrap("پہلی سطر\nدوسری سطر")
    Unwrapped(text='پہلی سطر\nدوسری سطر', is_hard_wrapped=False)
    """
    lines = split_lines(text)
    if len(lines) < _FEWEST_EQUAL_LINES:
        return Unwrapped(text, is_hard_wrapped=False)
    if width := _exact_width(lines):
        joints = {width: "", width - 1: " "}  # a line that is one shorter lost the space at its end
        return Unwrapped(
            _join(lines, [joints.get(len(line)) for line in lines]), is_hard_wrapped=True
        )
    stripped = [line.strip() for line in lines]
    if width := _width(stripped):
        return Unwrapped(_join(stripped, _joints(stripped, width)), is_hard_wrapped=True)
    return Unwrapped(text, is_hard_wrapped=False)


def _exact_width(lines: Sequence[str]) -> int | None:
    """The one length of all long lines, where a crawler counted characters; null otherwise."""
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return None
    long = [line for line in lines if len(line) > (1 - _NEAR) * width]
    full = [line for line in long if len(line) >= width - 1]
    is_exact = sum(len(line) == width for line in full) >= _FEWEST_EQUAL_LINES and len(
        full
    ) >= _FULL_SHARE * len(long)
    return width if is_exact and _is_mostly_unfinished(full) and not _is_verse(full) else None


def _width(lines: Sequence[str]) -> int | None:
    """The width that lines were broken at, between words; null where they were not.

    As first measured, on news: 2,207 of 2,209 wrapped articles, 31 of 6,738 others.
    """
    written = [line for line in lines if line]
    if len(written) < _FEWEST_LINES:
        return None
    lengths = sorted(map(len, written))
    width = lengths[len(lengths) * 9 // 10]
    if not _NARROWEST <= width <= _WIDEST or lengths[-1] > 2 * width:
        return None
    near = sum(abs(length - width) <= _NEAR * width for length in lengths)
    is_even = near >= _NEAR_SHARE * len(lengths)
    return (
        width
        if is_even and _is_mostly_unfinished(written[:-1]) and not _is_verse(written)
        else None
    )


def _is_mostly_unfinished(lines: Sequence[str]) -> bool:
    finished = sum(1 for line in lines if FINISHED.search(line))
    return len(lines) - finished >= _UNFINISHED_SHARE * len(lines)


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines rhyme by ending in one word, as ghazals do."""
    words = Counter(line.split()[-1].rstrip("۔،.,!؟?") for line in lines)
    return max(words.values()) >= max(_FEWEST_EQUAL_LINES, _RHYME_SHARE * len(lines))


def _joints(lines: Sequence[str], width: int) -> list[str | None]:
    """A space behind each line that the first word of the next one would have taken beyond the width."""
    joints: list[str | None] = [None] * len(lines)
    word = ""
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if word and len(line) + 1 + len(word) >= _FILLED * width:
            joints[number] = " "
        word = line.split(maxsplit=1)[0] if line else word
    return joints


def _join(lines: Sequence[str], joints: Sequence[str | None]) -> str:
    """The written lines, each joined to the next where it has a joint; paragraphs are one blank line apart."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    has_gap = {last: number > last + 1 for last, number in pairwise(written)}
    is_finished = {number: bool(FINISHED.search(lines[number])) for number in written}
    unfinished = [
        number for number in has_gap if joints[number] is not None and not is_finished[number]
    ]
    gaps_mean_nothing = sum(has_gap[number] for number in unfinished) >= _GAP_SHARE * len(
        unfinished
    )
    headline_end = next(
        (number for number in list(has_gap)[:_HEADLINE_LINES] if has_gap[number]), None
    )
    pieces: list[str | None] = []
    for number, gap in has_gap.items():
        joint = joints[number]
        ends = gap and (is_finished[number] or number == headline_end or not gaps_mean_nothing)
        is_joined = joint is not None and not ends
        pieces += [
            lines[number],
            joint if is_joined else "\n\n" if gap or is_finished[number] else "\n",
        ]
    return "".join(filter(None, [*pieces, *(lines[number] for number in written[-1:])]))
