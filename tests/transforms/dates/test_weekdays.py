"""Weekdays: the name right beside a date."""

import pytest

from transforms.dates.weekdays import weekday_beside


@pytest.mark.parametrize(
    ("line", "weekday"),
    [
        ("سوموار، ⟨⟩", 0),
        ("⟨⟩ منگل", 1),
        ("⟨⟩، بروز بدھ", 2),
        ("یوم الخمیس ⟨⟩", 3),
        ("Fri. ⟨⟩", 4),
        ("⟨⟩ (SATURDAY)", 5),
        ("रविवार, ⟨⟩", 6),
        ("جمعہ کو ⟨⟩", None),
        ("مسجد ⟨⟩ جمعہ", 4),
        ("⟨⟩ سے جمعہ", None),
        ("Sundays ⟨⟩", None),
        ("⟨⟩ monthly", None),
        ("⟨⟩", None),
    ],
)
def test_a_weekday_counts_right_before_or_after_a_date(line: str, weekday: int | None) -> None:
    start = line.index("⟨⟩")
    assert weekday_beside(line, start, start + 2) == weekday


@pytest.mark.parametrize(("gap", "is_beside"), [(24, True), (25, False)])
def test_a_weekday_stands_in_the_thirty_characters_beside_a_date(
    gap: int, *, is_beside: bool
) -> None:
    assert (weekday_beside("Friday" + " " * gap, 6 + gap, 6 + gap) == 4) == is_beside
    assert (weekday_beside(" " * gap + "Friday", 0, 0) == 4) == is_beside
