"""Letters that keyboards exchange: one table, and the folds that stand on it."""

import pytest

from transforms.attribution.citations import credit_in_sentences
from transforms.language.orthography import language_by_spelling
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import (
    ALEF,
    HEH,
    KAF,
    LETTER_GROUPS,
    TEH_MARBUTA_GOAL,
    YEH,
    LetterGroup,
    fold_variants,
    letter_of_variants,
)


@pytest.mark.parametrize("group", LETTER_GROUPS)
def test_every_variant_is_folded_to_the_letter_of_its_group(group: LetterGroup) -> None:
    for variant in group.variants:
        assert fold_variants(variant) == group.letter
        assert canonical_form(variant) == group.letter


def test_no_letter_is_a_variant_of_two() -> None:
    variants = "".join(group.variants for group in LETTER_GROUPS)
    assert len(set(variants)) == len(variants)
    assert not set(variants) & {group.letter for group in LETTER_GROUPS}
    assert letter_of_variants((YEH, KAF)).keys() == set(YEH.variants + KAF.variants)


@pytest.mark.parametrize("pair", ["ھہ", "ںن", "ےی", "ئی", "ؤو", "آا"])
def test_letters_that_make_other_words_stay_apart(pair: str) -> None:
    assert fold_variants(pair[0]) != fold_variants(pair[1])
    assert canonical_form(pair[0]) != canonical_form(pair[1])


@pytest.mark.parametrize(
    ("group", "word"),
    [(YEH, "بھتیجا"), (KAF, "کل"), (HEH, "یہ"), (TEH_MARBUTA_GOAL, "ہے"), (ALEF, "اب")],
)
def test_a_word_has_one_canonical_form_on_every_keyboard(group: LetterGroup, word: str) -> None:
    for variant in group.variants:
        assert canonical_form(word.replace(group.letter, variant)) == canonical_form(word)


@pytest.mark.parametrize("group", [YEH, KAF, HEH])
def test_a_credit_is_found_on_every_keyboard(group: LetterGroup) -> None:
    sentence = "به نقل از خبرگزاری ایسنا، که باران بارید"
    for variant in group.variants:
        typed = ["خبر", sentence.replace(group.letter, variant)]
        credit = credit_in_sentences(typed)
        assert credit is not None, variant


@pytest.mark.parametrize("group", [YEH, KAF])
def test_persian_is_known_on_an_arabic_keyboard(group: LetterGroup) -> None:
    sentence = "این کتاب را که می خواند یک بار دیگر باید دید"
    for variant in group.variants:
        typed = sentence.replace(group.letter, variant)
        verdict = language_by_spelling(typed)
        assert verdict is not None
        assert verdict.tag == "fa"
