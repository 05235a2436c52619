r"""Digits: the quick looks find what `\d` finds, in every script."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.dates.digits import has_day, has_digit, has_year, year_positions


def test_every_digit_of_unicode_is_one() -> None:
    for code in range(sys.maxunicode + 1):
        assert has_digit(chr(code)) == (re.match(r"\d", chr(code)) is not None), hex(code)


@given(LINES | st.text(st.sampled_from("0۷७𝟐 x"), max_size=30))
def test_a_year_has_four_digits_and_a_day_two_at_most_wherever_they_stand(text: str) -> None:
    assert has_year(text) == (re.search(r"\d{4}", text) is not None)
    years = [year.span() for year in re.finditer(r"\d{4,}", text)]
    positions = year_positions(text)
    assert all(any(start <= at < end for start, end in years) for at in positions)
    assert all(any(start <= at < end for at in positions) for start, end in years)
    assert has_day(text) == (re.search(r"(?<!\d)\d\d?(?!\d)", text) is not None)
