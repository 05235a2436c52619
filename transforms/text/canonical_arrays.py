"""This file finds the canonical forms of many texts at once, by tables over arrays of characters.

`normalization.canonical_form` is the rule, and what this is tested against. Here is what nearly all
characters of nearly all texts need of it: one letter for another, some left out, separators gone
but between digits. A text with anything else goes to the rule itself.
"""

import unicodedata
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
from transforms.text.normalize import has_too_many_marks

# Characters of a long text that are worked on at a time, and that the rule sees alone: of all at
# once it would need several times their size. More than `normalization` counts marks from.
_PIECE = 12_000

# What a character is once it is folded. `_OPENING` is a separator, but before a digit perhaps a
# sign or point; `_COMPOSING` may be written as one with what stands before it.
_DIGIT, _SEPARATOR, _OPENING, _DROPPED, _ODD, _JOINER, _VIRAMA, _COMPOSING = (
    1 << bit for bit in range(8)
)
_OPENINGS = ".-‐‑‒–﹣－"
_CURRENCIES = "$£€¥₹"
_BEFORE_A_NUMBER = " ([{\"'«“‘–-=" + _CURRENCIES
# Between texts; a normalized text has none.
_END = "\0"
# Behind a heh the first is part of a letter, as in the Persian ezafe; elsewhere the rule sees to
# them.
_HAMZAS = "\u0654\u0655"
_HEH = 0x6C1
_HAMZA = 0x654
_HEH_WITH_HAMZA = 0x6C2


def canonical_forms(texts: Sequence[str]) -> list[str]:
    """The canonical form of each normalized text, in order.

    >>> canonical_forms(["كيا پاكستان جيتا؟", "Grew by 3.5%, to ۱۰"])
    ['کیاپاکستانجیتا', 'grewby3.5%to10']
    """
    return [
        form
        for chunk in chunk_texts(texts)
        for form in (_forms(chunk) if len(chunk) > 1 else [_form(*chunk)])
    ]


def _form(text: str) -> str:
    """Of a text that may be long."""
    return "".join(form for piece in independent_pieces(text, _PIECE) for form in _forms([piece]))


def _forms(texts: Sequence[str]) -> list[str]:
    try:
        payload = _END.join(["", *texts, ""]).encode("utf-16-le")
    except UnicodeEncodeError:  # half a character
        return list(map(canonical_form, texts))
    written = np.frombuffer(payload, np.uint16)
    traits = _TRAITS[written]
    characters = _FOLDED[written]
    odd = _with(_ODD, written, traits) | (
        _with(_JOINER, written, traits) & _with(_VIRAMA, written, traits)
    )
    composing = _with(_COMPOSING, written, traits)
    kept = traits & _DROPPED == 0
    characters, traits = characters[kept], traits[kept]
    odd |= _texts_of(characters, _signs_or_points(characters, traits))
    bare = characters[_is_kept(characters, traits)]
    if composing:
        bare, others = _with_hamzas(bare)
        odd |= others
    forms = bare.tobytes().decode("utf-16-le").split(_END)[1:-1]
    return [
        form
        if number not in odd and (number not in composing or _is_composed(form))
        else canonical_form(text)
        for number, (text, form) in enumerate(zip(texts, forms, strict=True))
    ]


def _with(
    trait: int, characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> set[int]:
    """The numbers of the texts with a character of some trait."""
    return _texts_of(characters, np.flatnonzero(traits & trait))


def _texts_of(characters: npt.NDArray[np.uint16], positions: npt.NDArray[np.intp]) -> set[int]:
    """The numbers of the texts that stand at some positions."""
    if not positions.size:
        return set()
    ends = np.flatnonzero(characters == 0)
    return set((np.searchsorted(ends, positions) - 1).tolist())


def _signs_or_points(
    characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> npt.NDArray[np.intp]:
    """Where a number may open with a sign, or with a point: the rule writes these otherwise."""
    positions = np.flatnonzero(traits & _OPENING)
    follows = (traits[positions + 1] & _DIGIT != 0) | _IS_CURRENCY[characters[positions + 1]]
    found: npt.NDArray[np.intp] = positions[follows & _MAY_BE_BEFORE[characters[positions - 1]]]
    return found


def _is_kept(
    characters: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint8]
) -> npt.NDArray[np.bool_]:
    """Which characters stay: all but separators, and these too between two digits, of spaces in a row the first."""
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
    """Each heh with its hamza as one letter; and the texts with hamzas behind anything else."""
    hamzas = np.flatnonzero(_IS_HAMZA[bare])
    if not hamzas.size:
        return bare, set()
    is_ezafe = (bare[hamzas] == _HAMZA) & (bare[hamzas - 1] == _HEH)
    others = _texts_of(bare, hamzas[~is_ezafe])
    bare = bare.copy()
    bare[hamzas[is_ezafe] - 1] = _HEH_WITH_HAMZA
    return np.delete(bare, hamzas[is_ezafe]), others


def _is_composed(form: str) -> bool:
    """Whether leaving out brought no two characters together that are written as one."""
    return unicodedata.is_normalized("NFC", form) and not has_too_many_marks(form)


def _traits_of(char: str) -> tuple[int, str]:
    """What a character is, and what it becomes."""
    folded = fold_characters(char) if is_variant(char) else char
    if char in JOINERS or not folded:
        return _DROPPED | (_JOINER if char in JOINERS else 0), "x"
    if len(folded) > 1 or "\ud800" <= char < "\ue000":
        return _ODD, "x"
    is_composing = (
        folded in _SECONDS
        or unicodedata.combining(folded)
        or not unicodedata.is_normalized("NFC", folded)
    )
    traits = _OF_FOLDED.get(folded, 0) | (_COMPOSING if is_composing else 0)
    return traits, " " if folded == "\n" else folded


def _seconds() -> frozenset[str]:
    """What Unicode composes with a character before it, the vowels and finals of Hangul among them."""
    written = filter(None, map(unicodedata.decomposition, map(chr, range(0x10000))))
    pairs = (parts.split() for parts in written if "<" not in parts and " " in parts)
    jamo = map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
    return frozenset([*(chr(int(second, 16)) for _, second in pairs), *jamo])


def _table(marked: str) -> npt.NDArray[np.bool_]:
    table = np.zeros(0x10000, np.bool_)
    table[list(map(ord, marked))] = True
    return table


_SECONDS = _seconds()
_OF_FOLDED = {
    **dict.fromkeys(SEPARATORS + "\n", _SEPARATOR),
    **dict.fromkeys(_OPENINGS, _SEPARATOR | _OPENING),
    **dict.fromkeys("0123456789", _DIGIT),
    **dict.fromkeys(VIRAMAS, _VIRAMA),
}
_ENTRIES = [_traits_of(chr(number)) for number in range(0x10000)]
_TRAITS = np.array([traits for traits, _ in _ENTRIES], np.uint8)
_FOLDED = np.array([ord(folded) for _, folded in _ENTRIES], np.uint16)
_IS_CURRENCY = _table(_CURRENCIES)
_IS_HAMZA = _table(_HAMZAS)
_MAY_BE_BEFORE = _table(_BEFORE_A_NUMBER + _END)
