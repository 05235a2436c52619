"""Ask the compiled kernel what stands in texts of Arabic script: small words, letters, signs."""

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.native import library
from transforms.native.traits import PLANE

_PART_ROOM = 8
_FREE = -1
# Slots a word, at least.
_SPARSENESS = 4
_WORDS, _LETTERS, _SIGNS, _PARTS = range(4)
_Weights = npt.NDArray[np.float64]
_Numbers = npt.NDArray[np.int64]


class Spelled(NamedTuple):
    """What stands in some texts: a row a text."""

    # How often each letter, a column each, and last all other characters.
    letters: npt.NDArray[np.uint32]
    # The weights of its letters, and of its small words, added up: a column a language.
    by_letters: _Weights
    by_words: _Weights
    # Without abbreviations.
    word_counts: _Numbers
    letter_counts: _Numbers
    sign_counts: _Numbers
    # How often each part, a column each.
    parts: _Numbers
    # The numbers of the small words, text by text, and where those of each text begin.
    found: npt.NDArray[np.int32]
    bounds: _Numbers


class _Speller(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("kinds", "folded", "columns", "words", "starts")),
        *((name, ctypes.c_void_p) for name in ("is_name", "slots", "parts", "begins")),
        *((name, ctypes.c_void_p) for name in ("letter_weights", "word_weights")),
        *((name, ctypes.c_int64) for name in ("tag_count", "width", "word_count", "small_count")),
        *((name, ctypes.c_int64) for name in ("slot_count", "part_count", "min_names")),
    )


class _Answers(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("letters", "numbers")),
        *((name, ctypes.c_void_p) for name in ("by_letters", "by_words", "found")),
        ("room", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("ends", "bare")),
        ("bare_room", ctypes.c_int64),
    )


class Lexicon(NamedTuple):
    """Words, letters and parts of words to look for. A weight is a number a language."""

    # SPELLING_* of each character of the basic plane, and what it is in a word.
    kinds: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint16]
    letters: Sequence[str]
    letter_weights: _Weights
    # Small words first, which have weights; all differ.
    words: Sequence[str]
    word_weights: _Weights
    # Which words are names of Latin letters; so many of them in a row are an abbreviation.
    is_name: npt.NDArray[np.bool_]
    min_names: int
    # At most 32, of eight characters at most. They are counted where they overlap, too.
    parts: Sequence[str]


class Speller:
    """Counts what a lexicon has in texts. It needs a kernel."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Make the tables of the kernel."""
        self._width, self._tag_count = len(lexicon.letters) + 1, lexicon.letter_weights.shape[1]
        self._part_count = len(lexicon.parts)
        words = lexicon.words
        slots = np.full(1 << (_SPARSENESS * len(words)).bit_length(), _FREE, np.int32)
        self._arrays = (
            np.ascontiguousarray(lexicon.kinds, np.uint8),
            np.ascontiguousarray(lexicon.folded, np.uint16),
            _columns(lexicon.letters),
            np.array([ord(letter) for word in words for letter in word], np.uint16),
            np.cumsum([0, *map(len, words)], dtype=np.int64),
            np.ascontiguousarray(lexicon.is_name, np.uint8),
            slots,
            *_parts(lexicon.parts),
            # All other characters are a letter without weight.
            np.vstack([lexicon.letter_weights, np.zeros(self._tag_count)]),
            np.ascontiguousarray(lexicon.word_weights, np.float64),
        )
        sizes = (self._tag_count, self._width, len(words), len(lexicon.word_weights), len(slots))
        self._speller = _Speller(
            *(array.ctypes.data for array in self._arrays),
            *sizes,
            self._part_count,
            lexicon.min_names,
        )
        library.kernel().fill_spelling_slots(ctypes.addressof(self._speller))

    def spell(self, texts: Sequence[str]) -> Spelled:
        """Return what stands in some texts."""
        payloads = [text.encode("utf-16-le", "surrogatepass") for text in texts]
        units = np.frombuffer(b" \0".join([b"", *payloads, b""]), np.uint16)
        # Each text ends with a space, and there is one before the first.
        bounds = np.cumsum([1, *(len(payload) // 2 + 1 for payload in payloads)], dtype=np.int64)
        letters = np.zeros((len(texts), self._width), np.uint32)
        numbers = np.zeros((len(texts), _PARTS + self._part_count), np.int64)
        by_letters, by_words = np.zeros((2, len(texts), self._tag_count))
        # A word has a letter, and there is another character before the next.
        found = np.empty(len(units), np.int32)
        ends = np.zeros(len(texts) + 1, np.int64)
        bare = np.empty(int(np.diff(bounds).max(initial=0)) + 1, np.uint16)
        answers = _Answers(
            letters.ctypes.data,
            numbers.ctypes.data,
            by_letters.ctypes.data,
            by_words.ctypes.data,
            found.ctypes.data,
            len(found),
            ends[1:].ctypes.data,
            bare.ctypes.data,
            len(bare),
        )
        failed = library.kernel().spell(
            ctypes.addressof(self._speller),
            units.ctypes.data,
            bounds.ctypes.data,
            len(texts),
            ctypes.addressof(answers),
        )
        if failed:
            raise RuntimeError("a text has more words than characters")
        return Spelled(
            letters=letters,
            by_letters=by_letters,
            by_words=by_words,
            word_counts=numbers[:, _WORDS],
            letter_counts=numbers[:, _LETTERS],
            sign_counts=numbers[:, _SIGNS],
            parts=numbers[:, _PARTS:],
            found=found[: ends[-1]],
            bounds=ends,
        )


def _columns(letters: Sequence[str]) -> npt.NDArray[np.uint16]:
    """Return the column of each character; that of all but some letters is the last one."""
    columns = np.full(PLANE, len(letters), np.uint16)
    columns[list(map(ord, letters))] = np.arange(len(letters))
    return columns


def _parts(parts: Sequence[str]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint32]]:
    """Return parts of words, a row each, and for each character a bit for each that it begins."""
    padded = np.zeros((len(parts), _PART_ROOM), np.uint16)
    begins = np.zeros(PLANE, np.uint32)
    for number, part in enumerate(parts):
        padded[number, : len(part)] = list(map(ord, part))
        begins[ord(part[0])] |= 1 << number
    return padded, begins
