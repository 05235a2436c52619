"""The head of a text: the first lines, where title, date, dateline and credits stand."""

# Lines that are not blank. A date or a title further down belongs to the body.
HEAD_LINES = 8


def head_lines(text: str) -> list[str]:
    r"""Return the first lines of a normalized text that are not blank, `HEAD_LINES` at most.

    >>> head_lines("نئی خبر\n\nبارش ہوئی")
    ['نئی خبر', 'بارش ہوئی']
    """
    # A normalized text has one blank line between two others at most.
    lines = text.split("\n", 2 * HEAD_LINES)
    return [line for line in lines[: 2 * HEAD_LINES] if line.strip()][:HEAD_LINES]
