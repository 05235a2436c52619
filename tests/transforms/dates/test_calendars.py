"""Calendars: the Jalali rule of 33 years against the equinox, and days without a year."""

from datetime import date, timedelta

import pytest
from convertdate import islamic, persian
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates.calendars import GREGORIAN, HIJRI, JALALI, last_such_day, to_gregorian


@settings(max_examples=50)
@given(st.integers(1300, 1499), st.integers(1, 12), st.integers(1, 29))
def test_a_jalali_day_is_the_one_that_the_equinox_makes(year: int, month: int, day: int) -> None:
    assert to_gregorian(JALALI, year, month, day) == date(*persian.to_gregorian(year, month, day))


def test_a_jalali_year_ends_where_the_next_begins() -> None:
    for year in range(1300, 1499):
        days = (to_gregorian(JALALI, year + 1, 1, 1) - to_gregorian(JALALI, year, 12, 29)).days
        assert days in {1, 2}
        if days == 1:
            with pytest.raises(ValueError, match="no such day"):
                to_gregorian(JALALI, year, 12, 30)
    assert to_gregorian(JALALI, 1403, 12, 30) == date(2025, 3, 20)


@given(
    st.dates(date(1930, 1, 1), date(2090, 12, 31)),
    st.integers(-1, 363),
    st.sampled_from([GREGORIAN, JALALI]),
)
def test_a_day_without_a_year_is_the_last_one_until_the_day_after_the_reference(
    on: date, later: int, calendar: str
) -> None:
    month, day = on.month, min(on.day, 28)
    reference = on + timedelta(days=later)
    found = last_such_day(calendar, month, day, reference)
    assert timedelta(days=-1) <= reference - found <= timedelta(days=365)
    assert any(
        to_gregorian(calendar, year, month, day) == found for year in _years(calendar, found)
    )
    assert last_such_day(GREGORIAN, on.month, on.day, on - timedelta(days=1)) == on


@pytest.mark.parametrize("calendar", [GREGORIAN, JALALI])
@pytest.mark.parametrize("reference", [date.min, date.max])
def test_at_the_ends_of_the_calendar_no_day_without_a_year_has_one(
    calendar: str, reference: date
) -> None:
    with pytest.raises(ValueError, match="no such day"):
        last_such_day(calendar, 3, 7, reference)


def _years(calendar: str, on: date) -> range:
    first = on.year - (622 if calendar == JALALI else 0)
    return range(first, first + 2)


def test_a_hijri_day_without_a_year_is_none() -> None:
    with pytest.raises(ValueError, match="without a year"):
        last_such_day(HIJRI, 9, 1, date(2026, 3, 7))


@pytest.mark.parametrize(
    ("hijri", "on"),
    [
        ((1440, 4, 10), date(2018, 12, 17)),
        ((1445, 9, 1), date(2024, 3, 11)),
        ((1446, 12, 10), date(2025, 6, 6)),
        ((1447, 1, 1), date(2025, 6, 26)),
        ((1343, 1, 1), date(1924, 8, 1)),
    ],
)
def test_a_hijri_day_is_the_one_that_saudi_arabia_prints(
    hijri: tuple[int, int, int], on: date
) -> None:
    assert to_gregorian(HIJRI, *hijri) == on


@given(st.integers(1400, 1499), st.integers(1, 12), st.integers(1, 29))
def test_umm_al_qura_is_two_days_from_the_tabular_calendar_at_most(
    year: int, month: int, day: int
) -> None:
    tabular = date(*islamic.to_gregorian(year, month, day))
    assert abs((to_gregorian(HIJRI, year, month, day) - tabular).days) <= 2


@given(st.integers(1343, 1500), st.integers(1, 12))
def test_every_hijri_month_has_a_thirtieth_and_no_day_after_it(year: int, month: int) -> None:
    thirtieth = to_gregorian(HIJRI, year, month, 30)
    assert thirtieth - to_gregorian(HIJRI, year, month, 29) == timedelta(days=1)
    with pytest.raises(ValueError, match="no such day"):
        to_gregorian(HIJRI, year, month, 31)


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0)])
def test_no_other_month_and_day_is_a_hijri_date(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no such day"):
        to_gregorian(HIJRI, 1447, month, day)
