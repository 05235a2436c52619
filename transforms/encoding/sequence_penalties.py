"""Penalize character sequences that no orthography has, such as a symbol or a capital in a word.

Bytes that were read in a wrong encoding are full of them, whatever the language: `خncearcم`,
`caf‚`, `оПХБЕР`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from transforms.text.characters import combining
from transforms.text.scripts import script_of

# Bits of what a typist's error may bring about, and no orthography.
_NEVER = 12.0
_HARDLY = 8.0
_SELDOM = 3.0

# Where no spaces separate words, names in Latin letters and quotation marks touch the letters.
_SPACELESS = {"Hani", "Hrkt", "Hang", "Thai", "Bopo"}

_BOX_DRAWINGS = frozenset(map(chr, range(0x2500, 0x25A0)))
_WITHIN_WORDS = frozenset("’´`ʼ·\xa0\xad\u2010\u2011\u200b\u200c\u200d\u200e\u200f\u2060–—―")
_BETWEEN_WORDS = frozenset("«»‘“”…")
_NEVER_AFTER_LETTERS = frozenset("‚„‡‰¿¡¨ˆ˜¯ˇ˘˙˛˝¤¦¬±¶¼½¾¢£¥€") | _BOX_DRAWINGS
_NEVER_BEFORE_LETTERS = frozenset("’”…†‡‰™¨´`¸¹²³±¼½¾ªº") | _BOX_DRAWINGS
_BEFORE_QUOTATIONS = "«(“"
# Letters to Unicode, signs to a reader: `5 µm`, `1º`.
_UNITS = frozenset("µªº")


class Rule(NamedTuple):
    """A position in which a symbol is penalized: between a character before it and one after it."""

    name: str
    matches: Callable[[str, str, str], bool]
    bits: float
    example: str


def _is_between_letters(before: str, char: str, after: str) -> bool:
    return char in _BETWEEN_WORDS and before.isalpha() and after.isalpha()


def _is_within_a_word(before: str, char: str, after: str) -> bool:
    return char not in _WITHIN_WORDS and before.isalpha() and after.isalpha()


def _ends_a_word(before: str, char: str, _after: str) -> bool:
    return char in _NEVER_AFTER_LETTERS and before.isalpha()


def _closes_nothing(before: str, char: str, after: str) -> bool:
    is_at_beginning = before.isspace() or before in _BEFORE_QUOTATIONS
    return char == "’" and is_at_beginning and not after.isdecimal()


def _begins_a_word(before: str, char: str, after: str) -> bool:
    return char in _NEVER_BEFORE_LETTERS and after.isalpha() and not before.isalnum()


# The first that matches decides; a symbol that none matches costs nothing.
SYMBOL_RULES = (
    Rule("mark that separates words, between letters", _is_between_letters, _HARDLY, "a«b"),
    Rule("symbol within a word", _is_within_a_word, _NEVER, "f‚t"),
    Rule("symbol at the end of a word", _ends_a_word, _HARDLY, "f‚ "),
    Rule("apostrophe that closes nothing", _closes_nothing, _HARDLY, " ’γ"),
    Rule("symbol at the beginning of a word", _begins_a_word, _HARDLY, " ™t"),
)


@lru_cache(maxsize=1 << 16)
def penalty(window: str) -> float:
    """Return the bits that the middle of three characters costs for its neighbours.

    The middle one is beyond ASCII. It costs 0 where an orthography may have it.

    >>> penalty("née"), penalty("eم "), penalty(" ’γ"), penalty("f‚ ")
    (0.0, 12.0, 8.0, 8.0)
    """
    before, char, after = tuple(window)
    if char.isalpha() and char not in _UNITS:
        return _letter_penalty(before, char, after)
    if char.isdecimal() or combining(char) or {script_of(before), script_of(after)} & _SPACELESS:
        return 0.0
    rule = symbol_rule(before, char, after)
    return rule.bits if rule else 0.0


def symbol_rule(before: str, char: str, after: str) -> Rule | None:
    """Return the rule that penalizes a symbol between two characters; None where none does."""
    return next((rule for rule in SYMBOL_RULES if rule.matches(before, char, after)), None)


def _letter_penalty(before: str, char: str, after: str) -> float:
    bits = _mixed_script_penalty(before, char)
    if after.isascii():
        bits += _mixed_script_penalty(char, after)
    is_capital_within = before.islower() and char.isupper()
    is_before_ascii_capital = char.islower() and after.isascii() and after.isupper()
    if is_capital_within or is_before_ascii_capital:
        bits += _HARDLY
    if before.isdigit() and after.isdigit():
        bits += _HARDLY
    return bits


def _mixed_script_penalty(char: str, other: str) -> float:
    """Return the bits of two neighbouring letters of two scripts."""
    if char in _UNITS or other in _UNITS:
        return 0.0
    scripts = {script_of(char), script_of(other)}
    if None in scripts or len(scripts) == 1 or scripts.issubset(_SPACELESS):
        return 0.0
    return _SELDOM if scripts & _SPACELESS else _NEVER
