"""Words and sentences counted in many texts at once are those that the rules count in each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel import needs_kernel
from tests.sentences import SENTENCES
from transforms.text import character_arrays, segmentation_arrays
from transforms.text.scripts import detect_script, detect_scripts
from transforms.text.segmentation import count_sentences, count_words
from transforms.text.segmentation_arrays import sentence_counts, word_counts

_PIECES = [
    *(" ", " ", " ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u0085", "\u202f"),
    *(
        "خبر",
        "می\u200cروم",
        "مُحَمَّد",
        "L’été",
        "can't",
        "foo_bar",
        "a.b@c",
        "U.S.",
        "Al",
        "e.g.",
        "it",
    ),
    *("日本", "カナ", "ไทย", "हिन्दी", "צה", "½", "m²", "Ⅳ", "😀", "😀", "🏽"),
    *("3.5", "۱٫۵", "۱۲", "1", "10,000", "٫", "۝", "\u0600"),
    *("۔", "۔", ".", ".", "..", "…", "．", "!", "?", "؟", "?x", "।", "。"),
    *("،", ":", "-", "(", ")", "”", "'", "’", '"', "_", "=", "&"),
    *("\u064b", "\u0301", "\u200c", "\u00ad", "\ud800"),
]
# Sentences, and what may be two.
_ENDS = ["it. Al", "خبر۔ خبر", "या। या", "it? L’été", "it! 日本", "foo? foo", "1. Al", "Al. Al"]
_TEXTS = st.lists(
    st.lists(st.sampled_from(_PIECES), max_size=14).map("".join) | st.text(max_size=20), max_size=6
)
_PATTERNS = ["", "ا{}ب", "5{}5", "۵{}۔", "A{}", "x {} y", "۔{}b", "({}) 7"]


@settings(max_examples=1_000)
@given(_TEXTS)
def test_many_texts_at_once_have_the_words_that_the_rule_counts_in_each(texts: list[str]) -> None:
    assert word_counts(texts) == list(map(count_words, texts))


@settings(max_examples=1_000)
@given(_TEXTS)
def test_many_texts_at_once_have_the_sentences_that_the_rule_counts_in_each(
    texts: list[str],
) -> None:
    assert sentence_counts(texts) == list(map(count_sentences, texts))


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from([*_PIECES, *_ENDS]), max_size=40).map("".join), st.integers(1, 9))
def test_blocks_of_a_long_text_have_the_counts_of_the_whole(text: str, chars: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(character_arrays, "_CHUNK_CHARS", chars)
        assert word_counts([text]) == [count_words(text)]
        assert sentence_counts([text]) == [count_sentences(text)]
        assert detect_scripts([text]) == [detect_script(text)]


@pytest.mark.parametrize("number", range(0, 0x11000, 0x1000))
def test_every_character_counts_as_the_rules_say(number: int) -> None:
    texts = [
        pattern.format(chr(each))
        for each in range(number, number + 0x1000)
        for pattern in _PATTERNS
    ]
    assert word_counts(texts) == list(map(count_words, texts))
    assert sentence_counts(texts) == list(map(count_sentences, texts))


def test_long_texts_and_many_of_them_are_no_exception() -> None:
    texts = [
        *SENTENCES.values(),
        "",
        *(" ".join([sentence, "3.5؟"] * 900) for sentence in SENTENCES.values()),
        "\n۔",
    ]
    assert word_counts(texts) == list(map(count_words, texts))
    assert sentence_counts(texts) == list(map(count_sentences, texts))


@needs_kernel
def test_nearly_all_texts_never_need_the_rules_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(SENTENCES.values())
    expected = list(map(count_words, texts)), list(map(count_sentences, texts))
    for rule in ("count_words", "count_sentences"):
        monkeypatch.setattr(segmentation_arrays, rule, None)
    assert (word_counts(texts), sentence_counts(texts)) == expected
