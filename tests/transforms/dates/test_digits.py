r"""Digits: the quick looks find what `\d` finds, in every script."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.dates.digits import has_day, has_digit, has_year


def test_every_digit_of_unicode_is_one() -> None:
    for code in range(sys.maxunicode + 1):
        assert has_digit(chr(code)) == (re.match(r"\d", chr(code)) is not None), hex(code)


@given(LINES | st.text(st.sampled_from("0۷७𝟐 x"), max_size=30))
def test_a_year_has_four_digits_and_a_day_two_at_most_wherever_they_stand(text: str) -> None:
    assert has_year(text) == (re.search(r"\d{4}", text) is not None)
    assert has_day(text) == (re.search(r"(?<!\d)\d\d?(?!\d)", text) is not None)
