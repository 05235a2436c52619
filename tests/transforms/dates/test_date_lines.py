"""Lines of dates: what may accompany a date of publication, and which of two dates it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.dates.date_lines import (
    COMPANION_RULES,
    _label_of,
    label_of,
    may_be_label,
    read_date_line,
)
from transforms.dates.grammar import find_dates
from transforms.dates.vocabulary import DATED, HALVES, PUBLISHED, UPDATED, ZONES, words
from transforms.rules import first_rule
from transforms.text.letter_variants import fold_variants


def fall(piece: str) -> str | None:
    """The name of the rule that the words beside a date fall to."""
    rule = first_rule(COMPANION_RULES, piece)
    return rule.name if rule else None


def published_day(line: str, above: str | None = None) -> int | None:
    """The day of the date of publication of a line."""
    date_line = read_date_line(line, find_dates(line), above)
    return date_line.found.on.day if date_line else None


@pytest.mark.parametrize(
    ("name", "example"), [(rule.name, rule.example) for rule in COMPANION_RULES]
)
def test_every_rule_is_the_first_that_applies_to_its_example(name: str, example: str) -> None:
    assert fall(example) == name


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("کد خبر 123456", "page number"),
        ("تبصرے 12 شیئر", "page number"),
        ("بذریعہ علی", "writer"),
        ("by the end of", None),
        ("زمرہ موسم", "section"),
        ("category of the day", None),
        ("نامہ نگار خصوصی", "writer"),
        ("اسٹاف رپورٹر", "desk"),
        ("reuters", "desk"),
        ("ڈان", "agency"),
        ("srinagar", "place"),
        ("میلے کا دن", None),
        ("venue", None),
    ],
)
def test_words_fall_to_the_rule_that_names_them(piece: str, name: str | None) -> None:
    assert fall(piece) == name


@pytest.mark.parametrize(("words", "is_name"), [(4, True), (5, False)])
def test_a_name_before_a_label_has_four_words_at_most(words: int, *, is_name: bool) -> None:
    name = " ".join(["امیر", "نسیم", "خان", "نیازی", "ترین"][:words])
    line = f"{name} شائع 07 مارچ 2026 11:47"
    assert published_day(line) == (7 if is_name else None)


@pytest.mark.parametrize(("slashes", "is_date"), [(2, False), (3, True)])
def test_three_slashes_divide_a_line_into_fields_and_two_do_not(
    slashes: int, *, is_date: bool
) -> None:
    fields = ["شنبه", "کراچی", "موسم"][: slashes - 1]
    line = " / ".join(["7 مارچ 2026", *fields, "بارش"])
    date_line = read_date_line(line, find_dates(line))
    assert (date_line is not None) == is_date
    if date_line:
        assert not date_line.is_alone


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("7 مارچ 2026 - 7 مارچ 2026", 7),
        ("7 مارچ 2026 - 8 مارچ 2026", None),
        ("Updated: 8 March 2026 - 7 March 2026", 7),
        ("8 March 2026 - Published: 7 March 2026", 7),
        ("Updated: 7 March 2026", None),
        ("7 مارچ 2026 بارش | 7 مارچ 2026", None),
        ("7 مارچ 2026 | بارش | 7 مارچ 2026", 7),
    ],
)
def test_the_labelled_date_is_taken_or_the_only_one_without_a_label(
    line: str, day: int | None
) -> None:
    assert published_day(line) == day


@pytest.mark.parametrize(
    ("above", "day"), [("Published on", 7), ("Last updated", None), ("نئی خبر", 7)]
)
def test_the_line_above_may_be_the_label(above: str, day: int | None) -> None:
    assert published_day("7 March 2026", above) == day
    assert label_of(above) == {"Published on": "published", "Last updated": "updated"}.get(above)


# Labels, and what may stand beside and between their words, or be glued to them.
LABELS = st.lists(
    st.sampled_from(
        [
            *f"{DATED}|{PUBLISHED}|{UPDATED}".split("|"),
            *words(" ".join(HALVES.values())),
            *ZONES,
            *(
                "11:47",
                "11:47 AM",
                "T11:47:00+05:00",
                "11 بجے",
                " ",
                ":",
                "بتوقيت بكين",
                "at",
                "ı",
                "علی",
            ),
        ]
    ),
    max_size=4,
)


@given(LINES | st.builds(str.join, st.sampled_from(["", " "]), LABELS))
def test_what_the_quick_look_refuses_is_no_label(text: str) -> None:
    folded = fold_variants(text)
    if not may_be_label(folded):
        assert _label_of(folded) is None


@pytest.mark.parametrize("above", [None, "نئی خبر", "Published:", "Last updated on", "شائع"])
def test_a_date_alone_is_read_like_one_between_bars(above: str | None) -> None:
    alone, barred = (
        read_date_line(line, find_dates(line), above) for line in ("7 مارچ 2026", "7 مارچ 2026 |")
    )
    assert (alone and alone[1::2], alone and alone.found.on) == (
        barred and barred[1::2],
        barred and barred.found.on,
    )
