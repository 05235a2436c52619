"""Find the canonical forms of many texts at once, by tables over arrays of characters.

`canonical.canonical_form` is the rule, and tests compare this module with it. Nearly all characters
of nearly all texts need little of the rule: one letter for another, some characters dropped,
separators dropped except between digits. A text with anything else goes to the rule itself.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from transforms.text.canonical import (
    JOINERS,
    SEPARATORS,
    VIRAMAS,
    canonical_form,
    fold_characters,
    independent_pieces,
    is_variant,
)
from transforms.text.character_arrays import chunk_texts
from transforms.text.characters import combining, decomposition, normalize
from transforms.text.normalize import has_too_many_marks

# Characters of a long text that are processed at a time, and that the rule sees alone: for all at
# once it would need several times their size. More than the length from which `normalize` counts
# marks.
_PIECE_CHARS = 12_000

# Traits of a character once it is folded.
_DIGIT = 1 << 0
_SEPARATOR = 1 << 1
# A separator that may be a sign or point before a digit.
_OPENING = 1 << 2
_DROPPED = 1 << 3
# The rule decides about the text.
_ODD = 1 << 4
_JOINER = 1 << 5
_VIRAMA = 1 << 6
# It may form one character with the one before it.
_COMPOSING = 1 << 7
_OPENINGS = ".-‐‑‒–﹣－"
_CURRENCIES = "$£€¥₹"
_BEFORE_NUMBER = " ([{\"'«“‘–-=" + _CURRENCIES
# Between texts; a normalized text has none.
_END = "\0"
# After a heh the first is part of a letter, as in the Persian ezafe. Elsewhere the rule decides.
_HAMZAS = "\u0654\u0655"
_HEH = 0x6C1
_HAMZA = 0x654
_HEH_WITH_HAMZA = 0x6C2


def canonical_forms(texts: Sequence[str]) -> list[str]:
    """Return the canonical form of each normalized text, in order.

    >>> canonical_forms(["كيا پاكستان جيتا؟", "Grew by 3.5%, to ۱۰"])
    ['کیاپاکستانجیتا', 'grewby3.5%to10']
    """
    forms: list[str] = []
    for chunk in chunk_texts(texts):
        if len(chunk) > 1:
            forms += _forms(chunk)
        else:
            forms.append(_form(chunk[0]))
    return forms


def _form(text: str) -> str:
    """Return the form of a text that may be long, piece by piece."""
    return "".join(_forms([piece])[0] for piece in independent_pieces(text, _PIECE_CHARS))


def _forms(texts: Sequence[str]) -> list[str]:
    code_units = _lay_out(texts)
    if code_units is None:
        return list(map(canonical_form, texts))
    traits = _TRAITS[code_units]
    characters = _FOLDED[code_units]
    joiners = _texts_with(_JOINER, code_units, traits)
    odd = _texts_with(_ODD, code_units, traits)
    odd |= joiners & _texts_with(_VIRAMA, code_units, traits)
    composing = _texts_with(_COMPOSING, code_units, traits)
    is_folded = traits & _DROPPED == 0
    characters = characters[is_folded]
    traits = traits[is_folded]
    odd |= _texts_at(characters, _signs_or_points(characters, traits))
    bare = characters[_is_kept(characters, traits)]
    if composing:
        bare, others = _with_hamzas(bare)
        odd |= others
    forms: list[str] = bare.tobytes().decode("utf-16-le").split(_END)[1:-1]
    odd.update(number for number in composing if not _is_composed(forms[number]))
    for number in odd:
        forms[number] = canonical_form(texts[number])
    return forms


def _lay_out(texts: Sequence[str]) -> npt.NDArray[np.uint16] | None:
    """Return texts as an array; null where one has a NUL or half a character.

    A normalized text has neither.
    """
    joined = _END.join(["", *texts, ""])
    if joined.count(_END) > len(texts) + 1:
        return None
    try:
        return np.frombuffer(joined.encode("utf-16-le"), np.uint16)
    except UnicodeEncodeError:
        return None


def _texts_with(
    trait: int, characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> set[int]:
    """Return the numbers of the texts that have a character of some trait."""
    return _texts_at(characters, np.flatnonzero(traits & trait))


def _texts_at(characters: npt.NDArray[np.uint16], positions: npt.NDArray[np.intp]) -> set[int]:
    """Return the numbers of the texts at some positions."""
    if not positions.size:
        return set()
    ends = np.flatnonzero(characters == 0)
    return set((np.searchsorted(ends, positions) - 1).tolist())


def _signs_or_points(
    characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> npt.NDArray[np.intp]:
    """Return where a sign or point may open a number: the rule spells these differently."""
    positions = np.flatnonzero(traits & _OPENING)
    is_number = (traits[positions + 1] & _DIGIT != 0) | _IS_CURRENCY[characters[positions + 1]]
    is_opening = is_number & _IS_BEFORE_NUMBER[characters[positions - 1]]
    found: npt.NDArray[np.intp] = positions[is_opening]
    return found


def _is_kept(
    characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> npt.NDArray[np.bool_]:
    """Check which characters stay: all but separators.

    Separators stay between two digits, and of several spaces in a row the first.
    """
    is_kept: npt.NDArray[np.bool_] = traits & _SEPARATOR == 0
    is_digit = traits & _DIGIT != 0
    starts = np.flatnonzero(is_digit[:-1] & ~is_kept[1:]) + 1
    if starts.size:
        others = np.flatnonzero(is_kept)
        stops = others[np.searchsorted(others, starts)]
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
            if is_digit[stop]:
                is_space = characters[start - 1 : stop] == ord(" ")
                is_kept[start:stop] = ~(is_space[1:] & is_space[:-1])
    return is_kept


def _with_hamzas(bare: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], set[int]]:
    """Compose each heh with its hamza; return also the texts with a hamza after anything else."""
    hamzas = np.flatnonzero(_IS_HAMZA[bare])
    if not hamzas.size:
        return bare, set()
    is_ezafe = (bare[hamzas] == _HAMZA) & (bare[hamzas - 1] == _HEH)
    others = _texts_at(bare, hamzas[~is_ezafe])
    bare = bare.copy()
    bare[hamzas[is_ezafe] - 1] = _HEH_WITH_HAMZA
    return np.delete(bare, hamzas[is_ezafe]), others


def _is_composed(form: str) -> bool:
    """Check whether no two neighbours, once what was between them is dropped, must be composed."""
    return not has_too_many_marks(form) and normalize("NFC", form) == form


def _traits_of(char: str) -> tuple[int, str]:
    """Return the traits of a character, and its folded form."""
    if char in JOINERS:
        return _DROPPED | _JOINER, "x"
    folded = fold_characters(char) if is_variant(char) else char
    if not folded:
        return _DROPPED, "x"
    if len(folded) > 1 or "\ud800" <= char < "\ue000":
        return _ODD, "x"
    traits = _TRAITS_OF_FOLDED.get(folded, 0)
    if _is_composing(folded):
        traits |= _COMPOSING
    return traits, " " if folded == "\n" else folded


def _is_composing(char: str) -> bool:
    return char in _SECONDS or combining(char) > 0 or normalize("NFC", char) != char


def _seconds() -> frozenset[str]:
    """Return the characters that Unicode composes with one before them.

    The vowels and finals of Hangul are among them.
    """
    seconds = {chr(number) for number in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for number in range(0x10000):
        parts = decomposition(chr(number))
        if " " in parts and "<" not in parts:
            seconds.add(chr(int(parts.rsplit(" ", 1)[1], 16)))
    return frozenset(seconds)


def _table_of(characters: str) -> npt.NDArray[np.bool_]:
    """Return a table that is true for some characters of the Basic Multilingual Plane."""
    table = np.zeros(0x10000, np.bool_)
    table[list(map(ord, characters))] = True
    return table


_SECONDS = _seconds()
_TRAITS_OF_FOLDED = {
    **dict.fromkeys(SEPARATORS + "\n", _SEPARATOR),
    **dict.fromkeys(_OPENINGS, _SEPARATOR | _OPENING),
    **dict.fromkeys("0123456789", _DIGIT),
    **dict.fromkeys(VIRAMAS, _VIRAMA),
}
_ENTRIES = [_traits_of(chr(number)) for number in range(0x10000)]
_TRAITS = np.array([traits for traits, _ in _ENTRIES], np.uint8)
_FOLDED = np.array([ord(folded) for _, folded in _ENTRIES], np.uint16)
_IS_CURRENCY = _table_of(_CURRENCIES)
_IS_HAMZA = _table_of(_HAMZAS)
_IS_BEFORE_NUMBER = _table_of(_BEFORE_NUMBER + _END)
