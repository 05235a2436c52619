"""A gate never shuts out a text to which its rule applies."""

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.gates import (
    START_CHARS,
    any_word,
    beginnings,
    form_beginnings,
    may_have_one_form,
)
from transforms.page import boilerplate_phrases as phrases
from transforms.page import boilerplate_rules as rules
from transforms.text.canonical import canonical_form, is_plain_letter
from transforms.text.letter_variants import lower
from transforms.text.normalize import normalize_text

BASIC_PLANE = list(map(chr, [*range(0xD800), *range(0xE000, 0x10000)]))
TABLES = (
    phrases.ANYWHERE.pattern,
    phrases.OPENINGS.pattern,
    phrases.LABELS.pattern,
    phrases.AT_THE_END.pattern,
    phrases.COMMENTS_HEADING.pattern,
    phrases.PROMOTION_CALL.pattern,
    phrases.PROMOTION_JOINT.pattern,
    "|".join(phrases.PROMOTIONS.values()),
    *phrases.PHRASES.values(),
    *phrases.MENUS.values(),
    phrases.SITE_PAGES,
)
# The words of the rules, and what people and programs write around them.
WORDS = sorted({word for table in TABLES for word in re.findall(r"[^\W\d_]{2,}", table)})
OTHERS = (
    *(
        "بارش",
        "کیا",
        "ي",
        "ك",
        "ہ",
        "\u064b",
        "\u0654",
        "\u200c",
        "ـ",
        "۲۰۲۶",
        "2026",
        "7",
        "x",
        "é",
    ),
    *(
        "ı",
        "ſ",
        "İ",
        "K",
        "漢",
        "का",
        "ि",
        "©",
        "(",
        ")",
        "«",
        "»",
        "“",
        ":",
        "،",
        ",",
        "|",
        "/",
        "#",
    ),
    *("۔", ".", "…", "-", "—", "*", "\U0001f600", "\U0001e900"),
)
PIECES = st.sampled_from([*WORDS, *(word.title() for word in WORDS), *OTHERS])
SPACED = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " "])), max_size=9)
LINES = SPACED.map(lambda pieces: normalize_text("".join(map("".join, pieces))).strip("\n"))
ONE_LINE = LINES.filter(lambda line: "\n" not in line)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), LINES)
def test_any_word_finds_what_a_search_for_each_of_them_finds(words: list[str], text: str) -> None:
    small = lower(text)
    words = [word.lower() for word in words if not set(word.lower()) <= set("iks")] or ["us"]
    assert any_word(words)(text) is any(word in small for word in words)


@given(ONE_LINE)
@example("رابطے میں رہنے کے لیے۔")
@example("on Facebook AND ...")
def test_a_line_that_ends_in_a_joint_may_end_in_one(line: str) -> None:
    assert phrases.may_end_in_joint(line) or not phrases.PROMOTION_JOINT.search(line)


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_lower_case_has_each_letter_that_an_expression_in_any_case_finds(letter: str) -> None:
    expression = re.compile(letter, re.IGNORECASE)
    found = filter(expression.match, BASIC_PLANE)
    assert [char for char in found if letter not in lower(char)] == []


RULES: dict[str, tuple[Callable[[str], bool], Callable[[str], object]]] = {
    "opening": (phrases.has_known_opening, lambda line: phrases.OPENINGS.match(line.lstrip())),
    "label": (phrases.is_labelled, lambda line: phrases.LABELS.match(line.lstrip())),
    "heading of a list": (phrases.is_list_heading, phrases.AT_THE_END.fullmatch),
    "comments": (
        phrases.heads_comments,
        lambda line: phrases.COMMENTS_HEADING.match(line.strip()),
    ),
    "anywhere": (
        lambda line: phrases.boilerplate_anywhere(line) is not None,
        lambda line: (
            (found := phrases.ANYWHERE.match(line))
            and (found["formula"] or not phrases.is_statement(line))
        ),
    ),
}


@pytest.mark.parametrize("name", RULES)
@given(line=ONE_LINE.filter(lambda line: len(line) <= 160))
@example(line="© 2026")
@example(line="روزنامہ صبح ©")
@example(line="End of content")
@example(line="بی بی سی پوسٹ کا اختتام")
@example(line="3 comments")
@example(line="Tags: sea")
def test_a_rule_with_a_gate_is_the_rule_without_it(name: str, line: str) -> None:
    is_found, rule = RULES[name]
    assert is_found(line) is bool(rule(line))


@given(ONE_LINE, st.sampled_from(WORDS))
def test_a_line_that_an_expression_matches_passes_its_gate(line: str, word: str) -> None:
    expression = rf"\W*{word}(?:\s|s\b)|[،,(]?\s?{word[::-1]}\w"
    may_begin = beginnings(expression, re.IGNORECASE)
    if re.match(expression, line, re.IGNORECASE):
        assert may_begin(line[:START_CHARS])


def test_a_plain_letter_has_a_form_of_one_letter() -> None:
    letters = [
        each for each in filter(is_plain_letter, BASIC_PLANE) if normalize_text(each) == each
    ]
    assert len(letters) > 40_000
    assert [char for char in letters if len(canonical_form(char)) != 1] == []


@given(ONE_LINE, st.lists(LINES, max_size=3), st.integers(0, 9))
def test_a_line_that_has_a_form_passes_its_gate(line: str, others: list[str], cut: int) -> None:
    forms = [canonical_form(line[:cut]), canonical_form(line), *map(canonical_form, others)]
    may_be_one = form_beginnings(forms)
    for text in (line, line[:cut], line[cut:], *others):
        assert may_be_one(text) or canonical_form(text) not in forms


@given(ONE_LINE, ONE_LINE, st.sampled_from(["ي", "\u0654", " ", "\u200c", "ـ", "."]))
def test_two_lines_of_one_form_pass_their_gate(line: str, other: str, mark: str) -> None:
    spellings = [line, line.replace("ی", "ي"), line.replace(" ", mark), mark + line, other]
    for first in spellings:
        for second in spellings:
            is_one = canonical_form(first) == canonical_form(second)
            assert may_have_one_form(first, second) or not is_one


@given(ONE_LINE)
@example("follow us on facebook")
@example("گلی نیوز کا واٹس ایپ چینل: ہمارے ساتھ رہیں")
def test_a_promotion_is_found_by_the_row_of_its_word(line: str) -> None:
    small = line.lower()
    whole = "|".join(f"(?:{expression})" for expression in phrases.PROMOTIONS.values())
    found = re.compile(whole, re.VERBOSE).search(small)
    start = found.start() if found and phrases.has_promotion_word(small) else None
    assert phrases.promotion_start(small) == start


@pytest.mark.parametrize("row", phrases.PROMOTIONS)
def test_a_row_of_promotions_has_its_words(row: str) -> None:
    source = phrases.PROMOTIONS[row].replace("[ ]", " ").replace("(?:also )?", "also ")
    assert any(word in source for word in row.split("|"))


@given(ONE_LINE, st.booleans(), st.booleans(), st.booleans())
def test_a_line_of_a_known_rule_may_be_boilerplate(
    text: str, is_at_end: bool, is_above_headline: bool, is_in_verse: bool
) -> None:
    line = rules.EdgeLine(text, False, is_at_end, is_above_headline, is_in_verse)
    applying = [rule for rule in rules.RULES if rule.applies(line)]
    assert rules.may_be_boilerplate(text) or applying == []


KNOWN: Sequence[str] = [
    phrase
    for row in (*phrases.PHRASES.values(), *phrases.MENUS.values(), phrases.SITE_PAGES)
    for phrase in row.split("|")
]


@pytest.mark.parametrize("phrase", KNOWN)
def test_every_known_phrase_may_be_boilerplate(phrase: str) -> None:
    for text in (phrase, f"({phrase})", phrase.upper(), f"- {phrase}:"):
        assert rules.may_be_boilerplate(normalize_text(text))
