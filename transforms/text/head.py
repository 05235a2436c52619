"""The head of a text: the first lines, where title, date, dateline and credits stand."""

from collections.abc import Sequence

# Lines that are not blank. A date or a title further down belongs to the body.
HEAD_LINES = 8


def head_lines(text: str) -> list[str]:
    r"""Return the first lines of a normalized text that are not blank, `HEAD_LINES` at most.

    >>> head_lines("نئی خبر\n\nبارش ہوئی")
    ['نئی خبر', 'بارش ہوئی']
    """
    # A normalized text has one blank line between two others at most.
    lines = text.split("\n", 2 * HEAD_LINES)
    return written_lines(lines[: 2 * HEAD_LINES])[:HEAD_LINES]


def written_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines that are not blank.

    >>> written_lines(["نئی خبر", "", " ", "بارش ہوئی"])
    ['نئی خبر', 'بارش ہوئی']
    """
    # Quicker than `strip`, which copies a line.
    return [line for line in lines if line and not line.isspace()]
