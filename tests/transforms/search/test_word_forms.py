"""Words for search: the letters of the canonical form, apart from each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.search.word_forms import folded_words, letters_of_variants
from transforms.text.canonical import canonical_form

ALL_SENTENCES = {**OTHER_SENTENCES, **SENTENCES}


@pytest.mark.parametrize("language", ALL_SENTENCES)
def test_a_word_of_letters_has_the_letters_of_its_canonical_form(language: str) -> None:
    words = ALL_SENTENCES[language].split()
    apart = {word: folded_words(word).replace(" ", "") for word in words}
    whole = {word: canonical_form(word) for word in words if word.isalpha()}
    assert {word: apart[word] for word in whole} == whole


@given(st.text("کكيیىہهةۃأإآاٱٔٓـ\u064e\u0651\u0670ۓئؤ", max_size=8))
def test_letters_and_marks_of_arabic_script_fold_as_in_the_canonical_form(word: str) -> None:
    assert folded_words(word) == canonical_form(word)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded_words(text)
    assert folded_words(once) == once


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        ("می\u200cشود", "می شود"),
        ("مي\u200cشود", "می شود"),
        ("می\u200d\u200cشود", "می شود"),
        ("क्\u200dया", "क्या"),
        ("کتاب\u200c", "کتاب"),
        ("ہے،اور", "ہے اور"),
        ("أ\u0654\u0653ب", "آب"),
        ("إ\u0654\u0653ب", "آب"),
        ("۳٫۵", "3 5"),
        ("بـــارش", "بارش"),
        ("漢字", "漢 字"),
        ("ﻣﻴﻨﺎﺀ", "میناء"),
        ("C++", "c"),
        ("— ۔", ""),
    ],
)
def test_what_separates_words_and_what_does_not(spelling: str, folded: str) -> None:
    assert folded_words(spelling) == folded


def test_what_a_variant_becomes_is_no_variant_itself() -> None:
    found = letters_of_variants()
    assert not set("".join(found.values())) & set(found)
