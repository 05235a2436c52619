"""The compiled kernel counts the words of search as the rule in Python does, whatever the text."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from tests.kernel import needs_kernel
from transforms.native import word_counts as native
from transforms.native.traits import LETTER_DROPPED, LETTER_SEPARATOR
from transforms.search import word_counts
from transforms.search.word_counts import Letters, Numbers, WordCounts, letters_of, probe

_NEWS = [news(number, language) for number, language in enumerate(LANGUAGES)]
# Plain letters, some of which become others, longer or shorter ones; dropped; odd; beyond.
_CHARS = [*"abcABCé ÉȺßیيکك۳٣", "ا", "\u064e", *"-.,«»،؟", *" \n\t", "\xa0", "\x00"]
_ODD = ["\u200c", "ـ", "漢", "İ", "😀", "\ud7ff", "\uffff"]
_TEXTS = st.lists(
    st.one_of(
        st.text(st.sampled_from([*_CHARS, *_ODD])),
        st.text(st.characters(exclude_categories=["Cs"])),
        st.sampled_from(_NEWS),
    ),
    max_size=6,
)


def words_of(char: str) -> list[str] | None:
    """What a macro says of a probe, in short."""
    if char in _ODD:
        return None
    if char in "\u064e\xad":
        return [probe("")]
    letter = {"ي": "ی", "ك": "ک", "۳": "3", "٣": "3"}.get(char, char.lower())
    return [probe(letter)] if letter.isalnum() else list(probe("a")[::2])


def letters_in(texts: list[str]) -> Letters:
    return letters_of({char: words_of(char) for char in word_counts.characters_of(array(texts))})


def array(texts: list[str]) -> pa.LargeStringArray:
    return pa.array(texts, pa.large_string())


def rows(counted: WordCounts) -> set[tuple[int, str, bool, int]]:
    names, is_odd = counted.names.to_pylist(), counted.is_odd.tolist()
    columns = (column.tolist() for column in (counted.texts, counted.keys, counted.counts))
    found = [(text, names[key], is_odd[key], n) for text, key, n in zip(*columns, strict=True)]
    assert len(set(found)) == len(found)
    assert len(set(zip(names, is_odd, strict=True))) == len(names)
    return set(found)


@needs_kernel
@settings(deadline=None)
@given(_TEXTS)
@example([])
@example([""])
@example(["a", "", "a a"])
@example([" ".join(f"w{number}x" for number in range(3_000))])
def test_the_kernel_counts_what_the_rule_counts(texts: list[str]) -> None:
    letters = letters_in(texts)
    found = WordCounts(*native.count_search_words(array(texts), letters))
    assert rows(found) == rows(word_counts.count_by_rule(array(texts), letters))


@needs_kernel
@given(_TEXTS)
def test_the_kernel_finds_each_character_of_the_basic_plane(texts: list[str]) -> None:
    found = np.flatnonzero(native.characters_in(array(texts))).tolist()
    assert found == sorted({ord(char) for text in texts for char in text if ord(char) < 0x10000})


@needs_kernel
def test_more_words_than_slots_are_counted_again_with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_FIRST_SLOTS", 2)
    texts = _NEWS
    letters = letters_in(texts)
    found = WordCounts(*native.count_search_words(array(texts), letters))
    assert rows(found) == rows(word_counts.count_by_rule(array(texts), letters))


@needs_kernel
def test_bytes_that_are_no_utf_8_stay_between_the_bounds_of_their_text() -> None:
    ends = pa.py_buffer(np.array([0, 1, 2, 4], np.int64))
    texts = pa.LargeStringArray.from_buffers(3, ends, pa.py_buffer(b"\xe3\xd8\xff\xc3"))
    names, is_odd, *_ = native.count_search_words(texts, letters_of({}))
    assert list(names.cast(pa.large_binary()).to_pylist()) == [b"\xe3", b"\xd8", b"\xff\xc3"]
    assert is_odd.all()


@needs_kernel
@settings(deadline=None)
@given(_TEXTS, st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=9))
def test_the_kernel_sorts_postings_as_the_rule_does(
    texts: list[str], words: list[list[int]]
) -> None:
    counted = word_counts.count_by_rule(array(texts), letters_in(texts))
    pairs = [(key, word) for key in range(len(counted.names)) for word in words[key % len(words)]]
    keys, found = np.array(pairs, np.int32).reshape(-1, 2).T.copy()
    firsts = np.searchsorted(keys, np.arange(len(counted.names) + 1)).astype(np.int32)
    expected = word_counts.postings_by_rule(counted, firsts, found, 10)
    columns: list[Numbers] = list(word_counts.postings(counted, [keys, found], 10))
    assert [each.tolist() for each in columns] == [each.tolist() for each in expected]


def test_without_a_kernel_the_rule_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.native.kernel.is_there", lambda: False)
    texts = array(["É-é ـ", "😀 é"])
    letters = letters_in(texts.to_pylist())
    assert {LETTER_SEPARATOR, LETTER_DROPPED} < set(letters.tolist()) | {LETTER_DROPPED}
    counted = word_counts.count_words(texts, letters)
    assert rows(counted) == {
        (0, "é", False, 2),
        (0, "ـ", True, 1),
        (1, "😀", True, 1),
        (1, "é", False, 1),
    }
    found = word_counts.postings(counted, list(np.array([[0], [0]], np.int32)), 1)
    assert [each.tolist() for each in found] == [[0, 2], [0, 1], [2, 1]]
