"""Canonical form: the spelling that texts are compared by, never stored."""

import re
from collections.abc import Iterator
from functools import lru_cache

from transforms.text.characters import (
    SIGNS_AND_LETTERS,
    SMALL_LETTERS,
    category,
    decimal,
    in_ranges,
    normalize,
)
from transforms.text.letter_variants import LETTER_GROUPS, letter_of_variants
from transforms.text.normalize import MARKS, compose, normalize_text

# What keyboards and habits exchange.
_LETTERS = (
    letter_of_variants(LETTER_GROUPS) | {"ۀ": "ۂ", "ۓ": "ئے", "ς": "σ", "٪": "%"} | SMALL_LETTERS
)

_OPTIONAL_MARKS = (
    # Arabic.
    "\u0610-\u061a\u064b-\u0652\u0656-\u0658\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    # Variation selectors: a symbol as text or as a picture.
    "\ufe0e\ufe0f"
)
# NFKC makes words of them, such as those of ﷺ. Normalization makes letters of all other shapes.
_WORD_SIGNS = "\ufdf0\ufdf1\ufdfa-\ufdfc"

# Punctuation to Unicode, but to a reader `5%` is not `5`.
_MEANINGFUL = "%‰‱&@#′″％＆＠＃"


_CATEGORIES = list(zip(SIGNS_AND_LETTERS, map(category, SIGNS_AND_LETTERS), strict=True))
_PUNCTUATION = "".join(
    char for char, kind in _CATEGORIES if kind[0] == "P" and char not in _MEANINGFUL
)
_DIGITS = "".join(char for char, kind in _CATEGORIES if kind == "Nd" and not char.isascii())

# As in a class of a regular expression.
VARIANTS = "".join(_LETTERS) + _OPTIONAL_MARKS + _WORD_SIGNS + _DIGITS
_OTHER_PLANES = "\U00010000-\U0010ffff"
_VARIANT = re.compile(f"[{re.sub(f'[{_OTHER_PLANES}]', '', VARIANTS)}{_OTHER_PLANES}]")
_OPTIONAL_MARK = re.compile(f"[{_OPTIONAL_MARKS}]")
_WORD_SIGN = re.compile(f"[{_WORD_SIGNS}]")

VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
JOINERS = "\u200c\u200d"
# Next to a virama a joiner chooses between letters in Bengali, Malayalam and Sinhala. Elsewhere it
# is typesetting.
_JOINER = re.compile(f"[{JOINERS}](?<![{VIRAMAS}].)(?![{VIRAMAS}])")

_DIGIT = re.compile("[0-9]")
_AFTER_SPACE = re.compile(r"[ \n](?=[^\W\d_])")
_SPACES_IN_ROW = re.compile("  +")
# A point or sign that opens a number: nothing, a space, a bracket, a quotation mark or a currency
# is before it.
_BARE_POINT = re.compile(r"\.(?<![^\s(\[{\"'«“‘$£€¥₹–-].)(?=[0-9])")
_SIGN = re.compile(r"[-‐‑‒–﹣－](?<![^\s(\[{\"'«“‘$£€¥₹=].)(?=[$£€¥₹]?[0-9])")

_TATWEEL = "ـ"
SEPARATORS = _PUNCTUATION + " " + _TATWEEL
_SEPARATORS = in_ranges("".join(sorted(SEPARATORS)))
# A run of punctuation and spaces that is not between two digits. Tatweel is one: `10ـ12` uses it
# as a dash.
_SEPARATOR = re.compile(
    f"[{_SEPARATORS}](?<![{_SEPARATORS}].)"
    f"(?:[{_SEPARATORS}]*+(?![0-9])|(?<![0-9].)[{_SEPARATORS}]*+)"
)

_MARKED_ALEF = re.compile(f"[اآ][{MARKS}]+")
_HAMZAS = str.maketrans("", "", "\u0654\u0655")


def canonical_form(text: str) -> str:
    """Return the spelling that a text is compared by; of any text, normalized or not.

    It is never stored. Applying it twice changes nothing.

    >>> canonical_form("كيا پاكستان جيتا؟") == canonical_form("کیا پاکستان جیتا")
    True
    >>> canonical_form("Grew by 3.5%, to -۱۰") == canonical_form("grew by 3.5 % to -10")
    True
    >>> canonical_form("3.5 ارب") == canonical_form("35 ارب")
    False
    """
    bare = _bare(normalize_text(text))
    composed = compose(bare)
    return bare if composed == bare else compose(_bare(composed))


def independent_pieces(text: str, least: int) -> Iterator[str]:
    """Split a normalized text so that the canonical forms of the pieces, joined, are its own.

    Each piece but the last has `least` characters or more. It begins with a plain letter after a
    space or line end: neither can change the form of the other. Only marks in a row are counted in
    each piece by itself (`compose`).

    >>> list(independent_pieces("3 5 ارب روپے 20 -5 خبر", least=5))
    ['3 5 ارب ', 'روپے 20 -5 ', 'خبر']
    """
    start = 0
    while len(text) - start >= 2 * least:
        end = _next_plain_letter(text, start + least - 1)
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _next_plain_letter(text: str, start: int) -> int:
    """Return the position of the next plain letter after a space, or the end of the text."""
    for found in _AFTER_SPACE.finditer(text, start):
        if is_plain_letter(text[found.end()]):
            return found.end()
    return len(text)


def is_plain_letter(char: str) -> bool:
    """Check whether a character is a letter that never joins the one before it.

    The vowels and finals of Hangul do.
    """
    folded = fold_characters(char)
    return (
        len(folded) == 1 and category(folded) in {"Ll", "Lo"} and not "\u1160" <= folded <= "\u11ff"
    )


def _bare(text: str) -> str:
    """Fold a text and drop its separators; ہ and a hamza after it may then be one letter."""
    spaced = _JOINER.sub("", fold_characters(text)).replace("\n", " ")
    if "  " in spaced:
        spaced = _SPACES_IN_ROW.sub(" ", spaced)
    bare = _spell_numbers(spaced) if _DIGIT.search(spaced) else spaced.replace(" ", "")
    if not bare.isalnum() or _TATWEEL in bare:
        bare = _SEPARATOR.sub("", bare)
    return join_hamzas(bare)


def join_hamzas(text: str) -> str:
    """Write a yeh and its hamza as one letter, and an alef without its hamza; of a folded text."""
    return _MARKED_ALEF.sub(lambda alef: alef[0].translate(_HAMZAS), text).replace("ی\u0654", "ئ")


def _spell_numbers(text: str) -> str:
    """Spell points and signs before numbers so that they are no separators."""
    return _SIGN.sub("−", _BARE_POINT.sub("0.", text))


def is_variant(char: str) -> bool:
    """Check whether `fold_characters` changes a character.

    >>> is_variant("ك"), is_variant("ک"), is_variant("A")
    (True, False, True)
    """
    return char.lower() != char or _VARIANT.match(char) is not None


def fold_characters(text: str) -> str:
    """Give letters, digits and marks one spelling each, whatever their neighbours are."""
    return _VARIANT.sub(lambda variant: _fold_character(variant[0]), text.lower())


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    """Return one spelling of a letter, digit or mark: empty, or several letters for a ligature."""
    if char in _LETTERS:
        return _LETTERS[char]
    if _OPTIONAL_MARK.match(char):
        return ""
    digit = decimal(char, None)
    if digit is not None:
        return str(digit)
    letters = normalize("NFKC", char) if _WORD_SIGN.match(char) else char
    if letters != char:
        return "".join(map(_fold_character, letters.replace(" ", "")))
    return "⸱" if category(char)[0] == "P" else char
