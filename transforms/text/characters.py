"""What Unicode says of characters: the same version whatever Python runs.

Python's own `unicodedata` is of the Unicode of its release, so the canonical form of a text, and
with it its key, would change with Python.
"""

from collections.abc import Callable

import unicodedata2

UNICODE_VERSION: str = unicodedata2.unidata_version

category: Callable[[str], str] = unicodedata2.category
combining: Callable[[str], int] = unicodedata2.combining
decimal: Callable[[str, None], int | None] = unicodedata2.decimal
decomposition: Callable[[str], str] = unicodedata2.decomposition
normalize: Callable[[str, str], str] = unicodedata2.normalize

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
