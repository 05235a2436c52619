"""Wrapped lines come back as the paragraphs they were; other lines stay as they are."""

import re
import textwrap
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import SENTENCES
from transforms.extract import extract
from transforms.text.hard_wraps import unwrap
from transforms.text.normalize import normalize_text

HEADLINE = "دریا کے کنارے کل شام کا میلہ"
RIGHT_TO_LEFT = ("ur", "fa", "ar")
LEFT_TO_RIGHT = ("en", "de", "fr", "nl")
_SENTENCE_END = re.compile(r"[۔.]")


@st.composite
def paragraphs(draw: st.DrawFn) -> list[str]:
    """A few paragraphs, each of sentences enough for a dozen lines."""
    tags, stop = draw(st.sampled_from([(RIGHT_TO_LEFT, "۔"), (LEFT_TO_RIGHT, ".")]))
    words = [word for tag in tags for word in SENTENCES[tag].split()]
    random = Random(draw(st.integers(0, 10_000)))  # noqa: S311 - texts, not secrets
    sizes = draw(st.lists(st.integers(12, 20), min_size=2, max_size=4))
    return [
        " ".join(" ".join(random.choices(words, k=16)) + stop for _ in range(size))
        for size in sizes
    ]


def by_words(parts: Sequence[str], width: int, line_end: str) -> str:
    return "\n\n".join(
        line_end.join(textwrap.wrap(part, width, break_long_words=False)) for part in parts
    )


def by_characters(parts: Sequence[str], width: int) -> str:
    return "\r\n\r\n".join(
        "\r\n".join(part[at : at + width].rstrip() for at in range(0, len(part), width))
        for part in parts
    )


@given(paragraphs(), st.integers(65, 105))
def test_lines_broken_between_words_are_joined(parts: list[str], width: int) -> None:
    wrapped = f"{HEADLINE}\n\n{by_words(parts, width, chr(10))}\n"
    assert unwrap(wrapped).text == "\n\n".join([HEADLINE, *parts])


@given(paragraphs(), st.integers(65, 105))
def test_blank_lines_in_mid_sentence_end_nothing(parts: list[str], width: int) -> None:
    wrapped = f"{HEADLINE}\n\n" + by_words([" ".join(parts)], width, "\n\n")
    found = unwrap(wrapped)
    assert found.is_hard_wrapped
    assert all(_SENTENCE_END.search(part[-1:]) for part in found.text.split("\n\n")[1:])


@given(paragraphs(), st.integers(65, 105))
def test_lines_broken_inside_words_are_joined_without_a_space(parts: list[str], width: int) -> None:
    long = [part for part in parts if 0 < len(part) % width < width - 1]
    found = unwrap(f"{HEADLINE}\r\n\r\n{by_characters(long, width)}")
    if len(long) > 1:
        assert found.text.split("\n\n") == [HEADLINE, *long]


@given(paragraphs(), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_paragraphs_of_one_line_are_left_alone(parts: list[str], line_end: str) -> None:
    text = line_end.join([HEADLINE, *parts])
    assert unwrap(text) == (text, False)


@given(st.text())
def test_no_character_but_white_space_is_lost_or_added(text: str) -> None:
    assert "".join(unwrap(text).text.split()) == "".join(text.split())


VERSE = [
    f"{word} کی بات ہے کہ شام کو دریا کے کنارے ہم سب لوگ مل کر گیت گائیں گے"
    for word in SENTENCES["ur"].split()[:9]
]
LIST = [f"{number}. {SENTENCES['ur'][: 40 + 5 * number]}" for number in range(9)]
SHORT = SENTENCES["ur"].split()


@pytest.mark.parametrize("lines", [VERSE, LIST, SHORT], ids=["verse", "list", "short lines"])
def test_verse_lists_and_short_lines_are_left_alone(lines: list[str]) -> None:
    assert unwrap("\n".join(lines)).is_hard_wrapped is False


@given(paragraphs())
def test_a_wrapped_copy_is_the_same_document_and_remembers_that_it_was_wrapped(
    parts: list[str],
) -> None:
    wrapped = extract(f"{HEADLINE}\n\n{by_words(parts, 90, chr(10))}".encode())
    plain = extract("\n\n".join([HEADLINE, *parts]).encode())
    assert (wrapped.is_hard_wrapped, plain.is_hard_wrapped) == (True, False)
    assert (wrapped.text, wrapped.content_hash) == (plain.text, plain.content_hash)


@given(paragraphs(), st.integers(65, 105))
def test_unwrapping_twice_changes_nothing(parts: list[str], width: int) -> None:
    once = normalize_text(unwrap(by_words(parts, width, "\n")).text)
    assert normalize_text(unwrap(once).text) == once
