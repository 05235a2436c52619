"""Wrapped lines come back as the paragraphs they were; other lines stay as they are."""

import re
import textwrap
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import SENTENCES
from transforms.extract import extract
from transforms.text.hard_wraps import (
    _RULES,
    _exact_width,
    _is_indented,
    _is_verse,
    _line_ends,
    _part_words,
    _Rule,
    _rule_for,
    _without_layout,
    _word_joints,
    _word_width,
    unwrap,
)
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


DATE = "Thu, 20 Oct 2016 05:48:11 GMT"


@given(paragraphs(), st.integers(65, 105), st.sampled_from([str.rjust, str.ljust]))
def test_blanks_that_fill_lines_up_to_the_width_are_no_text(
    parts: list[str], width: int, fill: Callable[[str, int], str]
) -> None:
    lines = [fill(HEADLINE, width), fill(DATE, width)]
    long = [part for part in parts if 0 < len(part) % width < width - 4]
    for part in long:
        *full, last = [part[at : at + width] for at in range(0, len(part), width)]
        lines += [*full, fill(last, width)]
    found = unwrap("\r\n".join(lines))
    if len(long) > 1:
        assert found.text.split("\n")[:2] == [HEADLINE, DATE]
        assert "    " not in found.text
        # A space that was cut off before the end of a paragraph is not always known.
        assert found.text.replace(" ", "").endswith("".join(long[-1].split()))


@pytest.mark.parametrize(
    ("indent", "is_layout"),
    [("   ", False), ("    ", True), ("\t", True), (" \t", True), ("\u3000" * 4, True)],
)
def test_four_blanks_set_a_line_to_the_right_and_three_are_text(
    indent: str, is_layout: bool
) -> None:
    assert _is_indented(f"{indent}بات") == is_layout
    assert (_without_layout(f"{indent}بات") == "بات") == is_layout
    assert not _is_indented(indent)


@pytest.mark.parametrize(("blanks", "is_set_off"), [(18, False), (19, True)])
@pytest.mark.parametrize("indent", [0, 2])
def test_a_quarter_of_the_width_sets_a_line_off(indent: int, blanks: int, is_set_off: bool) -> None:
    # Of 72, 73 and 74 characters, the last of which is the width.
    lines = [f"{' ' * indent}{'صبح ' * 17}رات{'ا' * (n % 3)}{n}" for n in range(1, 10)]
    date = "7 مارچ 2026"
    found = unwrap("\n".join([*lines, " " * (indent + blanks) + date]))
    assert found.is_hard_wrapped
    joint = "\n" if is_set_off else " "
    assert found.text.endswith(f"رات9{joint}{date}")


@pytest.mark.parametrize(("blanks", "is_layout"), [(3, False), (4, True)])
def test_four_blanks_fill_a_line_up(blanks: int, is_layout: bool) -> None:
    assert (_without_layout("بات" + " " * blanks) == "بات") == is_layout


@pytest.mark.parametrize(
    ("last", "first", "joint"),
    [
        # Both are words of the text, and not one together.
        ("کے", "ساتھ", " "),
        ("کر", "نے", ""),
        ("دری", "ا", ""),
        ("کے", "نارے", ""),
    ],
)
def test_an_indent_may_have_swallowed_the_space_between_two_words(
    last: str, first: str, joint: str
) -> None:
    known = "وہ لوگ کے ساتھ کر نے گئے اور کرنے لگے"
    joints: list[str | None] = [None, "", None]
    _part_words([known, f"بات {last}", f"{first} ہے"], joints, [False, False, True])
    assert joints == [None, joint, None]


def test_a_word_broken_at_a_soft_hyphen_has_no_space_in_it() -> None:
    lines = [*[line(80, number) for number in range(9)], "der Fisch\xad".rjust(80, "o"), "markt"]
    assert normalize_text(unwrap("\n".join(lines)).text).endswith("der Fischmarkt")


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


HALF_VERSES = [
    half.rjust(70) if number % 2 else half
    for number, half in enumerate(f"{word} کی شام دریا کنارے" for word in SENTENCES["ur"].split())
]


@pytest.mark.parametrize(
    "lines",
    [VERSE, LIST, SHORT, HALF_VERSES],
    ids=["verse", "list", "short lines", "half-verses set to the right"],
)
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


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_falls_to_that_rule(rule: _Rule) -> None:
    assert _rule_for(rule.example) is rule


def test_each_line_of_a_wrapped_text_falls_to_a_rule() -> None:
    lines = [
        "دریا کے کنارے کا میلہ",
        "",
        "نامہ نگار",
        "میلے میں بچے اور بڑے",
        "سب آئے۔",
        "",
        "منظر",
        "",
        "شام",
    ]
    joints = [None, None, None, " ", " ", None, None, None, None]
    assert [_rule_for(end).name for end in _line_ends(lines, joints)] == [
        "the first blank line ends the headline",
        "any other short line stays a line",
        "a line broken at the width goes on",
        "a blank line after a sentence ends a paragraph",
        "a blank line ends a paragraph where few stand in mid-sentence",
    ]


def test_blank_lines_that_stand_everywhere_end_paragraphs_after_short_lines_only() -> None:
    lines = ["میلے میں", "", "بچے اور بڑے", "", "سب", "", "آئے۔", "شام"]
    joints = [" ", None, " ", None, None, None, None, None]
    assert [_rule_for(end).name for end in _line_ends(lines, joints)] == [
        "the first blank line ends the headline",
        "a line broken at the width goes on",
        "a blank line after a short line ends a paragraph",
        "a short line that ends a sentence ends a paragraph",
    ]


def line(length: int, number: int, end: str = "") -> str:
    """A line of so many characters whose last word is its number."""
    last = f" {number:03}{end}"
    return ("بات " * length)[: length - len(last)] + last


def lines_of(*lengths: int, finished: int = 0) -> list[str]:
    """Lines of these lengths, the first few of them finished sentences."""
    return [
        line(length, number, "۔" if number < finished else "")
        for number, length in enumerate(lengths)
    ]


@pytest.mark.parametrize(
    ("lengths", "width"),
    [
        ([80] * 5, 80),
        ([80] * 4, None),
        ([80] * 4 + [79] * 4, None),
        ([60] * 6, 60),
        ([59] * 6, None),
        ([130] * 6, 130),
        ([131] * 6, None),
        # The share of the long lines that have the width, or one character less.
        ([80] * 16 + [79] + [75] * 3, 80),
        ([80] * 16 + [75] * 3, None),
        # A line is a long one from 88 % of the width on.
        ([100] * 5 + [88], 100),
        ([100] * 5 + [89], None),
    ],
)
def test_limits_of_an_exact_width(lengths: list[int], width: int | None) -> None:
    assert _exact_width(lines_of(*lengths)) == width


@pytest.mark.parametrize(("count", "is_wrapped"), [(4, False), (5, True)])
def test_a_text_of_five_lines_of_one_length_is_hard_wrapped(count: int, is_wrapped: bool) -> None:
    line = "آج صبح سے شہر کے تمام علاقوں میں تیز بارش ہو رہی ہے اور سڑکوں پر"
    text = "\n".join(f"{line} {digit}" for digit in range(count))
    assert unwrap(text).is_hard_wrapped == is_wrapped


@pytest.mark.parametrize(("filled", "width"), [(1, 80), (0, None)])
def test_lines_that_blanks_fill_up_have_the_width(filled: int, width: int | None) -> None:
    short = [line(30, number).rjust(80) for number in range(filled)]
    assert _exact_width([*lines_of(*[80] * 4), *short]) == width


def test_a_line_of_white_space_is_blank_whatever_its_length() -> None:
    lines = lines_of(*[80] * 9)
    assert _exact_width([*lines, " " * 80, "\u1680" * 131]) == 80
    assert _exact_width([" " * 80] * 9) is None
    assert unwrap("\n".join([*lines, " " * 80])).text == "".join(lines)


@pytest.mark.parametrize(("finished", "width"), [(50, 80), (51, None)])
def test_half_of_the_lines_of_a_width_end_in_mid_sentence(finished: int, width: int | None) -> None:
    assert _exact_width(lines_of(*[80] * 100, finished=finished)) == width
    assert _word_width(lines_of(*[80] * 101, finished=finished)) == width


@pytest.mark.parametrize(
    ("lengths", "width"),
    [
        ([80] * 8, 80),
        ([80] * 7, None),
        ([60] * 8, 60),
        ([59] * 8, None),
        ([130] * 8, 130),
        ([131] * 8, None),
        # The width is the length that nine lines of ten do not exceed.
        ([100] * 19 + [110], 100),
        ([100] * 18 + [110] * 2, 110),
        # No line is twice as long.
        ([100] * 19 + [200], 100),
        ([100] * 19 + [201], None),
        # The share of the lines that are within 12 % of the width.
        ([100] * 10 + [88] * 35 + [50] * 55, 100),
        ([100] * 10 + [88] * 34 + [50] * 56, None),
        ([100] * 10 + [88] * 34 + [87] + [50] * 55, None),
    ],
)
def test_limits_of_a_width_between_words(lengths: list[int], width: int | None) -> None:
    assert _word_width(lines_of(*lengths)) == width


@pytest.mark.parametrize(
    ("line_count", "rhyme_count", "is_verse"),
    [(100, 30, True), (100, 29, False), (10, 5, True), (10, 4, False)],
)
def test_verse_has_three_lines_of_ten_and_five_at_least_that_end_in_one_word(
    line_count: int, rhyme_count: int, is_verse: bool
) -> None:
    rhymed = [line(60, number) + " رات" for number in range(rhyme_count)]
    assert _is_verse([*rhymed, *lines_of(*[60] * (line_count - rhyme_count))]) == is_verse


@pytest.mark.parametrize(("length", "joint"), [(86, " "), (85, None)])
def test_a_line_is_broken_where_the_next_word_takes_it_to_nine_tenths_of_the_width(
    length: int, joint: str | None
) -> None:
    assert _word_joints(["ا" * length, "بات اور"], 100) == [joint, None]


@pytest.mark.parametrize(("gap_count", "is_meaningful"), [(10, False), (9, True)])
def test_blank_lines_mean_nothing_where_a_tenth_of_the_broken_lines_has_one(
    gap_count: int, is_meaningful: bool
) -> None:
    lines = [*["بات", ""] * gap_count, *["بات"] * (101 - gap_count)]
    ends = _line_ends(lines, [" "] * len(lines))
    assert len(ends) == 100
    assert {end.has_meaningful_gaps for end in ends} == {is_meaningful}


@pytest.mark.parametrize(("line_count", "has_headline"), [(3, True), (4, False)])
def test_a_headline_has_three_lines_at_most(line_count: int, has_headline: bool) -> None:
    lines = [*["بات"] * line_count, "", "اور", "", "پھر"]
    ends = _line_ends(lines, [" "] * len(lines))
    assert [end.is_headline for end in ends] == [
        number == line_count - 1 and has_headline for number in range(len(ends))
    ]
