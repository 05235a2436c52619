"""Dates glued to a headline: how far into it they may reach."""

import pytest

from transforms.dates.headline_dates import glued_date, without_date

DATE = "7 مارچ 2026"


@pytest.mark.parametrize(("end", "is_glued"), [(80, True), (81, False)])
def test_a_date_before_a_headline_ends_in_its_first_eighty_characters(
    end: int, *, is_glued: bool
) -> None:
    start = "[" * (end - len(DATE)) + DATE
    assert (glued_date(f"{start}] نئی خبر" + " بارش" * 20) is not None) == is_glued


@pytest.mark.parametrize(("distance", "is_glued"), [(80, False), (81, True)])
def test_no_other_date_ends_in_the_eighty_characters_after_it(
    distance: int, *, is_glued: bool
) -> None:
    rest = " - نئی" + " " * (distance - 6 - len(DATE)) + DATE
    assert len(rest) == distance
    assert (glued_date(f"{DATE}{rest} کو بارش") is not None) == is_glued


@pytest.mark.parametrize(("distance", "is_glued"), [(50, True), (51, False)])
def test_a_date_at_the_end_begins_in_the_last_fifty_characters(
    distance: int, *, is_glued: bool
) -> None:
    end = "17 مارچ 2026" + "۔" * (distance - 12)
    found = glued_date(f"{'آج پھر بارش ' * 9}نئی خبر{end}")
    assert (found is not None and found.on.day == 17) == is_glued


@pytest.mark.parametrize(
    ("headline", "rest"),
    [
        (f"{DATE} - نئی خبر", "نئی خبر"),
        (f"Published {DATE} نئی خبر", "نئی خبر"),
        (f"{DATE} نئی خبر", None),
        ("2026-03-07 نئی خبر", "نئی خبر"),
        ("2026-03-07: نئی خبر", None),
        ("2026-03-07 12", None),
        (f"Published {DATE}, نئی خبر", None),
        (f"{DATE} - 12", None),
        (f"نئی خبر{DATE}", "نئی خبر"),
        (f"نئی خبر | {DATE}", "نئی خبر"),
        (f"نئی خبر {DATE}", None),
        (f"نئی خبر{DATE} کو", None),
    ],
)
def test_a_glued_date_has_a_label_a_divider_or_a_letter_next_to_it(
    headline: str, rest: str | None
) -> None:
    assert without_date(headline) == (rest or headline)
