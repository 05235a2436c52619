"""Collect what the spelling of many texts says at once: `spelling_evidence`, by the kernel.

All numbers are halves, so that sums are exact in any order.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from transforms.language import spelling_evidence as rule
from transforms.language.spelling_evidence import TAGS, Weights
from transforms.native import kernel
from transforms.native.spelling import Lexicon, Speller
from transforms.native.traits import (
    PLANE,
    SPELLING_SIGN,
    SPELLING_TATWEEL,
    SPELLING_WORD,
)

_Counts = npt.NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)


class EvidenceOfMany(NamedTuple):
    """What speaks for each language in some texts: a row a text, a column a language."""

    words: Weights
    affixes: Weights
    letters: Weights
    word_counts: _Counts
    has_urdu_letters: npt.NDArray[np.bool_]
    # The row of each small word that was found, text by text, and where those of each text begin.
    found: Weights
    bounds: _Counts

    def of_others(self, columns: _Counts) -> Weights:
        """Return what the words of each text say that a language lacks; its column is given."""
        own = np.repeat(columns, np.diff(self.bounds))
        lacked = self.found[np.arange(len(own)), own] == 0
        lacks_affix = self.affixes[np.arange(len(columns)), columns] == 0
        of_words = _sums(self.found * lacked[:, None], self.bounds)
        others: Weights = of_words + self.affixes * lacks_affix[:, None]
        return others


def collect_all(texts: Sequence[str]) -> EvidenceOfMany:
    """Return what speaks for and against each language in each text, as `collect` does for one."""
    if not kernel.is_there():
        return _together([rule.collect(text) for text in texts])
    spelled = _speller().spell(texts)
    letters = spelled.letters[:, :-1]
    urdu_counts = letters[:, _URDU].sum(axis=1)
    missing = _missing(urdu_counts, spelled.letter_counts)[:, None] * rule.IS_SPELT_LIKE_URDU
    is_arabic = letters[:, _PERSIAN].sum(axis=1) == 0
    missing = missing + rule.ALWAYS_MISSING * is_arabic[:, None] * rule.IS_NOT_ARABIC
    is_signed = spelled.sign_counts > rule.MAX_SIGN_SHARE * spelled.letter_counts
    signs = (spelled.sign_counts * is_signed)[:, None] * rule.IS_WRITTEN_WITHOUT_SIGNS
    affixes = spelled.parts @ _AFFIX_WEIGHTS - rule.NEIGHBOURS_HANDICAP * rule.IS_NEIGHBOUR
    return EvidenceOfMany(
        words=spelled.by_words + affixes,
        affixes=affixes,
        letters=spelled.by_letters - missing - signs,
        word_counts=spelled.word_counts,
        has_urdu_letters=urdu_counts > 0,
        found=rule.WORD_WEIGHTS[spelled.found],
        bounds=spelled.bounds,
    )


def _together(found: Sequence[rule.Evidence]) -> EvidenceOfMany:
    """Return the evidence of each text as that of many."""
    none = np.zeros((0, len(TAGS)))
    return EvidenceOfMany(
        words=np.array([each.words for each in found]).reshape(-1, len(TAGS)),
        affixes=np.array([each.affixes for each in found]).reshape(-1, len(TAGS)),
        letters=np.array([each.letters for each in found]).reshape(-1, len(TAGS)),
        word_counts=np.array([each.word_count for each in found], np.int64),
        has_urdu_letters=np.array([each.has_urdu_letters for each in found], np.bool_),
        found=np.concatenate([none, *(each.by_word for each in found)]),
        bounds=np.cumsum([0, *(len(each.by_word) for each in found)]),
    )


def _sums(values: npt.NDArray[Number], bounds: _Counts) -> npt.NDArray[Number]:
    """Return the sum of the values between each two bounds, which may be none.

    >>> _sums(np.array([1, 2, 3]), np.array([0, 2, 2, 3])).tolist()
    [3, 0, 3]
    """
    sums = np.zeros((len(bounds) - 1, *values.shape[1:]), values.dtype)
    # For nothing between two bounds `reduceat` would return the value that follows.
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        sums[filled] = np.add.reduceat(values, bounds[filled], axis=0)
    return sums


def _missing(urdu_counts: npt.NDArray[np.uint64], letter_counts: _Counts) -> Weights:
    """Return how many letters of Urdu are missing in each text."""
    most = np.maximum(rule.ALWAYS_MISSING, letter_counts // rule.LETTERS_A_MISSING_ONE)
    return np.where(urdu_counts >= rule.MIN_URDU_SHARE * letter_counts, 0.0, most)


@cache
def _speller() -> Speller:
    """Return what the kernel looks for."""
    folded = np.arange(PLANE, dtype=np.uint16)
    folded[ord("ك")] = ord("ک")
    words = [*rule.ROWS, *sorted(rule.NAMES_OF_LETTERS - rule.ROWS.keys())]
    lexicon = Lexicon(
        kinds=_kinds(),
        folded=folded,
        letters=rule.LETTERS,
        letter_weights=rule.LETTER_WEIGHTS,
        words=words,
        word_weights=rule.WORD_WEIGHTS,
        is_name=np.array([word in rule.NAMES_OF_LETTERS for word in words]),
        min_names=rule.MIN_LETTER_NAMES,
        parts=_AFFIXES,
    )
    return Speller(lexicon)


def _kinds() -> npt.NDArray[np.uint8]:
    kinds = np.zeros(PLANE, np.uint8)
    characters = "".join(map(chr, range(PLANE)))
    for kind, pattern in ((SPELLING_WORD, rule.WORD), (SPELLING_SIGN, rule.SIGN)):
        for run in pattern.finditer(characters):
            kinds[run.start() : run.end()] = kind
    kinds[ord(rule.TATWEEL)] = SPELLING_TATWEEL
    return kinds


_URDU, _PERSIAN = (
    [rule.LETTERS.index(letter) for letter in letters]
    for letters in (rule.URDU_LETTERS, rule.PERSIAN_LETTERS)
)
_AFFIXES = [affix for affixes in rule.AFFIXES.values() for affix, _ in affixes]
# A row an affix, a column a language.
_AFFIX_WEIGHTS = np.array(
    [
        [float(weight * (tag in tags)) for tag in TAGS]
        for tags, affixes in rule.AFFIXES.items()
        for _, weight in affixes
    ]
)
