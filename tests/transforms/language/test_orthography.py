"""The letters of an orthography decide from a share on, then small words, if they are many."""

import pytest

from transforms.language.orthography import Verdict, is_roman_urdu, language_by_spelling

SPELT_LIKE_URDU = "ے" * 20
# Letter, the least of it in a thousand letters, language.
OTHER_LETTERS = [
    ("ڪ", 12, "sd"),
    ("ڭ", 20, "ug"),
    ("ڕ", 6, "ckb"),
    ("ە", 30, "ug"),
    ("ټ", 6, "ps"),
    ("ې", 12, "ps"),
    ("ے", 20, "ur"),
]
LETTERS_BESIDE_URDU = [("ڪ", 12, "sd"), ("ټ", 6, "ps"), ("ۄ", 10, "ks"), ("ݙ", 6, "skr")]


@pytest.mark.parametrize(("letter", "count", "tag"), OTHER_LETTERS)
def test_own_letters_decide_from_their_least_share_on(letter: str, count: int, tag: str) -> None:
    assert language_by_spelling(letter * count, 1_000) == Verdict(tag, "letters")
    assert language_by_spelling(letter * (count - 1), 1_000) is None


@pytest.mark.parametrize(("letter", "count", "tag"), LETTERS_BESIDE_URDU)
def test_own_letters_beside_those_of_urdu_decide_from_their_least_share_on(
    letter: str, count: int, tag: str
) -> None:
    at, below = (SPELT_LIKE_URDU + letter * number for number in (count, count - 1))
    assert language_by_spelling(at, 1_000) == Verdict(tag, "letters")
    assert language_by_spelling(below, 1_000) == Verdict("ur", "letters")


def test_sorani_has_at_least_as_many_letters_of_its_own_as_of_uyghur() -> None:
    assert language_by_spelling("ڕ" * 6 + "ۇ" * 6, 1_000) == Verdict("ckb", "letters")
    assert language_by_spelling("ڕ" * 6 + "ۇ" * 7, 1_000) == Verdict("ug", "letters")


def test_one_small_word_decides_beside_the_letters_of_urdu_and_two_elsewhere() -> None:
    assert language_by_spelling(SPELT_LIKE_URDU, 1_000) == Verdict("ur", "letters")
    assert language_by_spelling(f"{SPELT_LIKE_URDU} نوں", 1_000) == Verdict("pnb", "words", 1.0)
    assert language_by_spelling("درخت است", 8) is None
    assert language_by_spelling("درخت را است", 10) == Verdict("fa", "words", 1.0)


def test_roman_urdu_has_three_different_words_of_its_own() -> None:
    assert is_roman_urdu(["kya", "hai", "nahi"])
    assert not is_roman_urdu(["kya", "hai", "hai"])


def test_a_quarter_of_the_words_of_roman_urdu_are_small_words() -> None:
    others = ["bridge"] * 9
    assert is_roman_urdu(["kya", "hai", "nahi", *others])
    assert not is_roman_urdu(["kya", "hai", "nahi", *others, "bridge"])
    assert is_roman_urdu(["kya", "hai", "nahi", "ke", *others, "bridge"])
