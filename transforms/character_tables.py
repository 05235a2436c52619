"""Ask the rules about every character, for the tables of `transforms.native`.

`ZAKHIRA_GOLDEN=write pytest tests/transforms/test_character_tables.py` writes their file anew.
"""

import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import regex

from transforms.encoding import badness
from transforms.encoding.mojibake_utf8 import FIRST_BYTES, LATER_BYTES, MISTAKEN_FOR, encode_as
from transforms.extract import FILLERS, PLAIN_CATEGORIES, PRESENTATION_FORMS
from transforms.native import traits
from transforms.native.tables import Tables
from transforms.text.canonical import (
    JOINERS,
    SEPARATORS,
    VIRAMAS,
    fold_characters,
    is_variant,
)
from transforms.text.characters import category, combining, decomposition, normalize
from transforms.text.letter_shapes import SHAPES
from transforms.text.normalize import CONTROLS, INVISIBLE, LINE_ENDS, SPACES
from transforms.text.scripts import number_of_script
from transforms.text.segmentation import (
    EXTEND,
    JOINER,
    LETTER,
    NUMBER,
    QUOTE,
    WORD_CHARACTER,
)

# Every character of the Basic Multilingual Plane, in order.
_EVERY = "".join(map(chr, range(traits.PLANE)))
_CURRENCIES = "$£€¥₹"
_OPENINGS = ".-‐‑‒–﹣－"
# The end of a text, too.
_BEFORE_NUMBER = "\0 ([{\"'«“‘–-=" + _CURRENCIES
_SURROGATES = "\ud800-\udfff"
# Marks that join nothing and are no part of a word that they begin or end.
_AROUND_WORDS = ".,:;!?()[]{}<>\"'`*&#@%$€£+=|~/\\،؛؟۔٬٭“”‘’‚„«»‹›…–—-•।॥"


def character_tables() -> Tables:
    """Return the tables, as the rules have them."""
    folded, form = _form_tables()
    mistaken = _mistaken_tables()
    return Tables(
        folded=folded,
        form=form,
        word=_word_table(),
        page=_page_table(),
        script=np.fromiter(map(number_of_script, _EVERY), np.uint8),
        combining=np.fromiter(map(combining, _EVERY), np.uint8),
        mistaken=mistaken[0],
        begins_later=mistaken[1],
        ends_first=mistaken[2],
        ends_later=mistaken[3],
        pairs=_pairs(),
    )


def _flags(bits: Iterable[tuple[int, Iterable[str]]]) -> npt.NDArray[np.uint32]:
    """Return a table in which some characters have each bit."""
    table = np.zeros(traits.PLANE, np.uint32)
    for bit, characters in bits:
        table[list(map(ord, characters))] |= np.uint32(bit)
    return table


def _where(is_wanted: Callable[[str], object]) -> list[str]:
    return [char for char in _EVERY if is_wanted(char)]


def _of_class(characters: str) -> list[str]:
    return re.findall(f"[{characters}]", _EVERY)


def _form_tables() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Return what each character becomes in the canonical form, and its traits there."""
    entries = list(map(_form_of, _EVERY))
    folded = np.array([ord(char) for _, char in entries], np.uint16)
    return folded, np.array([bits for bits, _ in entries], np.uint16)


def _form_of(char: str) -> tuple[int, str]:
    if char in JOINERS:
        return traits.FORM_DROPPED | traits.FORM_JOINER, "x"
    folded = fold_characters(char) if is_variant(char) else char
    if not folded:
        return traits.FORM_DROPPED, "x"
    if len(folded) > 1 or "\ud800" <= char < "\ue000":
        return traits.FORM_ODD, "x"
    bits = sum(bit for bit, chars in _FORM_BITS if folded in chars)
    return bits | _composing_bit(folded), " " if folded == "\n" else folded


def _composing_bit(char: str) -> int:
    is_composing = char in _SECONDS or combining(char) > 0 or normalize("NFC", char) != char
    return traits.FORM_COMPOSING if is_composing else 0


_FORM_BITS = (
    (traits.FORM_DIGIT, "0123456789"),
    (traits.FORM_SEPARATOR, SEPARATORS + "\n"),
    (traits.FORM_OPENING, _OPENINGS),
    (traits.FORM_VIRAMA, VIRAMAS),
    (traits.FORM_CURRENCY, _CURRENCIES),
    (traits.FORM_BEFORE_NUMBER, _BEFORE_NUMBER + "\n"),
)


def _word_table() -> npt.NDArray[np.uint32]:
    """Return what each character is among words and sentences."""
    marks = "".join(regex.findall(r"[\p{Sentence_Terminal}…]", _EVERY))
    bits = (
        # But one space joins digits: U+202F.
        (traits.WORD_SPACE, regex.findall(rf"[^\S{JOINER}]", _EVERY)),
        (traits.WORD_BEGINNING, regex.findall(rf"[{LETTER}\p{{Nd}}]", _EVERY)),
        (traits.WORD_CONTINUING, regex.findall(f"[{LETTER}{NUMBER}{EXTEND}]", _EVERY)),
        (traits.WORD_AROUND, _AROUND_WORDS),
        (traits.WORD_OF_WORD, WORD_CHARACTER.findall(_EVERY)),
        (traits.WORD_ENDING, [*regex.findall(r"[^\P{Sentence_Terminal}.!?．]", _EVERY), "\n"]),
        (traits.WORD_MAY_END, ".!?．…"),
        (traits.WORD_DIGIT, regex.findall(r"\p{Nd}", _EVERY)),
        (traits.WORD_CAPITAL, regex.findall(r"\p{Lu}", _EVERY)),
        (traits.WORD_SMALL, regex.findall(r"\p{Ll}", _EVERY)),
        (traits.WORD_LETTER, regex.findall(r"\p{L}", _EVERY)),
        (traits.WORD_POINT, ".…．"),
        (traits.WORD_STOP, marks + "\n"),
        (traits.WORD_CHAR, regex.findall(r"\w", _EVERY)),
        (traits.WORD_ALETTER, regex.findall(f"[{LETTER}]", _EVERY)),
        (traits.WORD_NUMBER, regex.findall(NUMBER, _EVERY)),
        (traits.WORD_EXTEND, regex.findall(f"[{EXTEND}]", _EVERY)),
        (traits.WORD_MID_LETTER, regex.findall(rf"[\p{{WB=MidLetter}}{QUOTE}]", _EVERY)),
        (traits.WORD_MID_NUMBER, regex.findall(rf"[\p{{WB=MidNum}}{QUOTE}]", _EVERY)),
        (traits.WORD_MID_HEBREW, '"'),
        (traits.WORD_HEBREW, regex.findall(r"\p{WB=Hebrew_Letter}", _EVERY)),
    )
    return _flags(bits)


def _page_table() -> npt.NDArray[np.uint32]:
    """Return what each character may be in a page that nothing has to be done to."""
    changed = _where(lambda char: normalize("NFC", char) != char)
    jamo = [*map(chr, range(0x1160, 0x1200)), *map(chr, range(0xD7B0, 0xD800))]
    bits = (
        (traits.PAGE_DROPPED, _of_class(INVISIBLE.replace("\xad", ""))),
        (traits.PAGE_LINE_END, LINE_ENDS),
        (traits.PAGE_BLANK, _of_class(SPACES)),
        (traits.PAGE_ODD, _of_class(SHAPES + _SURROGATES + "\xad\ufffd")),
        (traits.PAGE_ODD, [*_of_class(CONTROLS), *changed, *jamo, *_where(_is_new)]),
        (traits.PAGE_SPACE, _where(str.isspace)),
        (traits.PAGE_VISIBLE, _where(_is_visible)),
        (traits.PAGE_SECOND, sorted(_SECONDS)),
        (traits.PAGE_COMPOSED, _where(_is_composed)),
        (traits.PAGE_SMALL, filter(str.islower, badness.CASED)),
        (traits.PAGE_CAPITAL, filter(str.isupper, badness.CASED[0x80:])),
        (traits.PAGE_LATIN, badness.LATIN_LETTERS),
        (traits.PAGE_OTHER_LETTER, badness.OTHER_LETTERS),
        (traits.PAGE_SYMBOL, badness.SYMBOLS.findall(_EVERY)),
        (traits.PAGE_BESIDE_SYMBOL, badness.BESIDE_SYMBOLS.findall(_EVERY)),
        (traits.PAGE_MOJIBAKE_FIRST, badness.MOJIBAKE_FIRSTS.findall(_EVERY)),
        (traits.PAGE_MOJIBAKE_FIRST, badness.CYRILLIC_FIRSTS),
        (traits.PAGE_MOJIBAKE_SYMBOL, badness.MOJIBAKE_SYMBOLS.findall(_EVERY)),
        (traits.PAGE_MOJIBAKE_SYMBOL, badness.CYRILLIC_SYMBOLS),
        (traits.PAGE_ACCENTED, badness.ACCENTED.findall(_EVERY)),
        (traits.PAGE_LETTER, _where(str.isalpha)),
    )
    table = _flags(bits)
    table[list(map(ord, _plain_characters(table)))] |= np.uint32(traits.PAGE_PLAIN)
    return table


def _plain_characters(page: npt.NDArray[np.uint32]) -> list[str]:
    """Return the characters that stay and that no rule asks for but as letters."""
    signs = (
        *(traits.PAGE_DROPPED, traits.PAGE_LINE_END, traits.PAGE_BLANK, traits.PAGE_ODD),
        *(traits.PAGE_SPACE, traits.PAGE_SECOND, traits.PAGE_CAPITAL, traits.PAGE_ACCENTED),
        *(traits.PAGE_SYMBOL, traits.PAGE_MOJIBAKE_SYMBOL),
    )
    is_plain = page & np.uint32(sum(signs)) == 0
    return [
        char
        for char, is_one in zip(_EVERY, is_plain.tolist(), strict=True)
        if is_one and not combining(char) and (char.isalnum() or char > "\x7f" or char in ".,:-()")
    ]


def _is_new(char: str) -> bool:
    """Check for a character that this Python does not know, while Unicode does."""
    return category(char)[0] not in "CZ" and not char.isprintable()


def _is_visible(char: str) -> bool:
    is_plain = category(char) in PLAIN_CATEGORIES and char < PRESENTATION_FORMS
    return is_plain and char not in FILLERS


def _is_composed(char: str) -> bool:
    """Check whether a character is decomposed by NFD, which has no marks in brackets."""
    parts = decomposition(char)
    return (parts != "" and "<" not in parts) or _is_hangul(char)


def _is_hangul(char: str) -> bool:
    """Check for a syllable, which Unicode composes by arithmetic."""
    return "\uac00" <= char <= "\ud7a3"


def _seconds() -> frozenset[str]:
    """Return the characters that Unicode composes with one before them.

    The vowels and finals of Hangul are among them.
    """
    found = {chr(number) for number in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for char in _EVERY:
        parts = decomposition(char)
        if " " in parts and "<" not in parts:
            found.add(chr(int(parts.rsplit(" ", 1)[1], 16)))
    return frozenset(found)


_SECONDS = _seconds()


def _pairs() -> npt.NDArray[np.uint16]:
    """Return the pairs of characters that NFC writes as one, with that one."""
    found = []
    for char in _EVERY:
        parts = decomposition(char)
        is_pair = parts.count(" ") == 1 and "<" not in parts and not _is_hangul(char)
        if is_pair and normalize("NFC", char) == char:
            first, second = (int(part, 16) for part in parts.split())
            found.append((first, second, ord(char)))
    return np.array(sorted(found), np.uint16)


def _mistaken_tables() -> npt.NDArray[np.uint16]:
    """Return what the bytes of each character are to UTF-8, a bit for each encoding."""
    tables = np.zeros((4, traits.PLANE), np.uint16)
    for number, encoding in enumerate(MISTAKEN_FOR):
        for code, char in enumerate(_EVERY):
            payload = encode_as(encoding, char)
            if payload:
                tables[:, code] |= np.uint16(1 << number) * np.array(_kinds(payload), np.uint16)
    return tables


def _kinds(payload: bytes) -> tuple[bool, bool, bool, bool]:
    """Return whether bytes may be within UTF-8, begin with a later byte, end with a first, a later.

    They are one or two: never a whole character and the next one's first.
    """
    first, last = payload[0], payload[-1]
    is_broken = len(payload) > 1 and _is_broken(first, last)
    is_known = all(byte < 0x80 or byte in FIRST_BYTES or byte in LATER_BYTES for byte in payload)
    return (
        is_known and not is_broken,
        first in LATER_BYTES,
        last in FIRST_BYTES,
        last in LATER_BYTES,
    )


def _is_broken(first: int, last: int) -> bool:
    """Check whether UTF-8 never has two such bytes beside each other."""
    if first in FIRST_BYTES:
        return last not in LATER_BYTES
    return first < 0x80 and last in LATER_BYTES
