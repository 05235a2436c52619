"""This file counts the words and sentences of many texts at once, by tables over arrays of characters.

`counts` has the rules, and is what this is tested against. Nearly all that stands between spaces is
plainly one word, and nearly all marks plainly end a sentence or are none that can; the rules are
asked about what is left.
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

# Marks that join nothing and are no part of a word where they begin or end it.
AROUND_WORDS = ".,:;!?()[]{}<>\"'`*&#@%$€£+=|~/\\،؛؟۔٬٭“”‘’‚„«»‹›…–—-•।॥"

_SPACE, _BEGINNING, _CONTINUING, _AROUND, _OF_WORD, _ENDING, _MAY_END, _DIGIT = (
    1 << bit for bit in range(8)
)


def word_counts(texts: Sequence[str]) -> list[int]:
    """The words of each text, in order, as `count_words` counts them.

    >>> word_counts(["وہ کہتا ہے،3.5 فیصد؛ نہیں!", "", "can't"])
    [6, 0, 1]
    """
    return map_texts(texts, _words, count_words, sum)


def sentence_counts(texts: Sequence[str]) -> list[int]:
    """The sentences of each text, in order, as `count_sentences` counts them.

    >>> sentence_counts(["کیا ہوا؟ کچھ نہیں! سب ٹھیک ہے۔اچھا", "؟!", "3.5 %"])
    [4, 0, 1]
    """
    return map_texts(texts, _sentences, count_sentences, sum)


def _words(found: CharacterArray) -> list[int]:
    """Of runs without spaces and marks those that are plainly one word, and of the others what the rule says.

    Two runs with marks on both sides of what is between them may be one word (`3.5`), and are
    looked at together.
    """
    traits = _TRAITS[found.code_units]
    starts, ends = _runs(traits & (_SPACE | _AROUND) == 0)
    firsts = np.searchsorted(starts, found.line_ends)
    is_odd = traits[starts] & _BEGINNING == 0
    odd = np.flatnonzero(traits & (_SPACE | _AROUND | _CONTINUING) == 0)
    is_odd[np.searchsorted(starts, odd, "right") - 1] = True
    continues_sentence = np.zeros(len(starts) + 1, np.bool_)
    continues_sentence[1:-1] = traits[ends[:-1]] & traits[starts[1:] - 1] & _AROUND != 0
    continues_sentence[firsts] = False
    is_odd |= continues_sentence[:-1] | continues_sentence[1:]
    heads, tails = (
        np.flatnonzero(is_odd & ~continues_sentence[:-1]),
        np.flatnonzero(is_odd & ~continues_sentence[1:]),
    )
    spans = zip(starts[heads].tolist(), ends[tails].tolist(), strict=True)
    pieces = [found.text[start:end] for start, end in spans]
    plain = np.diff(np.append(0, np.cumsum(~is_odd))[firsts]).tolist()
    odd_ones = pairwise(np.searchsorted(heads, firsts).tolist())
    return [
        count + len(WORD.findall(" ".join(pieces[first:last])))
        for count, (first, last) in zip(plain, odd_ones, strict=True)
    ]


def _sentences(found: CharacterArray) -> list[int]:
    """What stands between two ends of a sentence is one if it has a word."""
    traits = _TRAITS[found.code_units]
    marks = np.flatnonzero(traits[:-1] & (_ENDING | _MAY_END))
    kinds = traits[marks]
    is_end = (traits[marks - 1] & traits[marks + 1] & _DIGIT == 0) | (kinds & _SPACE != 0)
    asked = kinds & _MAY_END != 0
    is_end[asked] = [
        SENTENCE_END.match(found.text, mark) is not None for mark in marks[asked].tolist()
    ]
    ends = marks[is_end]
    has_word = np.bitwise_or.reduceat(traits & _OF_WORD, ends) != 0
    counts: list[int] = np.add.reduceat(
        has_word, np.searchsorted(ends, found.line_ends[:-1]), dtype=np.intp
    ).tolist()
    return counts


def _runs(is_inside: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where runs of characters begin, and end; none begins with the first character or ends with the last."""
    edges = np.flatnonzero(is_inside[1:] != is_inside[:-1]) + 1
    return edges[::2], edges[1::2]


def _table() -> npt.NDArray[np.uint8]:
    """The traits of every character of the basic plane."""
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


_TRAITS = _table()
