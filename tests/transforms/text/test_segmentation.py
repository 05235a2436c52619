"""Counts follow the word boundaries of Unicode and the habits of writers."""

import sys

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.segmentation import (
    FINISHED,
    count_paragraphs,
    count_sentences,
    count_words,
    is_finished,
)

SPACES = [" ", " ", " ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u0085", "\u202f"]
PLAIN = [
    "خبر", "3.5", "۱۲۳", "10,000", "can't", "foo_bar", "۔", "،", "؟", "...", ":", "-", "a.b@c",
    "日本", "カナ", "ไทย",
]  # fmt: skip
AWKWARD = [
    "می\u200cروم", "مُحَمَّد", "۱٫۵", "L’été", "'", "’", '"', "צה", "_", "½", "m²", "Ⅳ", "😀", "हिन्दी",
    "\u064b", "\u0301", "\u200c", "\u00ad",
]  # fmt: skip

any_text = st.lists(st.sampled_from(SPACES + PLAIN + AWKWARD), max_size=25).map("".join) | st.text(
    max_size=60
)
plain_text = st.lists(st.sampled_from(SPACES + PLAIN), max_size=25).map("".join)

SENTENCES = [
    "آج صبح سے شہر میں تیز بارش ہو رہی ہے اور گلیوں میں پانی کھڑا ہے۔",
    "کیا اسکول کل بند رہیں گے؟",
    "محکمے نے بتایا کہ درجۂ حرارت 3.5 ڈگری کم ہوا، مگر ہوا تیز نہیں!",
    "دریا کا پانی ۱۲ فٹ تک آ گیا ہے اور کشتیاں کنارے پر باندھ دی گئی ہیں۔",
]
LONG_SENTENCES = [
    (
        "دریا کے دونوں کناروں پر رہنے والے لوگوں نے رات بھر جاگ"
        " کر پانی کے اترنے کا انتظار کیا اور صبح کو گھر لوٹ آئے۔"
    ),
    (
        "ضلعی انتظامیہ کے ایک افسر نے بتایا کہ بند کی مرمت کا"
        " کام اگلے ہفتے شروع ہوگا، جس کے لیے مشینیں پہنچ چکی ہیں۔"
    ),
    (
        "اسکول کے استادوں نے بچوں کے لیے کتابیں اور کپڑے"
        " جمع کیے تاکہ پڑھائی میں زیادہ دن کا وقفہ نہ آئے۔"
    ),
    (
        "کیا اس سال بھی کسانوں کو فصل کا پورا معاوضہ ملے"
        " گا یا پھر انہیں مہینوں تک دفتروں کے چکر لگانے ہوں گے؟"
    ),
]
sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30)


@given(plain_text)
def test_words_are_the_pieces_between_unicode_word_boundaries_that_have_a_letter_or_digit(
    text: str,
) -> None:
    pieces = regex.split(r"(?w)\b", text)
    assert count_words(text) == sum(1 for piece in pieces if regex.search(r"[\p{L}\p{Nd}]", piece))


def test_letters_and_digits_of_spaced_scripts_never_have_a_boundary_between_them() -> None:
    for character in filter(str.isalnum, map(chr, range(sys.maxunicode + 1))):
        joins = regex.match(r"[\p{WB=ALetter}\p{WB=Hebrew_Letter}\p{WB=Numeric}]", character)
        assert joins or count_words(f"{character}字b") == count_words(character) + 2
        assert joins is None or count_words(f"b{character}b") == 1


@given(any_text, any_text)
def test_a_space_keeps_the_words_of_two_texts_apart(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("— * ؟ _ __ ' 😀 \u064b", 0),
        ("ایک دو تین", 3),
        ("کہا،سنا", 2),
        ("ہے۔اور", 2),
        ("نامہ\u200cنگار", 1),
        ("مُحَمَّدٌ رَسُول", 2),
        ("۱٫۵ اور 3.5 اور ۱۲،۳۴۵ اور 10,000", 7),
        ("۔۔۔ 12:30 بجے", 3),
        ("'apple' and 'eat", 3),
        ("don't d’accord o'clock", 3),
        ("rate\u0301'na ko\u0300’y", 2),
        ('צה"ל', 1),
        ("U.S. a.b@c.org foo_bar", 4),
        ("हिन्दी में ख़बर", 3),
        ("日本", 2),
        ("カタカナ ひら", 3),
        ("½ m² Ⅳ", 2),
        ("10,a b.5 3.5", 5),
        ("10\u202f000", 1),
        ("カ_a ا\u202fカ", 2),
    ],
)
def test_words_are_what_a_reader_would_count(text: str, count: int) -> None:
    assert count_words(text) == count


@given(any_text)
def test_a_text_has_a_sentence_exactly_if_it_has_a_word(text: str) -> None:
    assert (count_sentences(text) > 0) == (count_words(text) > 0)
    assert count_sentences(text) <= count_words(text)


@given(sentences, st.sampled_from([" ", "\n", "\n\n", ""]))
def test_each_terminated_sentence_counts_once_however_they_are_set(
    sentences: list[str], gap: str
) -> None:
    assert count_sentences(gap.join(sentences)) == len(sentences)


@given(sentences.map("\n".join), st.sampled_from(["بارش", "سرخی یہاں ہے"]))
def test_a_line_without_a_terminal_mark_counts_as_one(body: str, headline: str) -> None:
    assert count_sentences(f"{headline}\n{body}") == count_sentences(body) + 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("۔۔۔ ؟! 😀", 0),
        ("صرف ایک سرخی", 1),
        ("آیا۔ گیا؟ ہاں! بس", 4),
        ("آیا ہے۔گیا ہے۔", 2),
        ("کیا؟! ہاں۔۔۔۔ نہیں...", 3),
        ("اس نے کہا: ”آؤ۔“ پھر گیا۔", 2),
        ("شرح ۳۔۵ اور 3.5 فیصد رہی۔", 1),
        ("The U.S. sent J. K. Khan. He left.", 2),
        ("e.g. this one, at 5 p.m. we left... then slept. Yes", 2),
        ("See www.example.com/news.html?page=2 now. Done!", 2),
        ("1. پہلا\n۲. دوسرا", 2),
        ("100. پہلا", 1),
        ("1000. پہلا", 2),
        ("हाँ। नहीं॥ ठीक", 3),
        ("東京です。本当！？はい", 3),
        ("Այո։ Ոչ։", 2),
        ("አዎ። አይ፧ እሺ", 3),
        ("ဟုတ်ကဲ့။ မဟုတ်ဘူး။", 2),
        ("Wait… What?", 2),
    ],
)
def test_sentences_are_what_a_reader_would_count(text: str, count: int) -> None:
    assert count_sentences(text) == count


def test_short_lines_are_a_list_and_not_a_broken_paragraph() -> None:
    assert count_sentences("\n".join(["لاہور شہر", "کراچی شہر", "ملتان شہر"] * 4)) == 12


@given(
    st.lists(st.sampled_from(["ایک", "ایک\nدو", " ۔ "]), max_size=8),
    st.sampled_from(["\n\n", "\n \n", "\n\n\n", "\r\n\r\n"]),
    st.sampled_from(["", "\n", " \n\n"]),
)
def test_paragraphs_are_the_blocks_between_blank_lines(
    blocks: list[str], gap: str, margin: str
) -> None:
    assert count_paragraphs(margin + gap.join(blocks) + margin) == len(blocks)


@given(
    st.lists(st.sampled_from([*"a۱۔.:…!؟”)» \t\n\x1c\x85\u200c¡_¶", "。" * 7, ") " * 9])).map(
        "".join
    )
)
def test_a_line_is_finished_as_a_search_through_it_says(line: str) -> None:
    assert is_finished(line) == (FINISHED.search(line) is not None)
