"""Sources: how far from an agency a word of saying may stand, and what parts them."""

import pytest

from transforms.attribution.sources import is_cited


@pytest.mark.parametrize(("end", "is_one"), [(100, True), (101, False)])
def test_a_word_of_saying_ends_within_100_characters_of_the_agency(
    end: int, *, is_one: bool
) -> None:
    words = " نے " + "ب" * (end - len(" نے  بتا")) + " بتا"
    assert len(words) == end
    assert is_cited("", words + "یا") == is_one


@pytest.mark.parametrize(("end", "is_one"), [(100, True), (101, False)])
def test_a_verb_before_an_agency_begins_within_100_characters(end: int, *, is_one: bool) -> None:
    words = "قال " + "ب" * (end - 4)
    assert is_cited(" " + words, "") == is_one


@pytest.mark.parametrize(
    ("after", "is_one"),
    [
        (" کے مطابق", True),
        (" کے نمائندے مطابق", True),
        (" کے ایک نمائندے مطابق", False),
        (" کی ایک تازہ رپورٹ", True),
        (" کی ایک بالکل تازہ رپورٹ", False),
        (" سے ایک مختصر گفتگو", True),
        (" سے ایک اور مختصر گفتگو", False),
        (" کو ہفتے کی شام دیر سے بتایا", True),
        (" کو ہفتے کی شام بہت دیر سے بتایا", False),
        (" نے رپورٹ دی", True),
        (" نے دفتر بند کیا، وزیر نے بتایا", False),
        (" (نئی دہلی) نے بتایا", True),
        (": بارش", True),
        ("", False),
    ],
)
def test_a_word_of_saying_stands_in_the_clause_of_the_agency(after: str, *, is_one: bool) -> None:
    assert is_cited("", after) == is_one
