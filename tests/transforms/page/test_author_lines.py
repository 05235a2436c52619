"""Labels of authors on lines of their own: who is named, what is cut, and what looks like one."""

import pytest

from transforms.page.author_lines import AuthorLines, read_author_lines

REPORT = "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔"
NOTHING = AuthorLines()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("By", "Jane Doe"),
        ("By:", "Jane Doe"),
        ("Written by", "Jane Doe and John Roe"),
        ("Report by", "Jane Doe"),
        ("Author", "Jane Doe"),
        ("تحریر:", "نور خان"),
        ("مصنف،", "نور خان"),
        ("مصنف", "نور خان"),
        ("از قلم", "نور خان"),
        ("رپورٹ:", "نور خان"),
        ("نویسنده", "نور ملوان"),
        ("كاتب", "نور البحار"),
        ("بقلم:", "نور البحار"),
        ("लेखक,", "नूर नाविक"),
        ("لیکوال:", "نور خان"),
        ("ليکڪ:", "نور خان"),
    ],
)
def test_a_label_names_the_author_on_the_next_line(label: str, name: str) -> None:
    assert read_author_lines(["بارش", label, name, REPORT]) == AuthorLines(name, frozenset({1}))


@pytest.mark.parametrize(
    ("label", "following"),
    [
        ("رپورٹ", "سمندری طوفان"),
        ("گزارش", "سیل"),
        ("تحریر", "سفر"),
        ("از", "کراچی"),
        ("By", "the river we sat down."),
        ("By", "jane doe"),
        ("By", REPORT),
        ("مصنف", "کی موت"),
        ("Author", "of the year is a sailor."),
        ("Role", "Model"),
        ("عہدہ", "خالی ہے"),
        ("مضمون کی تفصیل", REPORT),
        ("By", ""),
        ("بارش", "نور خان"),
    ],
)
def test_a_word_that_names_nobody_stays(label: str, following: str) -> None:
    assert read_author_lines(["بارش", label, following, REPORT]) == NOTHING


def test_a_block_is_cut_but_for_the_name_the_agency_and_the_date() -> None:
    block = ["مضمون کی تفصیل", "مصنف,", "نور خان", "عہدہ,", "بی بی سی اردو، کراچی"]
    lines = ["بارش", *block, "7 مارچ 2026", "مطالعے کا وقت: 3 منٹ", REPORT]
    assert read_author_lines(lines) == AuthorLines("نور خان", frozenset({1, 2, 4, 7}))
    lines[5] = "سینئر ملاح"
    assert read_author_lines(lines) == AuthorLines("نور خان", frozenset({1, 2, 4, 5, 7}))


def test_the_label_of_an_agency_is_cut_and_names_no_author() -> None:
    assert read_author_lines(["بارش", "By", "AFP", REPORT]) == AuthorLines(None, frozenset({1}))


def test_the_first_line_stays() -> None:
    assert read_author_lines(["By", "Jane Doe", REPORT]) == NOTHING
    assert read_author_lines(["4 min read", REPORT]) == NOTHING
    assert read_author_lines([]) == NOTHING


@pytest.mark.parametrize(("lines_before", "numbers"), [(12, {12}), (13, frozenset())])
def test_a_block_stands_in_the_twelve_lines_below_the_headline(
    lines_before: int, numbers: set[int]
) -> None:
    assert read_author_lines([*["بارش"] * lines_before, "4 min read", REPORT]).numbers == numbers
    label = [*["بارش"] * (lines_before - 1), "By", "Jane Doe", REPORT]
    assert (read_author_lines(label).author is not None) == bool(numbers)


@pytest.mark.parametrize(("length", "is_cut"), [(30, True), (31, False)])
def test_a_label_has_thirty_characters_at_most(length: int, *, is_cut: bool) -> None:
    label = "By" + " " * (length - 3) + ":"
    found = read_author_lines(["Rain", " " * (length - 3) + "By:", "Jane Doe", REPORT])
    assert len(label) == length
    assert (found.author is not None) == is_cut


@pytest.mark.parametrize(("length", "is_cut"), [(60, True), (61, False)])
def test_a_post_and_a_reading_time_have_sixty_characters(length: int, *, is_cut: bool) -> None:
    found = read_author_lines(["Rain", "Role:", "s" * length, REPORT])
    assert found.numbers == ({1, 2} if is_cut else {1})
    time = "4 min read" + "." * (length - 10)
    assert bool(read_author_lines(["Rain", time, REPORT]).numbers) == is_cut
