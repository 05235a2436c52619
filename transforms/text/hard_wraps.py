"""Join lines that a mail program, a PDF or a crawler broke at a width.

Lines that were broken between words have almost one length, and the next word would not have
fitted. A crawler that counts characters breaks inside words too. Then all such lines have exactly
one length, and nothing stood between them. Blanks that fill a line up to the width, as where a date
or the end of a paragraph is set to the right, are no text.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.text.head import written_lines
from transforms.text.normalize import split_lines
from transforms.text.segmentation import is_finished

# Lines that are not blank. Fewer show no width.
MIN_LINES = 8
# Lines of exactly one length. Lines broken between words end within some six characters: five of
# them have one length by chance in one case of a thousand.
MIN_EXACT_LINES = 5
# Characters. Verse has shorter lines: of 1,313 pages from books, 18 with verse were taken for
# wrapped at 40.
MIN_WIDTH = 60
MAX_WIDTH = 130
# Of the long lines, how many must have the exact width, or one character less.
_MIN_EXACT_SHARE = 0.85
# Of the width: how far a line may be from it and count as a long one.
NEAR_WIDTH = 0.12
# Of all lines, how many must be near the width.
MIN_NEAR_SHARE = 0.45
# Of the lines, how many must end in mid-sentence.
_MIN_UNFINISHED_SHARE = 0.5
# Of the width: a line that the next word would have taken to this length was broken there. Widths
# are of pixels, and characters differ: on a page of 66 lines broken so, all 48 are at 0.95 or more
# and its headline is at 0.77.
_FULL_WIDTH = 0.9
# Of the broken lines in mid-sentence, how many must be followed by a blank line for blank lines to
# mean nothing. With fewer, a blank line ends a paragraph.
_MIN_GAP_SHARE = 0.1
# The first blank line ends the headline if it comes within so many lines.
_HEADLINE_LINES = 3
# Of the lines: verse has so many that end in one word.
_RHYME_SHARE = 0.3


# Blanks that set a line to the right or fill it up: more than a text has between two words.
_MIN_LAYOUT_BLANKS = 4
# Of the width: a line that begins so much further in than the one above stands by itself.
_SET_OFF_SHARE = 0.25


class Unwrapped(NamedTuple):
    """A text without line ends inside its paragraphs, and whether it had any."""

    text: str
    is_hard_wrapped: bool


class _LineEnd(NamedTuple):
    """A line that is not blank, and what decides how it is joined to the next one."""

    line: str
    # What joins it to the next line if it was broken at the width; null if it ends early.
    joint: str | None
    # A blank line follows.
    has_gap: bool = False
    # It ends as a sentence does.
    is_finished: bool = False
    # Its blank line is the first of the text, and comes early.
    is_headline: bool = False
    # Blank lines end paragraphs in this text: few of them stand in mid-sentence.
    has_meaningful_gaps: bool = False


class _Rule(NamedTuple):
    """A rule for what to put between a line and the next one."""

    name: str
    applies: Callable[[_LineEnd], bool]
    # Null stands for the joint of the line.
    separator: str | None
    example: _LineEnd


# The first rule that applies decides.
_RULES = (
    _Rule(
        "a word broken at a soft hyphen goes on",
        lambda end: end.line.endswith("\xad") and not end.has_gap,
        "",
        _LineEnd("der Fisch\xad", joint=" "),
    ),
    _Rule(
        "a blank line after a sentence ends a paragraph",
        lambda end: end.has_gap and end.is_finished,
        "\n\n",
        _LineEnd("سڑکیں شام تک کھول دی جائیں گی۔", joint=" ", has_gap=True, is_finished=True),
    ),
    _Rule(
        "the first blank line ends the headline",
        lambda end: end.has_gap and end.is_headline,
        "\n\n",
        _LineEnd("دریا کے کنارے کل شام کا میلہ", joint=" ", has_gap=True, is_headline=True),
    ),
    _Rule(
        "a blank line ends a paragraph where few stand in mid-sentence",
        lambda end: end.has_gap and end.has_meaningful_gaps,
        "\n\n",
        _LineEnd("بارش کے بعد کا منظر", joint=" ", has_gap=True, has_meaningful_gaps=True),
    ),
    _Rule(
        "a line broken at the width goes on",
        lambda end: end.joint is not None,
        None,
        _LineEnd("آج صبح سے شہر کے تمام علاقوں میں تیز بارش ہو رہی", joint=" ", has_gap=True),
    ),
    _Rule(
        "a blank line after a short line ends a paragraph",
        lambda end: end.has_gap,
        "\n\n",
        _LineEnd("نامہ نگار", joint=None, has_gap=True),
    ),
    _Rule(
        "a short line that ends a sentence ends a paragraph",
        lambda end: end.is_finished,
        "\n\n",
        _LineEnd("بند رہیں گے۔", joint=None, is_finished=True),
    ),
    _Rule(
        "any other short line stays a line",
        lambda _end: True,
        "\n",
        _LineEnd("نامہ نگار", joint=None),
    ),
)


def unwrap(text: str) -> Unwrapped:
    r"""Join the lines of a hard-wrapped text; return any other text as it is.

    Apply it before normalization, which may shorten lines. A blank line in mid-sentence ends a
    paragraph only where such lines are few; a short line ends one too. The paragraphs of an
    unwrapped text are one blank line apart.

    >>> line = "آج صبح سے شہر کے تمام علاقوں میں تیز بارش ہو رہی ہے اور سڑکوں پر"
    >>> lines = [f"{line} {digit}" for digit in "12345"]
    >>> unwrap("\n".join(["بارش", "", *lines, "ہے۔"])).text == "بارش\n\n" + "".join(lines) + "ہے۔"
    True
    >>> unwrap("پہلی سطر\nدوسری سطر")
    Unwrapped(text='پہلی سطر\nدوسری سطر', is_hard_wrapped=False)
    """
    page = split_lines(text)
    if len(page) < MIN_EXACT_LINES:
        return Unwrapped(text, is_hard_wrapped=False)
    if width := _exact_width(page):
        lines = list(map(_without_layout, page))
        joints = _exact_joints(lines, width)
        _part_words(lines, joints, list(map(_is_indented, page)))
        return Unwrapped(_join(lines, joints), is_hard_wrapped=True)
    stripped = [line.strip() for line in page]
    if width := _word_width(stripped):
        joints = _word_joints(stripped, width)
        _end_above_set_off(page, joints, _SET_OFF_SHARE * width)
        return Unwrapped(_join(stripped, joints), is_hard_wrapped=True)
    return Unwrapped(text, is_hard_wrapped=False)


def _is_indented(line: str) -> bool:
    """Check for the blanks before a line that set it to the right."""
    return _indent(line) >= _MIN_LAYOUT_BLANKS


def _indent(line: str) -> int:
    """Count the blanks before a line that is not blank; a tab is eight."""
    body = line.lstrip()
    return len(line[: len(line) - len(body)].expandtabs()) if body else 0


def _end_above_set_off(page: Sequence[str], joints: list[str | None], least: float) -> None:
    """End each line above one that begins further in by so many blanks, such as a date line."""
    indents = [(number, _indent(line)) for number, line in enumerate(page) if line.strip()]
    for (number, indent), (_, following) in pairwise(indents):
        if following - indent >= least:
            joints[number] = None


def _without_layout(line: str) -> str:
    """Return a line without the blanks that set it to the right or fill it up to a width.

    >>> _without_layout("      20 Oct 2016"), _without_layout(" so it   goes     ")
    ('20 Oct 2016', ' so it   goes')
    """
    text = line.lstrip() if _is_indented(line) else line
    filled = len(text) - len(text.rstrip())
    return text.rstrip() if filled >= _MIN_LAYOUT_BLANKS else text


def _exact_width(page: Sequence[str]) -> int | None:
    """Return the width where a crawler counted characters: the one length of all long lines.

    Lines that blanks fill up to it have it too.
    """
    written = written_lines(list(map(_without_layout, page)))
    width = max(map(len, written), default=0)
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    long = [line for line in written if len(line) > (1 - NEAR_WIDTH) * width]
    full = [line for line in long if len(line) >= width - 1]
    if len(full) < _MIN_EXACT_SHARE * len(long):
        return None
    if sum(len(line) == width for line in written_lines(page)) < MIN_EXACT_LINES:
        return None
    return width if _is_prose(full) else None


def _word_width(lines: Sequence[str]) -> int | None:
    """Return the width that lines were broken at between words, if they were.

    As first measured, on news: it finds 2,207 of 2,209 wrapped articles, and takes 31 of 6,738
    others for wrapped.
    """
    written = written_lines(lines)
    if len(written) < MIN_LINES:
        return None
    lengths = sorted(map(len, written))
    width = lengths[len(lengths) * 9 // 10]
    if not MIN_WIDTH <= width <= MAX_WIDTH or lengths[-1] > 2 * width:
        return None
    near_count = sum(abs(length - width) <= NEAR_WIDTH * width for length in lengths)
    if near_count < MIN_NEAR_SHARE * len(lengths):
        return None
    return width if _is_mostly_unfinished(written[:-1]) and not _is_verse(written) else None


def _is_prose(lines: Sequence[str]) -> bool:
    """Check whether lines go on from one to the next, and do not rhyme."""
    return _is_mostly_unfinished(lines) and not _is_verse(lines)


def _is_mostly_unfinished(lines: Sequence[str]) -> bool:
    """Check whether enough lines end in mid-sentence."""
    finished_count = sum(1 for line in lines if is_finished(line))
    return len(lines) - finished_count >= _MIN_UNFINISHED_SHARE * len(lines)


def _is_verse(lines: Sequence[str]) -> bool:
    """Check whether lines, none of them blank, rhyme by ending in one word, as ghazals do."""
    last_words = Counter(line.split()[-1].rstrip("۔،.,!؟?") for line in lines)
    return max(last_words.values()) >= max(MIN_EXACT_LINES, _RHYME_SHARE * len(lines))


def _exact_joints(lines: Sequence[str], width: int) -> list[str | None]:
    """Join lines of the exact width; one that is a character shorter lost the space at its end."""
    joints = {width: "", width - 1: " "}
    return [joints.get(len(line)) for line in lines]


def _part_words(
    lines: Sequence[str], joints: list[str | None], is_indented: Sequence[bool]
) -> None:
    """Put a space before each indented line that goes on with a new word.

    The indent may have swallowed it.
    """
    words = _words_within(lines) if any(is_indented) else frozenset()
    written = (number for number, line in enumerate(lines) if line.strip())
    for number, following in pairwise(written):
        is_broken = is_indented[following] and joints[number] == ""
        if is_broken and _are_two_words(lines[number], lines[following], words):
            joints[number] = " "


def _words_within(lines: Sequence[str]) -> frozenset[str]:
    """Return the words that are neither first nor last in a line."""
    return frozenset(word for line in lines for word in line.split()[1:-1])


def _are_two_words(line: str, following: str, words: Collection[str]) -> bool:
    """Check whether a line ends, and the next begins, with a word of a text, and not one in two."""
    one, other = line.rsplit(maxsplit=1)[-1], following.split(maxsplit=1)[0]
    return one in words and other in words and one + other not in words


def _word_joints(lines: Sequence[str], width: int) -> list[str | None]:
    """Return a space after each line that the next word would have taken beyond the width."""
    joints: list[str | None] = [None] * len(lines)
    word = ""
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if word and len(line) + 1 + len(word) >= _FULL_WIDTH * width:
            joints[number] = " "
        word = line.split(maxsplit=1)[0] if line else word
    return joints


def _join(lines: Sequence[str], joints: Sequence[str | None]) -> str:
    """Join the lines that are not blank, each to the next one by the first rule that applies."""
    pieces: list[str] = []
    for end in _line_ends(lines, joints):
        separator = _rule_for(end).separator
        pieces += end.line, (end.joint or "") if separator is None else separator
    last = next((line for line in reversed(lines) if line.strip()), "")
    return "".join([*pieces, last])


def _rule_for(end: _LineEnd) -> _Rule:
    for rule in _RULES[:-1]:
        if rule.applies(end):
            return rule
    return _RULES[-1]


def _line_ends(lines: Sequence[str], joints: Sequence[str | None]) -> list[_LineEnd]:
    """Describe the end of each line that is not blank, but for the last one."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    gaps = [following > number + 1 for number, following in pairwise(written)]
    finished = [is_finished(lines[number]) for number in written[:-1]]
    own_joints = [joints[number] for number in written[:-1]]
    headline = gaps.index(True) if True in gaps[:_HEADLINE_LINES] else None
    has_meaningful_gaps = _has_meaningful_gaps(own_joints, gaps, finished)
    return [
        _LineEnd(lines[line], joint, has_gap, is_finished, number == headline, has_meaningful_gaps)
        for number, (line, joint, has_gap, is_finished) in enumerate(
            zip(written, own_joints, gaps, finished, strict=False)
        )
    ]


def _has_meaningful_gaps(
    joints: Sequence[str | None], gaps: Sequence[bool], finished: Sequence[bool]
) -> bool:
    """Check whether few of the broken lines in mid-sentence are followed by a blank line."""
    broken_gaps = [
        has_gap
        for joint, has_gap, is_finished in zip(joints, gaps, finished, strict=True)
        if joint is not None and not is_finished
    ]
    return sum(broken_gaps) < _MIN_GAP_SHARE * len(broken_gaps)
