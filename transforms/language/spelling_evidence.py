"""Collect what the spelling of a text in Arabic script says for and against each language.

A small word speaks for the languages that have it. A letter speaks for those whose alphabet has it
beyond the letters of Urdu and Persian, and against those that lack it. The sum is a number a
language.
"""

import re
from collections.abc import Iterable
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.language.alphabets import ALPHABETS, FREQUENT, LACKING, SHARED
from transforms.language.small_words import LETTER_NAMES, WORDS
from transforms.text.letter_variants import YEH

TAGS = tuple(WORDS)
COLUMNS = {tag: column for column, tag in enumerate(TAGS)}
# A number a language, in the order of `TAGS`; a row a thing, for a table.
Weights = npt.NDArray[np.float64]

# Languages that most texts are in; the others are small neighbours.
WIDESPREAD = ("ur", "fa", "ar", "ps", "sd", "ckb", "ug", "pnb", "skr", "ks")
IS_NEIGHBOUR = np.array([tag not in WIDESPREAD for tag in TAGS])
# Of equals, neighbours are less likely.
NEIGHBOURS_HANDICAP = 0.5
# A letter that all have, and one language far oftener, is half a proof of it.
_FREQUENT_LETTER_WEIGHT = 0.5

# Letters that all have that are spelt like Urdu: the least share of them among all letters. Where
# they are fewer, so many are missing, and a little in any text.
URDU_LETTERS = "ٹڈڑںےہھ"
IS_SPELT_LIKE_URDU = np.array(
    [tag in {"ur", "pnb", "skr", "ks", "brh", "trw", "gju", "khw"} for tag in TAGS]
)
MIN_URDU_SHARE = 0.02
# Letters that Arabic lacks, and others seldom.
PERSIAN_LETTERS = "یکپچژگ"
IS_NOT_ARABIC = np.array([tag != "ar" for tag in TAGS])
LETTERS_A_MISSING_ONE = 20
ALWAYS_MISSING = 0.25
# Only Arabic and Kashmiri are written with a sign to most letters, and languages of Africa.
IS_WRITTEN_WITHOUT_SIGNS = np.array([tag not in {"ar", "ks"} for tag in TAGS])
MAX_SIGN_SHARE = 0.3

TATWEEL = "ـ"
SIGN = re.compile("[\u064b-\u065f\u0670]+")
WORD = re.compile("[\u0620-\u06d3\u06d5-\u06dc\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u200c]+")
_BLOCKS = [*range(0x620, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x8CA)]
LETTERS = sorted(
    {char for char in map(chr, _BLOCKS) if char.isalpha()}.union(*ALPHABETS.values()) - {TATWEEL}
)
_LETTER_CODES = np.array([ord(letter) for letter in LETTERS])
END = int(_LETTER_CODES.max()) + 1
# Abbreviations are spelt by the names of Latin letters, which elsewhere are small words.
NAMES_OF_LETTERS = frozenset(LETTER_NAMES.split())
MIN_LETTER_NAMES = 3
# The article of Arabic, the verbal prefix and the plural of Persian, and the plural of Punjabi,
# which in Urdu stands after yeh.
AFFIXES = {
    ("ar",): ((" ال", 1), (" وال", 1)),
    ("fa",): (("می\u200c", 1), ("های ", 1), ("هاي ", 1)),
    ("pnb", "skr"): (("اں ", 1), ("یاں ", -1)),
}


class Evidence(NamedTuple):
    """What speaks for each language."""

    # A row a small word that was found.
    by_word: Weights
    affixes: Weights
    letters: Weights
    word_count: int
    has_urdu_letters: bool

    @property
    def words(self) -> Weights:
        """What words say, together."""
        total: Weights = self.by_word.sum(axis=0) + self.affixes
        return total

    def of_others(self, tag: str) -> Weights:
        """Return what the words say that a language lacks."""
        column = COLUMNS[tag]
        of_words = (self.by_word[:, column] == 0) @ self.by_word
        others: Weights = of_words + self.affixes * (self.affixes[column] == 0)
        return others


def collect(text: str) -> Evidence:
    """Return what speaks for and against each language, from about a hundred words or fewer."""
    text = text.replace(TATWEEL, "")
    bare = SIGN.sub("", text).replace("ك", "ک")
    words = _without_abbreviations(WORD.findall(bare))
    letter_count = sum(map(len, words))
    urdu_count = sum(map(text.count, URDU_LETTERS))
    missing = _missing(urdu_count, letter_count) * IS_SPELT_LIKE_URDU
    if not any(map(text.count, PERSIAN_LETTERS)):
        missing = missing + ALWAYS_MISSING * IS_NOT_ARABIC
    signs = _superfluous(len(text) - len(bare), letter_count) * IS_WRITTEN_WITHOUT_SIGNS
    return Evidence(
        by_word=_rows_of_words(words),
        affixes=_affixes(f" {bare} ") - NEIGHBOURS_HANDICAP * IS_NEIGHBOUR,
        letters=_letters(text) - missing - signs,
        word_count=len(words),
        has_urdu_letters=urdu_count > 0,
    )


def _without_abbreviations(words: list[str]) -> list[str]:
    """Return words without runs of names of Latin letters.

    >>> _without_abbreviations("لاہور سے بی بی سی کی خبر".split())
    ['لاہور', 'سے', 'کی', 'خبر']
    """
    if sum(map(NAMES_OF_LETTERS.__contains__, words)) < MIN_LETTER_NAMES:
        return words
    runs = ((is_name, list(run)) for is_name, run in groupby(words, NAMES_OF_LETTERS.__contains__))
    kept = (run for is_name, run in runs if not (is_name and len(run) >= MIN_LETTER_NAMES))
    return list(chain.from_iterable(kept))


def _missing(urdu_letter_count: int, letter_count: int) -> float:
    if urdu_letter_count >= MIN_URDU_SHARE * letter_count:
        return 0.0
    return max(ALWAYS_MISSING, letter_count // LETTERS_A_MISSING_ONE)


def _superfluous(sign_count: int, letter_count: int) -> int:
    return sign_count if sign_count > MAX_SIGN_SHARE * letter_count else 0


def _rows_of_words(words: Iterable[str]) -> Weights:
    """Return a row for each small word among some words."""
    rows = [row for row in map(ROWS.get, words) if row is not None]
    return WORD_WEIGHTS.take(rows, axis=0)


def _letters(text: str) -> Weights:
    codes = np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
    counts = np.bincount(np.minimum(codes, END), minlength=END + 1)[_LETTER_CODES]
    present = counts.nonzero()[0]
    found: Weights = counts[present] @ LETTER_WEIGHTS[present]
    return found


def _affixes(bare: str) -> Weights:
    found = np.zeros(len(TAGS))
    for tags, affixes in AFFIXES.items():
        count = sum(weight * bare.count(affix) for affix, weight in affixes)
        found[[COLUMNS[tag] for tag in tags]] = count
    return found


def _spellings(words: str) -> frozenset[str]:
    """Return words, and as keyboards of Arabic type them where the language has one yeh only."""
    variants = "" if "ي" in words else YEH.variants
    typed = [words, *(words.replace(YEH.letter, variant) for variant in variants)]
    return frozenset(" ".join(typed).split())


def _weight(letter: str, tag: str) -> float:
    """Return what a letter says of a language: above 0 for it, below 0 against it.

    >>> _weight("ټ", "ps"), _weight("ټ", "ur"), _weight("ٹ", "ur"), _weight("ب", "ur")
    (1.0, -1.0, 0.0, 0.0)
    """
    if letter in FREQUENT.get(tag, ""):
        return _FREQUENT_LETTER_WEIGHT
    if letter in ALPHABETS[tag]:
        return float(letter not in ALPHABETS["ur"] + ALPHABETS["fa"])
    is_there = letter in SHARED and letter not in LACKING.get(tag, "")
    return 0.0 if is_there or not letter.isalpha() else -1.0


_WORD_LISTS = [_spellings(words) for words in WORDS.values()]
_WORDS = sorted(frozenset[str]().union(*_WORD_LISTS))
ROWS = {word: row for row, word in enumerate(_WORDS)}
WORD_WEIGHTS = np.zeros((len(_WORDS), len(TAGS)))
for _column, _words in enumerate(_WORD_LISTS):
    WORD_WEIGHTS[list(map(ROWS.__getitem__, _words)), _column] = 1
LETTER_WEIGHTS = np.array([[_weight(letter, tag) for tag in TAGS] for letter in LETTERS])
