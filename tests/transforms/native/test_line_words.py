"""Lines have the words that the rule in Python finds in them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.native import kernel
from transforms.native.line_words import Letters, LineWords, canonical_letters, letters_as
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import fold_variants, lower

_LETTERS = [letters_as(lower), letters_as(fold_variants), canonical_letters()]
# Letters with variants, marks and separators, which some letters leave out, and another plane.
_TEXTS = st.text("abAB1۱ـیيك \u064b\u200c\x00.İK😀𐐀\n", max_size=30)
_WORDS = st.text("abB1یک .😀\n", max_size=4)


@given(st.lists(st.lists(_WORDS, max_size=4), max_size=5), st.sampled_from(_LETTERS), _TEXTS)
@example([["aba", "ab", "bab"], ["b\n", "\n", ""], ["\n\n"]], _LETTERS[0], "\nabab\n\n")
def test_answers_are_those_of_the_rule(
    questions: list[list[str]], letters: Letters, text: str
) -> None:
    words = LineWords(questions, letters)
    assert words.answers(text) == words.answers_by_rule(text)


@given(st.lists(st.lists(_WORDS.filter(bool), max_size=4), max_size=5), st.lists(_TEXTS))
def test_a_line_has_the_same_words_whatever_stands_around_it(
    questions: list[list[str]], texts: list[str]
) -> None:
    words = LineWords(questions, _LETTERS[0])
    lines = "\n".join(texts).split("\n")
    assert words.answers("\n".join(lines)) == [words.answers(line)[0] for line in lines]


def test_words_are_parts_beginnings_ends_and_whole_lines() -> None:
    words = LineWords([["ain"], ["\nra"], ["in\n"], ["\nrain\n"]], letters_as(str.lower))
    found = words.answers("Rain\nrainy\ntrains\nRA\nfog")
    assert [f"{answer:04b}" for answer in found] == ["1111", "0011", "0001", "0010", "0000"]


@pytest.mark.parametrize("phrase", ["مزید پڑھیں", "Read  more!", "اقرأ أيضًا", "और पढ़ें"])
def test_canonical_letters_are_those_of_the_canonical_form(phrase: str) -> None:
    words = LineWords([[f"\n{canonical_form(phrase)}\n"]], canonical_letters())
    assert words.answers(phrase) == [1]


def test_without_a_kernel_the_rule_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    words = LineWords([["rain"]], letters_as(str.lower))
    monkeypatch.setattr(kernel, "is_there", lambda: False)
    assert words.answers("Rain\nfog") == [1, 0]


def test_questions_have_a_bit_each_and_no_more() -> None:
    words = LineWords([["rain"]] * 64, letters_as(str.lower))
    assert words.answers("rain") == [2**64 - 1]
    with pytest.raises(ValueError, match="65 questions"):
        LineWords([["rain"]] * 65, letters_as(str.lower))
