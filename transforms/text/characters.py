"""What Unicode says of characters: the same version whatever Python runs.

Python's own `unicodedata` is of the Unicode of its release, so the canonical form of a text, and
with it its key, would change with Python.
"""

import re
from collections.abc import Callable
from itertools import chain

import unicodedata2

UNICODE_VERSION: str = unicodedata2.unidata_version

category: Callable[[str], str] = unicodedata2.category
combining: Callable[[str], int] = unicodedata2.combining
decimal: Callable[[str, None], int | None] = unicodedata2.decimal
decomposition: Callable[[str], str] = unicodedata2.decomposition
normalize: Callable[[str, str], str] = unicodedata2.normalize

# The Basic Multilingual Plane without ideographs, syllables of Hangul, surrogates and private use,
# which are no marks, digits or punctuation. A regular expression with the other planes is slow.
_BLOCKS = (range(0x3400), range(0x4DC0, 0x4E00), range(0xA000, 0xAC00), range(0xD7A4, 0xD800))
SIGNS_AND_LETTERS = "".join(map(chr, chain(*_BLOCKS, range(0xF900, 0x10000))))


def in_ranges(characters: str) -> str:
    r"""Return characters, in order, as they stand in a class of a regular expression.

    >>> in_ranges("-abcx")
    '\\--\\-a-cx-x'
    """
    if not characters:
        return ""
    codes = list(map(ord, characters))
    starts = [0, *(at for at in range(1, len(codes)) if codes[at] != codes[at - 1] + 1)]
    ends = [*(start - 1 for start in starts[1:]), -1]
    return "".join(
        f"{re.escape(characters[start])}-{re.escape(characters[end])}"
        for start, end in zip(starts, ends, strict=True)
    )


# Capitals since Unicode 15, which `str.lower` of Python 3.11 leaves as they are.
_NEW_CAPITALS = (
    *(0x1C89, 0xA7CB, 0xA7CC, 0xA7CE, 0xA7D2, 0xA7D4, 0xA7DA, 0xA7DC, 0xA7DD, 0xA7E2),
    *(0xAB6C, 0xAB6D, *range(0x10D50, 0x10D66), *range(0x16EA0, 0x16EB9)),
    *(0x1DF40, 0x1DF48, 0x1DF4A, 0x1DF4D, 0x1DF51, 0x1DF68, 0x1DF6A, 0x1DF6C, 0x1DF6E),
    *range(0x1DF72, 0x1DF80, 2),
)


def _small_letter(capital: str) -> str:
    name = unicodedata2.name(capital)
    found: str = unicodedata2.lookup(name.replace("CAPITAL", "SMALL"))
    return found


# The small letter of each capital that not every Python knows.
SMALL_LETTERS = {chr(number): _small_letter(chr(number)) for number in _NEW_CAPITALS}
