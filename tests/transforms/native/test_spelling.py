"""The kernel counts words, letters, signs and parts of words in each of many texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.native import kernel
from transforms.native.spelling import Lexicon, Speller
from transforms.native.traits import PLANE, SPELLING_SIGN, SPELLING_WORD

pytestmark = pytest.mark.skipif(not kernel.is_there(), reason="no kernel was compiled")

_TEXTS = st.lists(st.text("abx^ .😀\ud800", max_size=40), max_size=5)


def speller() -> Speller:
    """Words of a, b and x; `^` is a sign, `a` is spelt as A, and xx is the name of a letter."""
    kinds = np.zeros(PLANE, np.uint8)
    kinds[[ord(letter) for letter in "aAbx"]] = SPELLING_WORD
    kinds[ord("^")] = SPELLING_SIGN
    folded = np.arange(PLANE, dtype=np.uint16)
    folded[ord("A")] = ord("a")
    lexicon = Lexicon(
        kinds=kinds,
        folded=folded,
        letters="ab",
        letter_weights=np.array([[1.0, 0.5], [2.0, 0.0]]),
        words=["ab", "b", "bbb", "xx"],
        word_weights=np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]),
        is_name=np.array([False, False, False, True]),
        min_names=3,
        parts=[" b", "bb", "a "],
    )
    return Speller(lexicon)


def test_words_letters_signs_and_parts_are_counted() -> None:
    found = speller().spell(["Ab b^b a", "", "b bbb x"])
    assert found.found.tolist() == [0, 1, 2]
    assert found.bounds.tolist() == [0, 1, 1, 3]
    assert found.letters.tolist() == [[1, 3, 5], [0, 0, 1], [0, 4, 4]]
    assert found.word_counts.tolist() == [3, 0, 3]
    assert found.letter_counts.tolist() == [5, 0, 5]
    assert found.sign_counts.tolist() == [1, 0, 0]
    assert found.parts.tolist() == [[1, 1, 1], [0, 0, 0], [2, 2, 0]]
    assert found.by_words.tolist() == [[1, 0], [0, 0], [0.5, 1.5]]
    assert found.by_letters.tolist() == [[7, 0.5], [0, 0], [8, 0]]


def test_names_in_a_row_are_an_abbreviation_of_their_own_text() -> None:
    found = speller().spell(["b xx xx b", "xx", "b xx xx xx b xx"])
    assert found.word_counts.tolist() == [4, 1, 3]
    assert found.letter_counts.tolist() == [6, 2, 4]
    assert np.diff(found.bounds).tolist() == [2, 0, 2]


@given(_TEXTS)
def test_a_text_has_the_same_answers_whatever_stands_around_it(texts: list[str]) -> None:
    together = speller().spell(texts)
    for row, text in enumerate(texts):
        alone = speller().spell([text])
        for name in ("letters", "by_letters", "by_words", "word_counts", "sign_counts", "parts"):
            assert getattr(together, name)[row].tolist() == getattr(alone, name)[0].tolist()
        first, last = together.bounds[row : row + 2]
        assert together.found[first:last].tolist() == alone.found.tolist()
