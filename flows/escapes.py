"""What names and texts must not bring to a terminal, a page or a spreadsheet: the one place for it.

A name or a text may hold what moves the cursor, sets a title, turns letters round, ends a row of
Markdown or is a formula.
"""

import logging

# Controls (C0 but tab and line feed, delete, C1), and what embeds, overrides or isolates a
# direction of writing (Unicode 17, UAX 9).
_CONTROLS = (
    *range(0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_ESCAPES = {code: ascii(chr(code))[1:-1] for code in _CONTROLS}
# The same as JSON spells it.
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in _CONTROLS}
# What Excel, LibreOffice and Google Sheets take for the beginning of a formula (OWASP, CSV
# injection).
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def for_terminal(text: str) -> str:
    r"""Return a text in which what would steer a terminal is escaped; lines and tabs stay.

    >>> for_terminal("\x1b[31mred\n\x9b\u202e.txt")
    '\\x1b[31mred\n\\x9b\\u202e.txt'
    """
    return text.translate(_ESCAPES)


def in_one_line(text: str) -> str:
    r"""Return a text as `for_terminal` does, and in one line.

    >>> in_one_line("a\nb.txt")
    'a\\nb.txt'
    """
    return for_terminal(text).replace("\n", r"\n")


def cut(text: str, most: int) -> str:
    """Return a text of so many characters at most; one that is cut ends with an ellipsis.

    >>> cut("news", 4), cut("news", 3), cut("news", 0)
    ('news', 'ne…', '…')
    """
    return text if len(text) <= most else f"{text[: max(0, most - 1)]}…"


def in_json(text: str) -> str:
    r"""Return JSON in which what would steer a terminal is escaped; it says the same.

    >>> in_json('"\x9b"')
    '"\\u009b"'
    """
    return text.translate(_JSON_ESCAPES)


def for_spreadsheet(text: str) -> str:
    """Return a text that a spreadsheet shows and does not run: with an apostrophe before a formula.

    >>> for_spreadsheet("=1+1"), for_spreadsheet("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(_BEGINNINGS) else text


class SafeMessages(logging.Filter):
    """Lets the log lines of names and texts steer no terminal and no page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Escape the message of a record; show it in any case."""
        record.msg, record.args = in_one_line(record.getMessage()), None
        return True
