"""Equal texts get one spelling, and two texts never do; what is stored stays readable."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from transforms.text.canonical import canonical_form
from transforms.text.letter_shapes import unshape
from transforms.text.normalize import compose, has_too_many_marks, normalize_text

AWKWARD = [
    *(
        "ا",
        "أ",
        "إ",
        "آ",
        "ٱ",
        "ی",
        "ى",
        "ي",
        "ئ",
        "ہ",
        "ه",
        "ھ",
        "ة",
        "ۃ",
        "ۂ",
        "ے",
        "ۓ",
        "و",
        "ؤ",
        "ں",
        "ن",
        "ک",
        "ك",
        "ـ",
    ),
    *(
        "\u0653",
        "\u0654",
        "\u0655",
        "\u064b",
        "\u0651",
        "\u0670",
        "\u200c",
        "\u200d",
        "ﻻ",
        "ﷺ",
        "ﻲ",
        "ﱞ",
        "ﹰ",
    ),
    *("\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029", " ", "\t", "\xa0", "\u3000"),
    *("\0", "\x1f", "\x7f", "\xad", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff"),
    *(
        "0",
        "3",
        "۵",
        "٣",
        "५",
        "𝟏",
        ".",
        ",",
        "٫",
        "-",
        "−",
        "–",
        "+",
        "(",
        ")",
        "$",
        "%",
        "۔",
        "،",
        "؟",
        "'",
        "_",
        "𐄀",
    ),
    *(
        "é",
        "É",
        "e",
        "\u0301",
        "ß",
        "İ",
        "ı",
        "Σ",
        "ς",
        "क",
        "\u094d",
        "ि",
        "ড",
        "\u09bc",
        "ᄀ",
        "ᅡ",
        "ᆨ",
        "😀",
        "\ufe0f",
    ),
]
awkward_text = st.lists(st.sampled_from(AWKWARD), max_size=16).map("".join)
any_text = awkward_text | st.text(max_size=40)


@given(any_text)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    normalized = normalize_text(text)
    assert normalize_text(normalized) == normalized


@pytest.mark.parametrize(
    "text",
    [
        # Each becomes a letter and a mark, or two marks: the text grows, and so do its marks.
        "\u0958" * 6_000 + "\u0301" * 31,
        "\u0958" + "\u0301" * 30 + "ب" * 10_000,
        "ب" * 10_000 + "\u0344" * 30,
        "e\u0301\u0958" + "\u0301" * 30 + "ب" * 10_000,
    ],
)
def test_marks_that_composing_makes_are_counted_too(text: str) -> None:
    normalized = normalize_text(text)
    assert "\u034f" in normalized
    assert normalize_text(normalized) == normalized


@given(st.text(st.sampled_from("\ud83c\udf27\udc80ا\n"), max_size=9))
def test_halves_of_characters_are_joined_or_replaced(text: str) -> None:
    normalized = normalize_text(text)
    assert normalized.encode("utf-8", "surrogatepass") == normalized.encode()
    assert normalized.count("🌧") == text.count("\ud83c\udf27")
    assert normalize_text(normalized) == normalized


@given(any_text)
def test_a_normalized_text_is_nfc_and_without_control_characters(text: str) -> None:
    normalized = normalize_text(text)
    assert unicodedata.is_normalized("NFC", normalized)
    assert {char for char in normalized if unicodedata.category(char) in {"Cc", "Zl", "Zp"}} <= {
        "\n"
    }
    assert {char for char in normalized if unicodedata.category(char) == "Zs"} <= {" "}


@given(any_text)
def test_lines_end_in_no_space_and_paragraphs_in_one_blank_line(text: str) -> None:
    normalized = normalize_text(text)
    assert " \n" not in normalized
    assert "\n\n\n" not in normalized
    assert normalized == normalized.strip()


@given(any_text)
def test_normalizing_drops_no_letter_mark_digit_punctuation_or_symbol(text: str) -> None:
    def readable(text: str) -> str:
        decomposed = unicodedata.normalize("NFD", text)
        return "".join(
            sorted(char for char in decomposed if unicodedata.category(char)[0] in "LMNPS")
        )

    assert readable(normalize_text(text)) == readable(unshape(text))


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(line_end: str) -> None:
    assert normalize_text(f"پہلی{line_end}دوسری") == "پہلی\nدوسری"


@pytest.mark.parametrize(
    "invisible",
    list("\0\x1b\x7f\x9f\xad\u061c\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"),
)
def test_what_nobody_sees_is_dropped_without_a_trace(invisible: str) -> None:
    assert normalize_text(f"{invisible}پاک{invisible}ستان{invisible}") == "پاکستان"


@pytest.mark.parametrize(
    "visible",
    [
        "می\u200cروم",
        "न्\u200dयू",
        "مُحَمَّدٌ",
        "کـتاب",
        "علي",
        "ﷺ",
        "½ m²",
        "“…”",
        "۱۲۳ ٤٥",
        "👨\u200d👩\u200d👧",
    ],
)
def test_what_a_language_writes_is_kept(visible: str) -> None:
    assert normalize_text(visible) == visible


def test_a_mark_composes_with_its_letter_across_what_was_dropped() -> None:
    assert normalize_text("e\u200b\u0301") == "é"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", " \n", "\n  ", "\u2028"])
def test_a_word_that_a_soft_hyphen_broke_at_a_line_end_is_whole(line_end: str) -> None:
    assert normalize_text(f"der Fisch\xad{line_end}markt am Kai") == "der Fischmarkt am Kai"


@pytest.mark.parametrize("text", ["Fisch\xad\n\nMarkt", "Fisch \xad\nMarkt", "Fisch\xad\n— Markt"])
def test_a_soft_hyphen_joins_no_paragraphs_and_no_words(text: str) -> None:
    assert normalize_text(text) == text.replace("\xad", "").replace(" \n", "\n")


def test_indentation_and_double_spaces_inside_a_line_stay() -> None:
    assert normalize_text("عنوان\n  شعر   اول  \n  شعر دوم\n") == "عنوان\n  شعر   اول\n  شعر دوم"


@given(any_text)
@example("أ\u0338\u0654\u0654")
@example("آ \u0655")
def test_the_canonical_form_is_the_same_when_taken_twice(text: str) -> None:
    canonical = canonical_form(text)
    assert canonical_form(canonical) == canonical


@given(any_text)
def test_a_text_and_its_normalized_text_have_one_canonical_form(text: str) -> None:
    assert canonical_form(normalize_text(text)) == canonical_form(text)


@given(any_text)
def test_a_canonical_form_is_nfc(text: str) -> None:
    assert unicodedata.is_normalized("NFC", canonical_form(text))


@given(st.sampled_from(LANGUAGES), st.integers(0, 999), st.data())
def test_a_text_wrapped_anywhere_between_letters_is_the_same_text(
    language: str, number: int, data: st.DataObject
) -> None:
    text = normalize_text(news(number, language))
    position = data.draw(st.integers(1, len(text) - 1))
    if text[position - 1].isalpha() and text[position].isalpha():
        assert canonical_form(f"{text[:position]}\r\n{text[position:]}") == canonical_form(text)


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(["{}", "{}%", "-{}", "{}.5", "5 {}", "10-{}", "m{}"]),
)
def test_different_numbers_make_different_texts(first: int, second: int, form: str) -> None:
    assert (canonical_form(form.format(first)) == canonical_form(form.format(second))) == (
        first == second
    )


SAME = [
    ("كيا پاكستان جيتا", "کیا پاکستان جیتا"),
    ("مکتبة", "مکتبہ"),
    ("أحمد إلى ٱلبيت", "احمد الی البیت"),
    ("آج", "ا\u0653ج"),
    ("کئی", "کی\u0654ی"),
    ("کئی", "كى\u0654ى"),
    ("مُحَمَّدؐ", "محمد"),
    ("رحمٰن", "رحمن"),
    ("کـتـاب", "کتاب"),
    ("می\u200cروم", "میروم"),
    ("ﭘﺎﮐﺴﺘﺎﻥ", "پاکستان"),
    ("ﻻﮨﻮﺭ", "لاہور"),
    ("گۓ", "گئے"),
    ("خانۀ", "خانهٔ"),
    ("گے\u0654", "گئے"),
    ("گٸے", "گئے"),
    ("مسٶل", "مسؤل"),
    ("ﷲ کا شکر", "اللہ کا شکر"),
    ("بسم اﷲ", "بسم الله"),
    ("عبدﷲ", "عبداللہ"),
    ("حضور ﷺ نے", "حضور صلی اللہ علیہ وسلم نے"),
    ("5 ﷼", "5 ریال"),
    ("ﬁnal oﬃce", "final office"),
    ("Fisch\xad\nmarkt", "Fischmarkt"),
    ("۷ مارچ ۲۰۲۶", "7 مارچ 2026"),
    ("٣٠ دن", "30 دن"),
    ("५ बजे", "5 बजे"),
    ("خبر: ’بارش‘ ہوئی۔", "خبر بارش ہوئی"),
    ("Lahore's OLD Fort", "lahores old fort"),
    ("ΟΔΟΣ", "οδος"),
    ("ΟΔΟΣ.ΜΟΥ", "ΟΔΟΣ ΜΟΥ"),
    ("أ\u0655حمد", "احمد"),
    ("e,\u0301", "é"),
    ("10,000\n12", "10,000   12"),
    ("-5 °C", "−5°C"),
    (".5 percent", "0.5 percent"),
    ("5 ٪", "5%"),
    ("❤\ufe0f", "❤"),
    ("hyphen-\nated", "hyphenated"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_text_are_the_same(one: str, other: str) -> None:
    assert canonical_form(one) == canonical_form(other)


DIFFERENT = [
    ("3.5", "35", "3,5", "3 5", "3٫5", "3-5", "3/5", "3:5", "3ـ5"),
    ("7 2026", "72026"),
    ("10-12", "1012", "10 12", "10–12", "10 (12)", "10+12"),
    ("-5", "5", "+5", "±5", "~5"),
    ("(-5)", "(5)"),
    ("-$5", "$5", "$-5", "€5", "5"),
    ("-.5", "-5", ".5", "5"),
    ("x=-5", "x=5"),
    ("5%", "5‰", "5", "5°", "5′", "5″"),
    ("10²", "102", "10"),
    ("1½", "1 2", "12"),
    ("C", "C#", "C++"),
    ("AT&T", "ATT"),
    ("5🙂", "5🙁", "5"),
    ("بھائی", "بہائی"),
    ("پڑھا", "پڑہا"),
    ("ماں", "مان"),
    ("بولے", "بولی"),
    ("گئی", "گیی"),
    ("گئے", "گے", "گیے"),
    ("ﷲ", "ﷺ", "ﷻ", "﷽"),
    ("سؤر", "سور"),
    ("آم", "ام"),
    ("ڈول", "دول"),
    ("ڪ", "ک"),
    ("ﷺ", "صلی"),
    ("Maße", "Masse"),
    ("schon", "schön"),
    ("año", "ano"),
    ("ma", "má", "mà", "mả", "mã", "mạ"),
    ("कल", "काल", "कील", "कुल", "कल्"),
    ("কল", "কাল", "কিল"),
    ("মানা", "মানা\u0981"),
    ("র\u200dয", "র\u09cdয", "র\u200d\u09cdয"),
    ("ക\u0d4d", "ക\u0d4d\u200d"),
    ("ไกล", "ใกล", "ไกล้", "ใกล้"),
    ("שׁ", "שׂ", "ש"),
    ("か", "が"),
    ("ı", "i"),
]  # fmt: skip


@pytest.mark.parametrize("texts", DIFFERENT)
def test_two_texts_never_become_one(texts: tuple[str, ...]) -> None:
    assert [
        (one, other)
        for one, other in combinations(texts, 2)
        if canonical_form(one) == canonical_form(other)
    ] == []


@given(st.sampled_from(LANGUAGES), st.integers(0, 10**6), st.integers(0, 10**6))
def test_news_with_different_numbers_stay_different(language: str, first: int, second: int) -> None:
    one, other = news(first, language), news(second, language)
    assert (canonical_form(one) == canonical_form(other)) == (one == other)


def test_nothing_readable_has_no_canonical_form() -> None:
    assert canonical_form(" \u200b\t—…۔\n\u064b\u200c") == ""


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "\n",
        ". ",
        "1.",
        "1 -",
        "ا\u0654",
        "ی\u0654",
        "\u200c",
        "\u0301\u0323",
        "\U0001d165\U0001d17b",
        "(((",
        "\r",
    ],
)
def test_a_long_monotonous_text_takes_no_longer_than_its_length(unit: str) -> None:
    assert canonical_form(unit * 300_000) is not None


def test_a_number_keeps_its_sign_and_one_space_before_the_next_whatever_its_digits_are() -> None:
    assert canonical_form("at -0") == canonical_form("at -۰") == "at−0"
    assert canonical_form("3  5") == canonical_form("3 \u200c\n 5") == "3 5"


@pytest.mark.parametrize("mark", ["\u0301", "\U0001d165"])
@pytest.mark.parametrize(
    ("mark_count", "length", "has_too_many"),
    [(31, 10_001, True), (30, 10_001, False), (31, 10_000, False)],
)
def test_a_long_text_with_more_than_30_marks_in_a_row_gets_a_joiner(
    mark: str, mark_count: int, length: int, has_too_many: bool
) -> None:
    text = ("ا" + mark * mark_count).ljust(length, "ب")
    assert has_too_many_marks(text) == has_too_many
    assert ("\u034f" in compose(text)) == has_too_many


def test_characters_of_other_planes_that_are_no_marks_get_no_joiner() -> None:
    assert not has_too_many_marks("😀" * 10_001)
