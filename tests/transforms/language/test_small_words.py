"""The lists of small words and letters are spelt as texts are looked up."""

import pytest

from transforms.language.alphabets import ALPHABETS, FREQUENT, LACKING, SHARED
from transforms.language.small_words import LETTER_NAMES, WORDS


@pytest.mark.parametrize("tag", sorted(WORDS))
def test_words_are_spelt_without_signs_and_with_the_kaf_of_persian(tag: str) -> None:
    assert not set(WORDS[tag]) & set("كـ\u064b\u064e\u064f\u0650\u0651\u0652")


@pytest.mark.parametrize("tag", sorted(WORDS))
def test_no_word_stands_twice_in_a_list(tag: str) -> None:
    words = WORDS[tag].split()
    assert len(words) == len(set(words))


@pytest.mark.parametrize("tag", sorted(WORDS))
def test_the_words_of_a_language_have_its_letters_only(tag: str) -> None:
    lacking = set(LACKING.get(tag, ""))
    letters = (
        set(SHARED) | set(ALPHABETS[tag]) | set(FREQUENT.get(tag, "")) | {"\u200c"}
    ) - lacking
    # Kaf is folded before words are looked up.
    assert set(WORDS[tag].replace(" ", "")) - letters <= {"ک"}


def test_each_language_has_words_and_an_alphabet() -> None:
    assert WORDS.keys() == ALPHABETS.keys()
    assert LACKING.keys() <= WORDS.keys()
    assert FREQUENT.keys() <= WORDS.keys()


def test_the_most_frequent_words_of_urdu_are_no_names_of_letters() -> None:
    assert not {"کے", "کی", "کا", "میں", "سے", "نے", "این"} & set(LETTER_NAMES.split())
