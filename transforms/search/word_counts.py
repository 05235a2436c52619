"""Count the words of many texts in the letters of search: what an index of words is made of.

What a word is, the SQL macros say that also read a query (`warehouse/sql/macros`). A chunk between
spaces is folded letter by letter if each of its characters has a letter of its own, whatever is
around it. Others, as those with a ZWNJ or of a script without spaces, are odd: SQL reads each once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.native import kernel, word_counts
from transforms.native.traits import LETTER_DROPPED, LETTER_ODD, LETTER_SEPARATOR, PLANE

# Of each character of the Basic Multilingual Plane: its letter, or LETTER_*.
Letters = npt.NDArray[np.uint16]
Numbers = npt.NDArray[np.int32]

_PROBE = "a"


class WordCounts(NamedTuple):
    """How often each text has each key: a word, or an odd chunk as it is written.

    `texts`, `keys` and `counts` have a row for each text and key.
    """

    names: pa.LargeStringArray
    is_odd: npt.NDArray[np.bool_]
    texts: Numbers
    keys: Numbers
    counts: Numbers


class Postings(NamedTuple):
    """The texts that have each word, and how often: lists from `firsts[n]` to `firsts[n + 1]`."""

    firsts: Numbers
    texts: Numbers
    counts: Numbers


def characters_of(texts: pa.LargeStringArray) -> list[str]:
    """Return the characters of some texts, each once, but none beyond the basic plane.

    >>> characters_of(pa.array(["abba", "a😀"], pa.large_string()))
    ['a', 'b']
    """
    if kernel.is_there():
        return list(map(chr, np.flatnonzero(word_counts.characters_in(texts)).tolist()))
    found = set().union(*texts.to_pylist()) if len(texts) else set()
    return sorted(char for char in found if ord(char) < PLANE)


def probe(char: str) -> str:
    """Return the character between two letters: its words tell what becomes of it."""
    return f"{_PROBE}{char}{_PROBE}"


def letters_of(words: Mapping[str, Sequence[str] | None]) -> Letters:
    r"""Return what becomes of each character, by the words of its probe.

    Null says that these depend on what is around the character. One that is not asked about is odd.

    >>> words = {"-": ["a", "a"], "\xad": ["aa"], "É": ["aéa"], "\u200c": None}
    >>> letters = letters_of(words)
    >>> [int(letters[ord(char)]) for char in words] == [LETTER_SEPARATOR, LETTER_DROPPED, 233, 2]
    True
    """
    letters = np.full(PLANE, LETTER_ODD, np.uint16)
    for char, found in words.items():
        letters[ord(char)] = _letter_of(found or ())
    return letters


def _letter_of(words: Sequence[str]) -> int:
    match words:
        case [first, second] if first == second == _PROBE:
            return LETTER_SEPARATOR
        case [word] if word == probe(""):
            return LETTER_DROPPED
        case [word] if word == probe(word[1:-1]) and len(word) == len(probe("")) + 1:
            return ord(word[1]) if ord(word[1]) < PLANE else LETTER_ODD
    return LETTER_ODD


def count_words(texts: pa.LargeStringArray, letters: Letters) -> WordCounts:
    """Return how often each text has each word and each odd chunk."""
    if kernel.is_there():
        return WordCounts(*word_counts.count_search_words(texts, letters))
    return count_by_rule(texts, letters)


def count_by_rule(texts: pa.LargeStringArray, letters: Letters) -> WordCounts:
    """Return what `count_words` does: the rule, chunk by chunk."""
    letter_of = letters.tolist()
    numbers: dict[tuple[str, bool], int] = {}
    keys_of_chunks: dict[str, list[int]] = {}
    text_numbers: list[int] = []
    keys: list[int] = []
    found_counts: list[int] = []
    for text_number, text in enumerate(texts.to_pylist()):
        counts: Counter[int] = Counter()
        for chunk, count in Counter(text.replace("\n", " ").split(" ")).items():
            if chunk not in keys_of_chunks:
                found = _keys_of(chunk, letter_of)
                keys_of_chunks[chunk] = [numbers.setdefault(key, len(numbers)) for key in found]
            for key in keys_of_chunks[chunk]:
                counts[key] += count
        text_numbers += [text_number] * len(counts)
        keys += counts
        found_counts += counts.values()
    names = pa.array((name for name, _ in numbers), pa.large_string())
    is_odd = np.array([is_odd for _, is_odd in numbers], np.bool_)
    return WordCounts(
        names,
        is_odd,
        *(np.array(column, np.int32) for column in (text_numbers, keys, found_counts)),
    )


def _keys_of(chunk: str, letter_of: Sequence[int]) -> Iterator[tuple[str, bool]]:
    """Yield the words of a chunk, or the chunk itself if it is odd, and whether it is."""
    found = [letter_of[ord(char)] if ord(char) < PLANE else LETTER_ODD for char in chunk]
    if LETTER_ODD in found:
        yield chunk, True
        return
    folded = "".join(
        " " if letter == LETTER_SEPARATOR else chr(letter)
        for letter in found
        if letter != LETTER_DROPPED
    )
    for word in folded.split(" "):
        if word:
            yield word, False


def postings(counted: WordCounts, words: Sequence[Numbers], word_count: int) -> Postings:
    """Return the texts of each word, in order.

    `words` are pairs, in two columns, of a key, in order, and a word that it has: a number from 0
    on. A key that has a word twice has it so often.
    """
    keys, words_of_keys = words
    firsts = np.searchsorted(keys, np.arange(len(counted.names) + 1)).astype(np.int32)
    if kernel.is_there():
        pairs = counted.texts, counted.keys, counted.counts
        return Postings(*word_counts.postings(pairs, firsts, words_of_keys, word_count))
    return postings_by_rule(counted, firsts, words_of_keys, word_count)


def postings_by_rule(
    counted: WordCounts, firsts: Numbers, words: Numbers, word_count: int
) -> Postings:
    """Return what `postings` does: the rule, posting by posting.

    The words of key n stand from `firsts[n]` to `firsts[n + 1]`.
    """
    lists: list[dict[int, int]] = [{} for _ in range(word_count)]
    starts, words_of_keys = firsts.tolist(), words.tolist()
    columns = counted.texts.tolist(), counted.keys.tolist(), counted.counts.tolist()
    for text, key, count in zip(*columns, strict=True):
        for word in words_of_keys[starts[key] : starts[key + 1]]:
            lists[word][text] = lists[word].get(text, 0) + count
    ends = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    found = ([*chain.from_iterable(lists)], [*chain.from_iterable(each.values() for each in lists)])
    return Postings(ends, *(np.array(column, np.int32) for column in found))
