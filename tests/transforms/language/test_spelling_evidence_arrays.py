"""The spelling of many texts at once says what the rule finds in each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.language.alphabets import ALPHABETS
from transforms.language.small_words import LETTER_NAMES, WORDS
from transforms.language.spelling_evidence import TAGS, collect
from transforms.language.spelling_evidence_arrays import collect_all
from transforms.native import kernel

_SMALL_WORDS = sorted({word for words in WORDS.values() for word in words.split()})
_LETTERS = sorted(set().union(*ALPHABETS.values()))
_PIECES = (
    st.sampled_from(_SMALL_WORDS)
    | st.sampled_from(LETTER_NAMES.split())
    | st.sampled_from(["الوزير", "والسفير", "کتاب‌های", "می‌روم", "هاي", "کہانیاں", "کتاباں"])
    | st.text(st.sampled_from([*_LETTERS, *"اكيیـ\u064b\u064e\u0670\u200c۱0۔،"]), max_size=6)
    | st.sampled_from(["", "\n", "\u00a0", "BBC", "😀", "\ud800", "\udc00", "\x00", "漢"])
)
_TEXTS = st.lists(
    st.tuples(st.sampled_from([" ", " ", "\n", "", "\u064e"]), st.lists(_PIECES, max_size=30)).map(
        lambda given: given[0].join(given[1])
    )
    | st.text(max_size=20)
    | st.sampled_from([*SENTENCES.values(), *OTHER_SENTENCES.values()]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=1_000)
@given(_TEXTS, st.sampled_from(range(len(TAGS))))
def test_many_texts_at_once_have_the_evidence_that_the_rule_collects_from_each(
    texts: list[str], column: int
) -> None:
    require_evidence_of_the_rule(texts, column)


@pytest.mark.parametrize("texts", [[], [""], ["یہ خبر آج لاہور سے ملی", "", "الوزير"]])
def test_without_a_kernel_the_rule_collects_it(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "is_there", lambda: False)
    require_evidence_of_the_rule(texts, TAGS.index("ur"))


def require_evidence_of_the_rule(texts: list[str], column: int) -> None:
    found = collect_all(texts)
    assert found.words.shape == found.letters.shape == (len(texts), len(TAGS))
    others = found.of_others(np.full(len(texts), column))
    for row, evidence in enumerate(map(collect, texts)):
        assert found.words[row].tolist() == evidence.words.tolist()
        assert found.letters[row].tolist() == evidence.letters.tolist()
        assert found.word_counts[row] == evidence.word_count
        assert found.has_urdu_letters[row] == evidence.has_urdu_letters
        assert others[row].tolist() == evidence.of_others(TAGS[column]).tolist()


def test_runs_of_names_of_letters_end_with_their_text() -> None:
    found = collect_all(["خبر بی بی", "سی خبر", "بی بی سی ڈی خبر"])
    assert found.word_counts.tolist() == [3, 2, 1]


def test_an_affix_stands_in_its_own_text() -> None:
    found = collect_all(["", "الوزير", "کتابهای", ""])
    columns = [TAGS.index("ar"), TAGS.index("fa")]
    assert found.affixes[:, columns].tolist() == [[0, 0], [1, 0], [0, 1], [0, 0]]
