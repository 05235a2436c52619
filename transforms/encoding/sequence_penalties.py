"""This file prices what no orthography has: letters of two scripts in a word, a symbol or a capital inside one.

Bytes that were read in a wrong encoding are full of it, whatever the language: `خncearcم`, `caf‚`,
`оПХБЕР`.
"""

from functools import lru_cache
from unicodedata import combining

from transforms.text.scripts import script_of

# Bits of what a typist's error may bring about, and no orthography.
_NEVER = 12.0
_HARDLY = 8.0
_SELDOM = 3.0

# Where no spaces stand between words, names in Latin letters and quotation marks touch the
# letters.
_SPACELESS = {"Hani", "Hrkt", "Hang", "Thai", "Bopo"}

_WITHIN_WORDS = frozenset("’´`ʼ·\xa0\xad\u2010\u2011\u200b\u200c\u200d\u200e\u200f\u2060–—―")
_BETWEEN_WORDS = frozenset("«»‘“”…")
_NEVER_BEHIND_LETTERS = frozenset("‚„‡‰¿¡¨ˆ˜¯ˇ˘˙˛˝¤¦¬±¶¼½¾¢£¥€") | set(
    map(chr, range(0x2500, 0x25A0))
)
_NEVER_BEFORE_LETTERS = frozenset("’”…†‡‰™¨´`¸¹²³±¼½¾ªº") | set(map(chr, range(0x2500, 0x25A0)))
# Letters to Unicode, signs to a reader: `5 µm`, `1º`.
_UNITS = frozenset("µªº")


@lru_cache(maxsize=1 << 16)
def oddity(window: str) -> float:
    """Bits that a character beyond ASCII costs for standing between two others; 0 where it may.

    >>> oddity("née"), oddity("eم "), oddity(" ’γ"), oddity("f‚ ")
    (0.0, 12.0, 8.0, 8.0)
    """
    before, char, after = tuple(window)
    if char.isalpha() and char not in _UNITS:
        return _letter_oddity(before, char, after)
    if char.isdecimal() or combining(char) or {script_of(before), script_of(after)} & _SPACELESS:
        return 0.0
    return _symbol_oddity(before, char, after)


def _letter_oddity(before: str, char: str, after: str) -> float:
    bits = _mixture(before, char) + (_mixture(char, after) if after.isascii() else 0.0)
    if (before.islower() and char.isupper()) or (
        char.islower() and after.isascii() and after.isupper()
    ):
        bits += _HARDLY
    if before.isdigit() and after.isdigit():
        bits += _HARDLY
    return bits


def _mixture(char: str, other: str) -> float:
    """Bits of two letters side by side that are of two scripts."""
    if char in _UNITS or other in _UNITS:
        return 0.0
    scripts = {script_of(char), script_of(other)}
    if None in scripts or len(scripts) == 1 or scripts <= _SPACELESS:
        return 0.0
    return _SELDOM if scripts & _SPACELESS else _NEVER


def _symbol_oddity(before: str, char: str, after: str) -> float:
    if before.isalpha() and after.isalpha() and char not in _WITHIN_WORDS:
        return _HARDLY if char in _BETWEEN_WORDS else _NEVER
    if before.isalpha() and char in _NEVER_BEHIND_LETTERS:
        return _HARDLY
    if char == "’" and not after.isdecimal() and (before.isspace() or before in "«(“"):
        return _HARDLY
    return (
        _HARDLY
        if after.isalpha() and not before.isalnum() and char in _NEVER_BEFORE_LETTERS
        else 0.0
    )
