"""What is known of characters does not depend on the Python that runs."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.text.keys import DIGEST, digest
from transforms.text.canonical import canonical_form, fold_characters
from transforms.text.characters import (
    SIGNS_AND_LETTERS,
    SMALL_LETTERS,
    UNICODE_VERSION,
    category,
    combining,
    in_ranges,
)
from transforms.version import PIPELINE_VERSION

EVERY_CHARACTER = list(map(chr, range(0x110000)))


def test_texts_have_the_same_keys_on_every_python() -> None:
    assert digest() == DIGEST


def test_ideographs_syllables_and_private_use_are_no_marks_digits_or_punctuation() -> None:
    others = set(EVERY_CHARACTER[:0x10000]) - set(SIGNS_AND_LETTERS)
    assert {category(char) for char in others} <= {"Lo", "Co", "Cs", "Cn"}
    assert not any(map(combining, others))


@given(st.text(max_size=12))
def test_ranges_are_a_class_of_the_same_characters(characters: str) -> None:
    found = re.findall(f"[{in_ranges(characters)}]", "".join(EVERY_CHARACTER)) if characters else []
    assert found == sorted(set(characters))


def test_the_version_of_the_pipeline_names_the_one_of_unicode() -> None:
    assert PIPELINE_VERSION.endswith(f".{UNICODE_VERSION.split('.')[0]}")


def test_every_capital_that_this_python_does_not_know_has_its_small_letter() -> None:
    unknown = {char for char in EVERY_CHARACTER if unicodedata.category(char) == "Cn"}
    capitals = {char for char in unknown if category(char) in {"Lu", "Lt"}}
    assert capitals <= set(SMALL_LETTERS)


def test_a_capital_folds_to_its_small_letter_whoever_knows_it() -> None:
    assert {fold_characters(char) for char in SMALL_LETTERS} == set(SMALL_LETTERS.values())
    assert all(category(char) == "Ll" for char in SMALL_LETTERS.values())
    assert canonical_form("\ua7cb") == canonical_form("\u0264") == "\u0264"
