"""Count the words and sentences of many texts at once, by tables over arrays of characters.

`segmentation` has the rules, and tests compare this module with it. Nearly all runs between spaces
are plainly one word, and nearly all marks plainly end a sentence or cannot end one. The rules
decide about the others.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex

from transforms.text.character_arrays import CharacterArray, map_texts
from transforms.text.segmentation import (
    EXTEND,
    JOINER,
    LETTER,
    NUMBER,
    SENTENCE_END,
    WORD,
    WORD_CHARACTER,
    count_sentences,
    count_words,
)

# Marks that join nothing and are no part of a word that they begin or end.
AROUND_WORDS = ".,:;!?()[]{}<>\"'`*&#@%$€£+=|~/\\،؛؟۔٬٭“”‘’‚„«»‹›…–—-•।॥"

# Traits of a character.
_SPACE = 1 << 0
# It may begin a word.
_BEGINNING = 1 << 1
# It may continue a word.
_CONTINUING = 1 << 2
_AROUND = 1 << 3
_OF_WORD = 1 << 4
# It ends a sentence, except between digits.
_ENDING = 1 << 5
# It may end a sentence: the rule decides.
_MAY_END = 1 << 6
_DIGIT = 1 << 7


def word_counts(texts: Sequence[str]) -> list[int]:
    """Count the words of each text, in order; the same as `count_words` for each.

    >>> word_counts(["وہ کہتا ہے،3.5 فیصد؛ نہیں!", "", "can't"])
    [6, 0, 1]
    """
    return map_texts(texts, _count_words, count_words, sum)


def sentence_counts(texts: Sequence[str]) -> list[int]:
    """Count the sentences of each text, in order; the same as `count_sentences` for each.

    >>> sentence_counts(["کیا ہوا؟ کچھ نہیں! سب ٹھیک ہے۔اچھا", "؟!", "3.5 %"])
    [4, 0, 1]
    """
    return map_texts(texts, _count_sentences, count_sentences, sum)


def _count_words(array: CharacterArray) -> list[int]:
    """Count runs without spaces and marks that are plainly one word; the rule counts in the others.

    Two runs with marks on both sides of what is between them may be one word (`3.5`), so they are
    counted together.
    """
    traits = _TRAITS[array.code_units]
    starts, ends = _runs(traits & (_SPACE | _AROUND) == 0)
    # The first run of each text, and the number of runs.
    firsts = np.searchsorted(starts, array.line_ends)
    is_odd = traits[starts] & _BEGINNING == 0
    odd_characters = np.flatnonzero(traits & (_SPACE | _AROUND | _CONTINUING) == 0)
    is_odd[np.searchsorted(starts, odd_characters, "right") - 1] = True
    is_joined = np.zeros(len(starts) + 1, np.bool_)
    is_joined[1:-1] = traits[ends[:-1]] & traits[starts[1:] - 1] & _AROUND != 0
    is_joined[firsts] = False
    is_odd |= is_joined[:-1] | is_joined[1:]
    heads = np.flatnonzero(is_odd & ~is_joined[:-1])
    tails = np.flatnonzero(is_odd & ~is_joined[1:])
    spans = zip(starts[heads].tolist(), ends[tails].tolist(), strict=True)
    odd_pieces = [array.text[start:end] for start, end in spans]
    plain_counts = np.diff(np.append(0, np.cumsum(~is_odd))[firsts]).tolist()
    odd_spans = pairwise(np.searchsorted(heads, firsts).tolist())
    return [
        count + len(WORD.findall(" ".join(odd_pieces[first:last])))
        for count, (first, last) in zip(plain_counts, odd_spans, strict=True)
    ]


def _count_sentences(array: CharacterArray) -> list[int]:
    """Count what is between two ends of sentences and has a word."""
    traits = _TRAITS[array.code_units]
    marks = np.flatnonzero(traits[:-1] & (_ENDING | _MAY_END))
    kinds = traits[marks]
    is_between_digits = traits[marks - 1] & traits[marks + 1] & _DIGIT != 0
    is_end = ~is_between_digits | (kinds & _SPACE != 0)
    is_unsure = kinds & _MAY_END != 0
    is_end[is_unsure] = [
        SENTENCE_END.match(array.text, mark) is not None for mark in marks[is_unsure].tolist()
    ]
    ends = marks[is_end]
    has_word = np.bitwise_or.reduceat(traits & _OF_WORD, ends) != 0
    firsts = np.searchsorted(ends, array.line_ends[:-1])
    counts: list[int] = np.add.reduceat(has_word, firsts, dtype=np.intp).tolist()
    return counts


def _runs(is_inside: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return where runs of characters begin and end.

    The first and the last character are in none.
    """
    edges = np.flatnonzero(is_inside[1:] != is_inside[:-1]) + 1
    return edges[::2], edges[1::2]


def _trait_table() -> npt.NDArray[np.uint8]:
    """Return the traits of every character of the basic plane."""
    every = "".join(map(chr, range(0x10000)))
    own = {
        _SPACE: regex.findall(rf"[^\S{JOINER}]", every),  # but one space joins digits: U+202F
        _BEGINNING: regex.findall(rf"[{LETTER}\p{{Nd}}]", every),
        _CONTINUING: regex.findall(f"[{LETTER}{NUMBER}{EXTEND}]", every),
        _AROUND: list(AROUND_WORDS),
        _OF_WORD: WORD_CHARACTER.findall(every),
        _ENDING: regex.findall(r"[^\P{Sentence_Terminal}.!?．]|\n", every),
        _MAY_END: list(".!?．…"),
        _DIGIT: regex.findall(r"\d", every),
    }
    table = np.zeros(len(every), np.uint8)
    for trait, characters in own.items():
        table[list(map(ord, characters))] |= trait
    return table


_TRAITS = _trait_table()
