"""Estimate the information content of a text in bits, given a language's letter frequencies.

Letters cost by rank (the n-th of an alphabet is used about 1/(n + 1) times as often: Zipf),
ideographs by the level of their national standard, and everything else at the flat costs below.
The choice of an encoding hardly depends on these: one bit more or less changes none of the figures
of `legacy`.
"""

from collections.abc import Iterable
from functools import cache
from math import log2

from transforms.encoding.letter_frequencies import ALPHABETS, LATIN_ALPHABETS

_CONTROL = 30.0
# A byte that means nothing.
_BROKEN = 25.0
_RARE_IDEOGRAPH = 20.0
_SCHOLARLY_IDEOGRAPH = 17.0
_OTHER_SCRIPT = 14.0
_SYMBOL = 13.0
_DAILY_IDEOGRAPH = 12.0
_FOREIGN_LETTER = 10.0
_FREQUENT_IDEOGRAPH = 5.5
_DIGIT_BEYOND_ASCII = 7.0
# A capital costs this and a part of what its small letter costs: names begin with rare letters too.
_CAPITAL = 5.0
_CAPITAL_SLOPE = 0.6

_MARKS = {
    **dict.fromkeys("‚™´²³½×±¼¾¡¿†‡‰‹›ªº‾¢￠￡￢【】《》〈〉／　％＋＝〇─│├└┌\u200e\u200f", 8.0),
    **dict.fromkeys("£€©®°§\xad«»“”‘„‐–—―‖∥…•·\xa0", 5.0),
    **dict.fromkeys("،؛؟\u200c、。，．・：；？！「」『』（）ー々〜～−－", 4.0),
    "’": 3.0,
}

# Markup, addresses and English names are ASCII in every language, and count for little.
_ASCII_WEIGHT = 0.25
_ASCII_OTHER = 5.0 * _ASCII_WEIGHT
_ASCII_FOREIGN_LETTER = 8.0 * _ASCII_WEIGHT

# Bits that a language costs in which few texts are written: a few letters that it shares with
# others are theirs.
_RARITY = {"icelandic": 3.0, "irish": 3.0, "welsh": 3.0, "albanian": 2.0}

# Where the national standards keep the characters of daily use: the first byte.
_LEVEL_1 = {
    "simplified chinese": ("gb2312", range(0xB0, 0xD8)),
    "traditional chinese": ("big5", range(0xA4, 0xC7)),
    "japanese": ("euc_jp", range(0xB0, 0xD0)),
    "korean": ("euc_kr", range(0xB0, 0xC9)),
}


def surprisal(counts: Iterable[tuple[str, int]], language: str) -> float:
    """Return the bits (-log2 p) that characters, given with their counts, take in a language.

    >>> french, polish = surprisal([("é", 1)], "french"), surprisal([("é", 1)], "polish")
    >>> french < surprisal([("ŕ", 1)], "slovak") < polish
    True
    """
    costs = _costs(language)
    bits = sum(count * (costs.get(char) or _rare_cost(char, language)) for char, count in counts)
    return bits + _RARITY.get(language, 0.0)


@cache
def _costs(language: str) -> dict[str, float]:
    """Return the bits of each mark and each letter of a language.

    In a language of another script the ASCII letters cost what they cost in English.
    """
    alphabet = ALPHABETS[language]
    ascii_alphabet = alphabet if language in LATIN_ALPHABETS else ALPHABETS["english"]
    small = _costs_by_rank(char for char in alphabet if not char.isascii())
    if language in _LEVEL_1:
        increase = _FREQUENT_IDEOGRAPH - small[alphabet[0]]
        small = {char: bits + increase for char, bits in small.items()}
    capital = {
        char.upper(): _CAPITAL + bits * _CAPITAL_SLOPE
        for char, bits in small.items()
        if len(char.upper()) == 1
    }
    ascii_bits = _costs_by_rank(filter(str.isascii, ascii_alphabet))
    ascii_small = {char: bits * _ASCII_WEIGHT for char, bits in ascii_bits.items()}
    ascii_capital = {char.upper(): bits for char, bits in ascii_small.items()}
    return _MARKS | capital | small | ascii_capital | ascii_small


def _costs_by_rank(letters: Iterable[str]) -> dict[str, float]:
    weights = {letter: 1 / rank for rank, letter in enumerate(letters, 2)}
    total = sum(weights.values())
    return {letter: log2(total / weight) for letter, weight in weights.items()}


@cache
def _rare_cost(char: str, language: str) -> float:
    """Return the bits of a character that the language is not known to use."""
    if char.isascii():
        return _ASCII_FOREIGN_LETTER if char.isalpha() else _ASCII_OTHER
    if char < "\xa0":
        return _CONTROL
    if char == "\ufffd":
        return _BROKEN
    if language in _LEVEL_1:
        return _ideograph_cost(char, *_LEVEL_1[language])
    if char.isalpha():
        return _FOREIGN_LETTER if char < "\u0250" else _OTHER_SCRIPT
    return _DIGIT_BEYOND_ASCII if char.isdigit() else _SYMBOL


def _ideograph_cost(char: str, standard: str, level_1: range) -> float:
    try:
        row = char.encode(standard)[0]
    except UnicodeEncodeError:
        return _RARE_IDEOGRAPH
    return _DAILY_IDEOGRAPH if row in level_1 else _SCHOLARLY_IDEOGRAPH
