"""Gazetteer: how long a name, a desk and an acronym may be, and what a name with marks is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES, PIECES
from transforms.gazetteer.lookup import (
    _DESK_ALONE,
    _HAS_DESK,
    _LIST,
    _TABLES,
    _beginnings,
    _form,
    _may_begin,
    _names,
    agency_name,
    agency_word_count,
    city_word_count,
    continues_sentence,
    is_agency,
    is_agency_prefix,
    is_city,
    is_city_prefix,
    is_dateline_prefix,
    is_desk,
    is_homonym,
    is_in_pakistan,
    is_letter_name,
    is_outlet,
    is_party,
    is_picture,
    is_possible_credit,
    is_reporter,
    is_whole_name,
    place_name,
)
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import fold_variants, lower


@pytest.mark.parametrize(("length", "is_name"), [(50, True), (51, False)])
def test_a_name_has_fifty_characters_at_most(length: int, *, is_name: bool) -> None:
    spaced = "لاہور" + "۔" * (length - 5)
    assert len(spaced) == length
    assert is_city(spaced) == is_name


def test_nothing_is_no_name() -> None:
    assert not is_city("")
    assert not is_agency("")
    assert place_name("") is None


@pytest.mark.parametrize("words", [" ", "  ", "\u200c \u200c", " ـ "])
def test_words_without_a_letter_are_no_name(words: str) -> None:
    assert agency_name(words) is None
    assert place_name(words) is None
    assert not is_reporter(words)
    assert not is_desk(words)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("نور نگر بیورو رپورٹ", True), ("نور نگر نیا بیورو رپورٹ", False)],
)
def test_a_desk_has_four_words_at_most(words: str, *, is_one: bool) -> None:
    assert is_desk(words) == is_one


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("ICANA", True), ("Icana", False), ("RFE/RL", True), ("Rfe/Rl", True), ("Tasnim", True)],
)
def test_an_acronym_of_five_letters_counts_in_capitals_only(words: str, *, is_one: bool) -> None:
    assert is_agency(words) == is_one


@pytest.mark.parametrize(
    ("after", "continues"),
    [
        (" نے کہا", True),
        (" " * 18 + "نے کہا", True),
        (" " * 19 + "نے کہا", False),
        (" وزیر نے کہا", False),
        ("", False),
    ],
)
def test_the_first_word_within_twenty_characters_may_continue_a_sentence(
    after: str, *, continues: bool
) -> None:
    assert continues_sentence(after) == continues


def test_a_list_has_the_name_of_its_first_known_part() -> None:
    assert place_name("نور پور، لاہور، کراچی") == "Lahore"
    assert place_name("پاکستان، لاہور") == "Lahore"
    assert agency_name("نامعلوم، اے پی پی") == "APP"


def test_a_word_for_agency_may_stand_around_a_name() -> None:
    assert agency_name("رائٹرز نیوز ایجنسی") == agency_name("رائٹرز") == "Reuters"
    assert not is_agency("رائٹرز نیوز ایجنسی") or is_agency("رائٹرز")


def test_quick_looks_let_every_name_pass() -> None:
    assert is_city_prefix("رحیم")
    assert not is_city_prefix("بارش")
    assert is_agency_prefix("خبرگزاری")
    assert is_dateline_prefix("Desk")
    assert is_dateline_prefix("لاہور")
    assert is_possible_credit("ویب ڈیسک")
    assert not is_possible_credit("")
    assert not is_possible_credit("بارش تیز")


def test_a_picture_s_credit_names_no_reporter() -> None:
    assert is_picture("فوٹو اے ایف پی")
    assert not is_reporter("فوٹو اے ایف پی")
    assert is_reporter("اے ایف پی")


@pytest.mark.parametrize(("words", "is_one"), [("ڈان", True), ("جیو", True), ("رائٹرز", False)])
def test_a_name_that_is_a_word_too_is_no_desk(words: str, *, is_one: bool) -> None:
    assert is_homonym(words) == is_one
    assert is_desk(words) != is_one


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("آئی این پی شِنہوا", "INP"),
        ("رائٹرز بی بی سی", "Reuters"),
        ("جنگ خبریں", None),
        ("رائٹرز نور پور", None),
    ],
)
def test_two_agencies_may_stand_side_by_side(words: str, name: str | None) -> None:
    assert agency_name(words) == name


def test_the_longer_name_of_an_agency_is_another_agency() -> None:
    assert agency_name("ایسوسی ایٹڈ پریس آف پاکستان") == "APP"
    assert agency_name("Associated Press of Pakistan") == "APP"
    assert agency_name("ایسوسی ایٹڈ پریس") == "AP"


@pytest.mark.parametrize(
    ("before", "after", "is_whole"),
    [
        ("", "", True),
        ("ای ", "", False),
        ("ادارے ای ", "", False),
        ("ای، ", "", True),
        ("ای", "", True),
        ("کے ", "", True),
        ("ادارے کے ", "", True),
        ("ایم کے ", "", False),
        ("", " کے مطابق", True),
        ("", " ایس", False),
        ("", "، ایس", True),
        ("", " آف بنگال", False),
    ],
)
def test_a_spelled_name_has_no_letter_beside_it(before: str, after: str, *, is_whole: bool) -> None:
    assert is_whole_name("اے پی", before, after) == is_whole


def test_letters_beside_a_name_that_is_not_spelled_are_no_part_of_it() -> None:
    assert is_whole_name("رائٹرز", "ای ", " ایس")
    assert not is_whole_name("رائٹرز", "", " آف بنگال")
    assert is_letter_name("ایس")
    assert not is_letter_name("رائٹرز")


def test_a_party_of_pakistan_has_the_letters_of_an_agency() -> None:
    assert is_party("پی ٹی آئی")
    assert not is_party("پریس ٹرسٹ آف انڈیا")
    assert is_in_pakistan("نور پور، پشاور")
    assert not is_in_pakistan("نئی دہلی")
    assert not is_in_pakistan("نور پور")


def test_an_article_makes_no_name_of_a_word() -> None:
    assert is_homonym("The Dawn")
    assert not is_desk("The Dawn")
    assert agency_name("The Dawn") == "Dawn"


def test_an_outlet_is_one_agency() -> None:
    assert is_outlet("رائٹرز نیوز ایجنسی")
    assert not is_outlet("جنگ اور امن")


@given(LINES | st.text(st.sampled_from("اآیيىكکےۂۀۓءئہ\u200c\u0654 abZİ7۷-ـ")))
def test_a_name_is_looked_up_by_its_canonical_form(words: str) -> None:
    assert _form(words) == canonical_form(words)


@given(LINES)
def test_a_list_is_divided_at_its_marks(words: str) -> None:
    assert list(_LIST.split(words)) == _LIST.mark.split(words)


@given(st.lists(PIECES, max_size=6))
def test_no_agency_has_more_words_than_it_can_have(pieces: list[str]) -> None:
    words = " ".join(pieces).split()
    for count in range(agency_word_count(words) + 1, len(words) + 1):
        assert not is_agency(" ".join(words[:count]))


@given(st.lists(PIECES, max_size=6))
def test_no_city_has_more_words_than_it_can_have(pieces: list[str]) -> None:
    words = " ".join(pieces).split()
    for count in range(city_word_count(words) + 1, len(words) + 1):
        assert not is_city(" ".join(words[:count]))


@given(LINES)
def test_a_line_without_a_word_of_desks_is_no_desk(line: str) -> None:
    folded = fold_variants(line)
    if not _HAS_DESK.search(lower(folded)):
        assert not _DESK_ALONE.search(folded)


def _with(name: str, at: int, mark: str) -> str:
    """A name with a mark somewhere in it."""
    return name[: at % (len(name) + 1)] + mark + name[at % (len(name) + 1) :]


@given(
    LINES | st.text("آاکیہdD 12۲ـ\u200c\u064b\u0654\u0308\u20e3\u094dक.-", max_size=8),
    st.sampled_from(sorted(_TABLES)),
)
def test_no_name_begins_as_words_whose_first_letters_begin_none(words: str, table: str) -> None:
    assert _may_begin(words, table) or _form(words) not in _beginnings(table)


@given(
    st.sampled_from(sorted(_TABLES)).flatmap(
        lambda table: st.tuples(st.just(table), st.sampled_from(sorted(_names(table))))
    ),
    st.integers(0, 50),
    st.text("ـ\u200c\u064b\u0654. -۔'", min_size=1, max_size=3),
)
def test_a_name_with_marks_in_it_may_be_one(named: tuple[str, str], at: int, marks: str) -> None:
    table, name = named
    words = _with(name, at, marks)
    assert _may_begin(words, table) or _form(words) not in _beginnings(table)
