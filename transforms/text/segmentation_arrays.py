"""Count the words and sentences of many texts at once, by the compiled kernel.

`segmentation` has the rules, and tests compare this module with it. Nearly all runs between spaces
are plainly one word. The rule counts the words in the others.
"""

from collections.abc import Sequence
from itertools import pairwise

from transforms.native import kernel
from transforms.text.character_arrays import CharacterArray, map_texts
from transforms.text.segmentation import WORD, count_sentences, count_words


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
    """Count runs that are plainly one word; the rule counts in the others."""
    found = kernel.count_words(array.code_units, array.line_ends)
    pieces = [array.text[start:stop] for start, stop in zip(found.starts, found.stops, strict=True)]
    return [
        count + (len(WORD.findall(" ".join(pieces[first:last]))) if last > first else 0)
        for count, (first, last) in zip(found.counts, pairwise(found.firsts), strict=True)
    ]


def _count_sentences(array: CharacterArray) -> list[int]:
    return kernel.count_sentences(array.code_units, array.line_ends)
