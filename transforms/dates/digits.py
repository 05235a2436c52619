r"""Ask quickly for digits, as `\d` knows them: what every date has, and most lines lack."""

import re

# Unicode has the digits of a script in a row of ten.
_ROW = 10


def _digit_ranges() -> str:
    """Return the digits of the Basic Multilingual Plane, as in a class."""
    found = (code for code in range(0, 0x10000, _ROW) if chr(code).isdecimal())
    zeros = (code - int(chr(code)) for code in found)
    return "".join(f"{chr(zero)}-{chr(zero + _ROW - 1)}" for zero in zeros)


# A class that opens an expression is looked up in a table, `\d` is not. The table has the
# characters of one plane.
_DIGIT = rf"[{_digit_ranges()}\U00010000-\U0010ffff](?<=\d)"
_ONE = re.compile(_DIGIT)
_YEAR = re.compile(rf"{_DIGIT}\d\d\d")
_DAY = re.compile(rf"{_DIGIT}(?<!\d\d)\d?(?!\d)")


def has_digit(text: str) -> bool:
    """Check for a digit.

    >>> has_digit("۷ مارچ"), has_digit("مارچ")
    (True, False)
    """
    return _ONE.search(text) is not None


def has_year(text: str) -> bool:
    """Check for four digits in a row.

    >>> has_year("مارچ ۲۰۲۶"), has_year("7 مارچ")
    (True, False)
    """
    return _YEAR.search(text) is not None


def has_day(text: str) -> bool:
    """Check for one or two digits that stand alone, as a day does.

    >>> has_day("7 مارچ"), has_day("17th"), has_day("مارچ ۲۰۲۶")
    (True, True, False)
    """
    return _DAY.search(text) is not None
