"""The title of a text is its headline, or the first sentence where it has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page.title import MAX_TITLE_CHARS, find_title, shorten
from transforms.text.normalize import normalize_text

words = st.lists(
    st.sampled_from(
        ["نورپور", "میں", "بارش،", "3.5", "ہے۔", "کیا؟", "U.S.", "漢字" * 40, "x" * 80]
    ),
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
def test_a_title_is_the_beginning_of_a_text(
    words: list[str], space: str, before: str, after: str
) -> None:
    if words:
        title, method = find_title(before + space + space.join(words) + space + after)
        assert title is not None
        text = " ".join([*words, *after.split()])
        assert text.startswith(title)
        assert method != "first_line" or title == " ".join(words)


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


REPORT = (
    "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔ شام کو بادل آ گئے اور سب لوٹ گئے۔"
)
SENTENCE = "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔"


def finished(length: int) -> str:
    """A sentence of so many characters."""
    return "ا" * (length - 1) + "۔"


@pytest.mark.parametrize(("length", "method"), [(79, "first_line"), (80, "first_paragraph")])
def test_a_finished_line_of_eighty_characters_is_a_paragraph(length: int, method: str) -> None:
    line = finished(length)
    assert find_title(f"{line}\n\n{REPORT}") == (line, method)


@pytest.mark.parametrize("end", ["؟", "!", "...", "۔۔۔", "…", ":", ""])
def test_a_line_that_does_not_end_with_a_full_stop_may_be_a_headline(end: str) -> None:
    line = "ا" * 100 + end
    assert find_title(f"{line}\n\n{REPORT}") == (line, "first_line")


@pytest.mark.parametrize("end", ["۔", ".", "۔‘", "۔”", ".)", "۔ "])
def test_quotation_marks_may_follow_the_full_stop_of_a_paragraph(end: str) -> None:
    assert find_title("ا" * 100 + f"{end}\n\n{REPORT}").title_method == "first_paragraph"


@pytest.mark.parametrize(("sentences", "method"), [(3, "first_line"), (4, "first_paragraph")])
def test_a_line_of_four_sentences_is_a_paragraph_however_it_ends(
    sentences: int, method: str
) -> None:
    line = (finished(40) + " ") * sentences + "شام"
    assert find_title(f"{line}\n\n{REPORT}").title_method == method


def test_the_title_of_a_text_that_begins_with_a_paragraph_is_its_first_sentence() -> None:
    assert find_title(f"{REPORT}\n\n{REPORT}") == (SENTENCE, "first_paragraph")
    long = "بارش " * 90 + "ہوئی۔"
    assert find_title(f"{long}\n\n{REPORT}").title_method == "first_words"


def test_a_deck_of_sentences_before_a_dateline_belongs_to_the_headline() -> None:
    headline = f"منڈی بنے گی {finished(90)}"
    assert find_title(f"{headline}\n\nکراچی (اے پی پی) {REPORT}") == (headline, "first_line")


HEADLINE = "گھاٹ پر لوگوں کا ہجوم"


@pytest.mark.parametrize(
    "line",
    ["اے پی پی", "SUBH.INFO", "کراچی", "SUBH.INFO- مكتب الرباط", "پڑھنے کا وقت: 4 منٹ", "عنوان:"],
)
def test_what_stands_above_a_text_is_no_title(line: str) -> None:
    assert find_title(f"{line}\n\n{REPORT}\n\n{REPORT}") == (SENTENCE, "first_paragraph")
    assert find_title(f"{line}\n\n{HEADLINE}\n\n{REPORT}") == (HEADLINE, "first_line")


@pytest.mark.parametrize("text", ["اے پی پی", "اے پی پی\n7 مارچ 2026", "7 مارچ 2026\nاے پی پی"])
def test_a_text_without_a_headline_and_a_sentence_has_a_title(text: str) -> None:
    assert find_title(text) == ("اے پی پی", "first_line")


@pytest.mark.parametrize(
    "start",
    [
        "کراچی (اے پی پی) ",
        "کراچی (اُردو پوائنٹ اخبارتازہ ترین 11 دسمبر2018ء) ",
        "اسلام آباد ۔ 7 مارچ (اے پی پی) ",
        "کراچی(اسٹاف رپورٹر)",
        "(رائٹرز) - ",
    ],
)
def test_a_dateline_is_no_part_of_a_title(start: str) -> None:
    assert find_title(f"{start}{HEADLINE}\n\n{REPORT}").title == HEADLINE
    assert find_title(f"{start}{REPORT}\n\n{REPORT}").title == SENTENCE
    assert find_title(f"{start}{REPORT}").title == SENTENCE


@pytest.mark.parametrize("start", ["کراچی - رائٹرز - ", "تهران- ایسنا: "])
def test_an_agency_behind_a_place_belongs_to_the_dateline(start: str) -> None:
    assert find_title(f"{start}{REPORT}\n\n{REPORT}").title == SENTENCE
    assert find_title(f"کراچی: رائٹرز کا {REPORT}").title == f"رائٹرز کا {SENTENCE}"


@pytest.mark.parametrize(
    "fields",
    ["Language: ur\nKeywords: rain, town", "ID: 4411", "زبان: اردو\nصفحہ: 3", "اداره: خبر"],
)
def test_a_labelled_title_stands_below_other_fields(fields: str) -> None:
    assert find_title(f"{fields}\nTitle: {HEADLINE}\n\n{REPORT}").title == HEADLINE
    assert find_title(f"{fields}\n{HEADLINE}\n\n{REPORT}").title != HEADLINE


def test_a_label_further_down_is_of_something_else() -> None:
    assert find_title(f"{HEADLINE}\n\nTitle: {SENTENCE}\n\n{REPORT}").title == HEADLINE
    page = f"{REPORT}\n\nTitle: {HEADLINE}\n\n{REPORT}"
    assert find_title(page).title == SENTENCE


def test_a_place_at_the_head_of_a_headline_stays() -> None:
    assert find_title(f"لاہور: ایک شہر کی کہانی\n\n{REPORT}").title == "لاہور: ایک شہر کی کہانی"
    assert find_title(f"لاہور: {REPORT}\n\n{REPORT}").title == SENTENCE


@pytest.mark.parametrize(("length", "is_cut"), [(9, False), (10, True)])
def test_ten_characters_follow_the_dateline_of_a_headline(length: int, *, is_cut: bool) -> None:
    headline = "ا" * length
    line = f"کراچی (اے پی پی) {headline}"
    assert find_title(f"{line}\n\n{REPORT}").title == (headline if is_cut else line)


@pytest.mark.parametrize("line", ["|11 دسمبر 2018", "**"])
def test_a_line_that_is_nothing_but_marks_and_a_date_is_its_own_title(line: str) -> None:
    assert find_title(line).title == line


def test_a_headline_has_no_site_no_label_and_no_marks() -> None:
    for line in (f"# {HEADLINE}", f"**عنوان: {HEADLINE}**", f"{HEADLINE} | ایکسپریس نیوز"):
        assert find_title(f"{line}\n\n{REPORT}") == (HEADLINE, "first_line")
    line = f"{HEADLINE} | صبح نامہ"
    assert find_title(f"{line}\n\n{REPORT}").title == line
    assert find_title(f"{line}\n\n{REPORT}", ["© 2026 صبح نامہ"]).title == HEADLINE


def test_a_title_does_not_end_at_a_link_in_mid_sentence() -> None:
    text = f"کونسل نے کہا ہے کہ\n\nمچھلی منڈی\n\nسردی سے پہلے بنے گی۔ بارش ہوئی۔\n\n{REPORT}"
    sentence = "کونسل نے کہا ہے کہ مچھلی منڈی سردی سے پہلے بنے گی۔"
    assert find_title(text) == (sentence, "first_paragraph")


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
