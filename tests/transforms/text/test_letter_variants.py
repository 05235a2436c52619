"""Letters that keyboards exchange: one table, and the folds that stand on it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.attribution.citations import credit_in_sentences
from transforms.gazetteer.phrases import AGENCY_WORDS, CITED, DESK_WORDS, REPORTED
from transforms.language.orthography import language_by_spelling
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import (
    ALEF,
    HEH,
    KAF,
    LETTER,
    LETTER_GROUPS,
    TEH_MARBUTA_GOAL,
    TYPED_LETTERS,
    YEH,
    LetterGroup,
    any_of,
    any_spelling_of,
    fold_variants,
    letter_of_variants,
    opening,
    whole_words,
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


@given(LINES | st.text())
def test_the_fold_changes_the_characters_of_its_table_and_no_other(text: str) -> None:
    assert fold_variants(text) == "".join(map(fold_variants, text))
    assert len(fold_variants(text)) == len(text)


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where an expression matches, in any case."""
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


@given(LINES, st.sampled_from([AGENCY_WORDS, CITED, REPORTED, DESK_WORDS]))
def test_whole_words_are_phrases_between_characters_that_are_no_letters(
    line: str, row: str
) -> None:
    plain = rf"(?<!{LETTER})(?:{any_of(row.split('|'))})(?!{LETTER})"
    assert spans(whole_words(row.split("|")), line) == spans(plain, line)


def plain_spelling_of(phrases: list[str]) -> str:
    """What `any_spelling_of` searches for, as it would be written without regard to time."""
    joined = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    for group in TYPED_LETTERS:
        joined = re.sub(group.pattern, group.pattern, joined)
    joined = joined.replace("\u200c", "[ \u200c]?").replace("\\ ", "[ \u200c]")
    return rf"(?<!{LETTER})(?:{joined})(?!{LETTER})"


@given(LINES, st.sampled_from([AGENCY_WORDS, CITED, REPORTED, DESK_WORDS]))
def test_a_phrase_is_found_in_any_spelling_as_whole_words(line: str, row: str) -> None:
    phrases = row.split("|")
    assert spans(any_spelling_of(phrases), line) == spans(plain_spelling_of(phrases), line)


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ("ſir,", "sir"),
        ("SIR,", "sir"),
        ("ـreply", "rep"),
        ("ردّ", "رد"),
        ("①", ""),
        ("आदरणीय", "आदर"),
    ],
)
def test_the_opening_of_a_line_is_folded_and_ends_at_a_mark(line: str, letters: str) -> None:
    assert opening(line) == letters
