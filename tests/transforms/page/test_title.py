"""The title of a text is its first line, or as much of it as can be a headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page.title import MAX_TITLE_CHARS, find_title, shorten
from transforms.text.normalize import normalize_text

words = st.lists(
    st.sampled_from(["لاہور", "میں", "بارش،", "3.5", "ہے۔", "کیا؟", "U.S.", "漢字" * 40, "x" * 80]),
    max_size=90,
)
spaces = st.sampled_from([" ", "  ", "\t", " \u00a0"])


@given((st.text() | words.map(" ".join)).map(normalize_text))
def test_a_title_is_one_line_of_single_spaces_and_never_too_long(text: str) -> None:
    title, method = find_title(text)
    assert (title is None) == (method is None) == (not text.strip())
    if title is not None:
        assert title == " ".join(title.split())
        assert 0 < len(title) <= 300


@given(
    words,
    spaces,
    st.sampled_from(["", "\n", " \n\n\t\n"]),
    st.sampled_from(["", "\nدوسری سطر", "\n\nمتن۔ متن۔"]),
)
def test_a_title_is_the_beginning_of_the_first_line_that_is_not_blank(
    words: list[str], space: str, before: str, after: str
) -> None:
    if words:
        title, method = find_title(before + space + space.join(words) + space + after)
        assert title is not None
        assert " ".join(words).startswith(title)
        assert (method == "first_line") == (title == " ".join(words))


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("آج صبح سے بارش ہے۔ ", "آج صبح سے بارش ہے۔"),
        ("شرح 3.5 فیصد رہی؟! ", "شرح 3.5 فیصد رہی؟!"),
        ("”وہ آج آئے گا۔“ کہا۔ ", "”وہ آج آئے گا۔“"),
        ("۔۔۔ یہ خبر ہے۔ ", "۔۔۔ یہ خبر ہے۔"),
    ],
)
def test_the_title_of_a_text_without_line_ends_is_its_first_sentence(
    sentence: str, title: str
) -> None:
    assert find_title(sentence * 50) == (title, "first_sentence")


def test_the_title_of_a_text_without_line_ends_and_sentences_is_its_first_words() -> None:
    title, method = find_title("بارش " * 200)
    assert (title, method) == (("بارش " * 60).strip(), "first_words")


def test_a_line_as_long_as_a_title_can_be_is_one_and_a_longer_one_is_not() -> None:
    assert find_title("ا" * MAX_TITLE_CHARS) == ("ا" * MAX_TITLE_CHARS, "first_line")
    assert find_title("ا" * (MAX_TITLE_CHARS + 1)) == ("ا" * MAX_TITLE_CHARS, "first_words")
    assert find_title("ا" * (MAX_TITLE_CHARS - 1) + "۔ اور") == (
        "ا" * (MAX_TITLE_CHARS - 1) + "۔",
        "first_sentence",
    )
    assert find_title("ا" * MAX_TITLE_CHARS + "۔ اور") == ("ا" * MAX_TITLE_CHARS, "first_words")


@pytest.mark.parametrize(("length", "method"), [(1_000, "first_line"), (1_001, "first_words")])
def test_a_headline_with_its_decks_has_1000_characters_at_most(length: int, method: str) -> None:
    line = "ا" * length
    assert find_title(f"{line}\n{line}متن").title_method == method


@pytest.mark.parametrize(("body_length", "method"), [(400, "first_line"), (399, "first_words")])
def test_a_headline_of_more_than_300_characters_has_a_longer_text_below_it(
    body_length: int, method: str
) -> None:
    line = "ا" * 400
    assert find_title(f"{line}\n{'ب' * body_length}").title_method == method


@pytest.mark.parametrize(("length", "is_title"), [(300, True), (301, False)])
def test_a_headline_below_a_credit_has_300_characters_at_most(length: int, is_title: bool) -> None:
    line = "ا" * length
    title = find_title(f"رپورٹ: نور خان\n{line}\n{'ب' * 400}").title
    assert (title == line) == is_title


@pytest.mark.parametrize(("date_count", "title"), [(7, "بارش"), (8, "7 مارچ 2026")])
def test_a_title_stands_in_the_first_eight_lines(date_count: int, title: str) -> None:
    assert find_title("7 مارچ 2026\n" * date_count + "بارش\nمتن").title == title


@given(st.text(st.sampled_from("اب \n漢"), max_size=80), st.integers(1, 60))
def test_a_shortened_text_is_a_beginning_that_cuts_a_word_only_far_from_a_space(
    text: str, limit: int
) -> None:
    short = shorten(text, limit)
    assert text.startswith(short)
    assert len(short) <= limit
    if len(text) > limit:
        lost = text[len(short) : limit]
        assert len(lost.strip()) <= limit / 10
        assert text[len(short)].isspace() or not any(
            map(str.isspace, text[-(-limit * 9 // 10) : limit + 1])
        )
    else:
        assert short == text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ا" * 18 + " ب", "ا" * 18 + " ب"),
        ("ا" * 18 + " بجد", "ا" * 18),
        ("ا" * 17 + " بجدہ", "ا" * 17 + " بج"),
        ("ا" * 18 + " ب جد", "ا" * 18 + " ب"),
        ("ا" * 18 + "\nبجد", "ا" * 18),
    ],
)
def test_a_text_is_shortened_to_whole_words_where_that_loses_at_most_a_tenth(
    text: str, short: str
) -> None:
    assert shorten(text, 20) == short
