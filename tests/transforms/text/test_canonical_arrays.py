"""Canonical forms of many texts at once are those that the rule gives each."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.kernel import needs_kernel
from tests.sentences import SENTENCES
from transforms.text import canonical_arrays as fast
from transforms.text.canonical import canonical_form, independent_pieces
from transforms.text.canonical_arrays import canonical_forms
from transforms.text.normalize import normalize_text

_TRICKY = [
    *"اآأإٱیىيکكہھهةۃۂےےءئؤ",  # letters that are folded, and those that are not
    # Marks: hamzas, optional ones, and spelling.
    *"\u0654\u0655\u064b\u0651\u0670\u06d6\u0301\u0323\u093c\u0610",
    *"0159۰۵٣५",
    *".-–‐−,،۔:%٪$£€ ـ_/'\"«»“‘(=[{+",
    *"\n \u200c\u200d\u0640",
    *"क\u094dषটি্ണ്",
    *"İIıΣσςßÅſK",
    *"ﻻﷲﷺﭖﺑﷴﱞﹱۓٸٶﬁ",
    *"😀😀🌧🏽𝐍𞸁\ue000",
    "\u034f",
    "\ufe0f",
    "\u0000",
]
_WORDS = st.sampled_from(
    [
        *_TRICKY,
        " -$5",
        "a\u06d6\u0301",
        "ه \u0654",
        "ہ\u0654\u0654",
        "e-\u0301",
        "3 5",
        "a.5",
        " -5",
        "2026 - 7",
        "الف",
        "  ",
        " . ",
    ]
)
_TEXTS = st.lists(st.lists(_WORDS, max_size=12).map("".join).map(normalize_text), max_size=6)


@settings(max_examples=600)
@example(["क्\u200dष", "ක්\u200dෂ", "क\u200dष", "کی\u200cا"])
@given(_TEXTS)
def test_many_texts_at_once_have_the_forms_that_the_rule_gives_each(texts: list[str]) -> None:
    assert canonical_forms(texts) == list(map(canonical_form, texts))


@pytest.mark.parametrize("text", ["a\0b", "\0", "a\ud83cb"])
def test_texts_that_are_not_normalized_have_a_form_too(text: str) -> None:
    assert canonical_forms(["خبر", text]) == ["خبر", canonical_form(text)]


@pytest.mark.parametrize("number", range(0, 0x11000, 0x1000))
def test_every_character_has_the_form_that_the_rule_gives_it(number: int) -> None:
    texts = [
        normalize_text(f"ا5{chr(each)}5ی {chr(each)}7 9") for each in range(number, number + 0x1000)
    ]
    assert canonical_forms(texts) == list(map(canonical_form, texts))


def test_long_texts_and_many_of_them_are_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    long = [normalize_text(" ".join([sentence, "-5 3 5"] * 40)) for sentence in SENTENCES.values()]
    marks = "ا" + "\u0301" * 40 + "b" * 10_000
    texts = [*long, "", marks, "x" * 60_000, *long]
    assert canonical_forms(texts) == list(map(canonical_form, texts))
    monkeypatch.setattr(fast, "_PIECE_CHARS", 1_000)
    assert canonical_forms(texts) == list(map(canonical_form, texts))


_LONG_TEXTS = st.lists(_WORDS | st.sampled_from([*"\u1100\u1161\u11a8ﹰㅏ", " ", "\n"]), max_size=60)


@settings(max_examples=600)
@example("\u1100 ـ\u1161", 1)
@given(_LONG_TEXTS.map("".join).map(normalize_text), st.integers(1, 20))
def test_pieces_of_a_text_have_the_parts_of_its_form(text: str, least: int) -> None:
    found = list(independent_pieces(text, least))
    assert "".join(found) == text
    assert all(len(piece) >= least for piece in found[:-1])
    assert "".join(map(canonical_form, found)) == canonical_form(text)


@needs_kernel
def test_nearly_all_texts_never_need_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(map(normalize_text, SENTENCES.values()))
    expected = list(map(canonical_form, texts))
    monkeypatch.setattr(fast, "canonical_form", None)
    assert canonical_forms(texts) == expected
