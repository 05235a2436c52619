"""Collect what the spelling of many texts says at once: `spelling_evidence`, over arrays.

All numbers are halves, so that sums are exact in any order.
"""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from transforms.language import spelling_evidence as rule
from transforms.language.spelling_evidence import COLUMNS, TAGS, Weights

_Counts = npt.NDArray[np.intp]
_Units = npt.NDArray[np.uint16]
Number = TypeVar("Number", np.float64, np.intp)

_SPACE = ord(" ")
_ARABIC_KAF, _KAF = map(ord, "كک")
_KINDS = 0x10000
_WORD, _SIGN, _TATWEEL = 1, 2, 3


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


class _Words(NamedTuple):
    """The words of some texts: a number each, their lengths, and where those of a text begin."""

    numbers: _Counts
    lengths: _Counts
    bounds: _Counts


def collect_all(texts: Sequence[str]) -> EvidenceOfMany:
    """Return what speaks for and against each language in each text, as `collect` does for one."""
    payloads = [text.encode("utf-16-le", "surrogatepass") for text in texts]
    units = np.frombuffer(b" \0".join([b"", *payloads, b""]), np.uint16)
    # Each text ends with a space, and there is one before the first.
    bounds = np.cumsum([1, *(len(payload) // 2 + 1 for payload in payloads)])
    kinds = _KIND_OF[units]
    bare, bare_bounds, is_word = _bare(units, kinds, bounds)
    words = _without_abbreviations(_words(bare, is_word, bare_bounds))
    letter_counts = _sums(words.lengths, words.bounds)
    letters = _counts_of_letters(units, bounds)
    urdu_counts = letters[:, _URDU].sum(axis=1)
    missing = _missing(urdu_counts, letter_counts)[:, None] * rule.IS_SPELT_LIKE_URDU
    is_arabic = letters[:, _PERSIAN].sum(axis=1) == 0
    missing = missing + rule.ALWAYS_MISSING * is_arabic[:, None] * rule.IS_NOT_ARABIC
    sign_counts = _numbers_of(kinds == _SIGN, bounds)
    is_signed = sign_counts > rule.MAX_SIGN_SHARE * letter_counts
    signs = (sign_counts * is_signed)[:, None] * rule.IS_WRITTEN_WITHOUT_SIGNS
    affixes = _affixes(bare, bare_bounds) - rule.NEIGHBOURS_HANDICAP * rule.IS_NEIGHBOUR
    small = np.flatnonzero(words.numbers < len(rule.WORD_WEIGHTS))
    found = rule.WORD_WEIGHTS[words.numbers[small]]
    found_bounds = np.searchsorted(small, words.bounds)
    return EvidenceOfMany(
        words=_sums(found, found_bounds) + affixes,
        affixes=affixes,
        letters=_weigh(letters) - missing - signs,
        word_counts=np.diff(words.bounds),
        has_urdu_letters=urdu_counts > 0,
        found=found,
        bounds=found_bounds,
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


def _numbers_of(mask: npt.NDArray[np.bool_], bounds: _Counts) -> _Counts:
    """Return how often a mask is true between each two bounds."""
    return np.diff(np.searchsorted(np.flatnonzero(mask), bounds))


def _bare(
    units: _Units, kinds: npt.NDArray[np.uint8], bounds: _Counts
) -> tuple[_Units, _Counts, npt.NDArray[np.bool_]]:
    """Return texts without signs and tatweel, their bounds, and which characters are of words."""
    is_kept = kinds <= _WORD
    bare = units[is_kept]
    bare[bare == _ARABIC_KAF] = _KAF
    return bare, bounds - np.searchsorted(np.flatnonzero(~is_kept), bounds), kinds[is_kept] == _WORD


def _words(bare: _Units, is_word: npt.NDArray[np.bool_], bounds: _Counts) -> _Words:
    """Return the words of bare texts, in order."""
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    words = np.where(is_word, bare, np.uint16(_SPACE)).tobytes().decode("utf-16-le").split()
    numbers = np.fromiter(map(_NUMBERS.get, words, repeat(_NO_NUMBER)), np.intp, len(words))
    return _Words(numbers, ends - starts, np.searchsorted(starts, bounds))


def _without_abbreviations(words: _Words) -> _Words:
    """Return words without runs of three names of Latin letters or more."""
    text_numbers = np.repeat(np.arange(len(words.bounds) - 1), np.diff(words.bounds))
    is_name = _IS_NAME[words.numbers]
    begins_run = is_name[:-2] & is_name[1:-1] & is_name[2:]
    begins_run &= text_numbers[:-2] == text_numbers[2:]
    if not begins_run.any():
        return words
    is_kept = np.ones(len(is_name), np.bool_)
    for position in range(rule.MIN_LETTER_NAMES):
        is_kept[np.flatnonzero(begins_run) + position] = False
    bounds = np.concatenate([[0], np.cumsum(_numbers_of(is_kept, words.bounds))])
    return _Words(words.numbers[is_kept], words.lengths[is_kept], bounds)


def _missing(urdu_counts: _Counts, letter_counts: _Counts) -> Weights:
    """Return how many letters of Urdu are missing in each text."""
    most = np.maximum(rule.ALWAYS_MISSING, letter_counts // rule.LETTERS_A_MISSING_ONE)
    return np.where(urdu_counts >= rule.MIN_URDU_SHARE * letter_counts, 0.0, most)


def _counts_of_letters(units: _Units, bounds: _Counts) -> _Counts:
    """Return how often each letter is in each text: a row a text, a column a letter."""
    width = len(rule.LETTERS) + 1
    columns = _LETTER_COLUMN[units[bounds[0] :]]
    places = np.repeat(np.arange(0, width * (len(bounds) - 1), width), np.diff(bounds)) + columns
    counts = np.bincount(places, minlength=width * (len(bounds) - 1))
    return counts.reshape(-1, width)[:, :-1]


def _weigh(counts: _Counts) -> Weights:
    """Return what the letters of each text say of each language."""
    texts, letters = counts.nonzero()
    found = counts[texts, letters][:, None] * rule.LETTER_WEIGHTS[letters]
    return _sums(found, np.searchsorted(texts, np.arange(len(counts) + 1)))


def _affixes(bare: _Units, bounds: _Counts) -> Weights:
    """Return what affixes say of each language; a text has a space before it and one after it."""
    found = np.zeros((len(bounds) - 1, len(TAGS)))
    for tags, affixes in rule.AFFIXES.items():
        for affix, weight in affixes:
            numbers = weight * _occurrences(bare, bounds, affix)
            for tag in tags:
                found[:, COLUMNS[tag]] += numbers
    return found


def _occurrences(bare: _Units, bounds: _Counts, affix: str) -> _Counts:
    """Return how often each text has an affix; its second character is one of the text."""
    count = max(0, len(bare) - len(affix) + 1)
    is_there = np.ones(count, np.bool_)
    for position, character in enumerate(affix):
        is_there &= bare[position : position + count] == ord(character)
    return np.diff(np.searchsorted(np.flatnonzero(is_there) + 1, bounds))


def _kind_of() -> npt.NDArray[np.uint8]:
    kinds = np.zeros(_KINDS, np.uint8)
    characters = "".join(map(chr, range(_KINDS)))
    for kind, pattern in ((_WORD, rule.WORD), (_SIGN, rule.SIGN)):
        for run in pattern.finditer(characters):
            kinds[run.start() : run.end()] = kind
    kinds[ord(rule.TATWEEL)] = _TATWEEL
    return kinds


def _letter_column() -> npt.NDArray[np.intp]:
    columns = np.full(_KINDS, len(rule.LETTERS), np.intp)
    columns[[ord(letter) for letter in rule.LETTERS]] = np.arange(len(rule.LETTERS))
    return columns


_KIND_OF = _kind_of()
_LETTER_COLUMN = _letter_column()
_URDU, _PERSIAN = (
    [rule.LETTERS.index(letter) for letter in letters]
    for letters in (rule.URDU_LETTERS, rule.PERSIAN_LETTERS)
)
# Small words have the number of their row; names of letters that are none, and all others, follow.
_NAMES_ALONE = sorted(rule.NAMES_OF_LETTERS - rule.ROWS.keys())
_NUMBERS = rule.ROWS | {name: len(rule.ROWS) + more for more, name in enumerate(_NAMES_ALONE)}
_NO_NUMBER = len(_NUMBERS)
_IS_NAME = np.array([word in rule.NAMES_OF_LETTERS for word in _NUMBERS] + [False])
