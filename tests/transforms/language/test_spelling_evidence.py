"""Small words speak for the languages that have them, letters for and against."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.language.small_words import WORDS
from transforms.language.spelling_evidence import COLUMNS, IS_NEIGHBOUR, collect

any_text = st.text(st.characters() | st.sampled_from("ءآابتدرسکگلمنوہھیےٹڈڑں ئەڕێۇ"), max_size=80)


def letters(text: str, tag: str) -> float:
    return float(collect(text).letters[COLUMNS[tag]])


def words(text: str, tag: str) -> float:
    return float(collect(text).words[COLUMNS[tag]])


@given(any_text)
def test_any_text_has_a_number_for_each_language(text: str) -> None:
    evidence = collect(text)
    assert evidence.words.shape == evidence.letters.shape == (len(WORDS),)
    assert np.isfinite(evidence.words + evidence.letters).all()


def test_a_small_word_speaks_for_all_that_have_it() -> None:
    assert words("وچ", "pnb") == words("وچ", "skr") == 1
    assert words("وچ", "ur") == words("وچ", "fa") == 0


def test_neighbours_have_half_a_word_less() -> None:
    assert words("", "ur") == 0
    assert words("", "bal") == -0.5
    assert not IS_NEIGHBOUR[COLUMNS["ks"]]


def test_a_letter_that_neighbours_share_speaks_for_all_of_them_and_against_others() -> None:
    for tag in ("ckb", "hac", "ku-Arab"):
        assert letters("کڵ", tag) == 1
    assert letters("کڵ", "fa") == -1
    assert letters("ٹک", "ur") == letters("ٹک", "pnb") == letters("ٹک", "bal") == 0
    assert letters("ٹک", "fa") == -1


def test_the_signs_of_sindhi_and_the_marks_of_kashmiri_count() -> None:
    assert letters("ک ۽ ۾", "sd") == 2
    assert letters("ک ۽ ۾", "fa") == 0
    assert letters("ہٕ کٛ ٲ", "ks") == 3


def test_a_letter_that_one_language_has_oftest_is_half_a_proof() -> None:
    assert letters("ىک", "ug") == 0.5
    assert letters("ىک", "fa") == 0


def test_signs_and_tatweel_hide_no_word() -> None:
    assert words("نُــوں", "pnb") == words("نوں", "pnb") == 1


def test_persian_typed_on_a_keyboard_of_arabic_has_its_words() -> None:
    assert words("مي شود يك", "fa") == words("می شود یک", "fa") == 3


def test_sindhi_and_pashto_have_the_yeh_they_write() -> None:
    assert words("جي", "sd") == 1
    assert words("جی", "sd") == 0


def test_affixes_of_arabic_persian_and_punjabi_count() -> None:
    assert words("الوزير والسفير", "ar") == 2
    assert words("کتابهای می\u200cروم", "fa") == 2
    assert words("کتاباں کہانیاں", "pnb") == 1
    assert words("کتاباں کہانیاں", "ur") == 0


def test_three_names_of_latin_letters_in_a_row_are_an_abbreviation() -> None:
    assert words("سی", "pnb") == 1
    assert words("بی سی", "pnb") == 1
    assert words("بی بی سی", "pnb") == 0


def test_urdu_has_a_letter_of_its_own_in_fifty() -> None:
    assert letters("ہ" + "ک" * 49, "ur") == 0
    assert letters("ہ" + "ک" * 50, "ur") == -2
    assert letters("ہ" + "ک" * 50, "bal") == 0


@pytest.mark.parametrize(("count", "missing"), [(1, 0.25), (19, 0.25), (20, 1), (39, 1), (40, 2)])
def test_of_twenty_letters_of_urdu_one_is_missing(count: int, missing: float) -> None:
    assert letters("ک" * count, "ur") == -missing


def test_a_text_without_the_letters_that_arabic_lacks_is_a_little_less_likely_another() -> None:
    assert letters("درس", "fa") == -0.25
    assert letters("درس", "ar") == 0
    assert letters("درسی", "fa") == 0


def test_more_than_three_signs_to_ten_letters_speak_against_all_but_arabic_and_kashmiri() -> None:
    assert letters("ک" * 10 + "\u064e" * 3, "fa") == 0
    assert letters("ک" * 10 + "\u064e" * 4, "fa") == -4
    assert letters("ک" * 10 + "\u064e" * 4, "ar") == 0


def test_words_of_others_are_those_that_a_language_lacks() -> None:
    evidence = collect("تمہیں گئی لأنه")
    assert evidence.of_others("ur")[COLUMNS["ar"]] == 1
    assert evidence.of_others("ur")[COLUMNS["pnb"]] == 0
    assert evidence.of_others("ar")[COLUMNS["ur"]] == 2
