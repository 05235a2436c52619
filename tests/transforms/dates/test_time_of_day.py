"""Times of day: the last hour, minute and offset that there are."""

from datetime import UTC, date, datetime

import pytest

from transforms.dates.time_of_day import read_moment

DAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    ("time", "hour"),
    [
        ("23:59 GMT", 23),
        ("24:00 GMT", None),
        ("12:59 GMT", 12),
        ("12:60 GMT", None),
        ("12:30 am GMT", 0),
        ("12:30 pm GMT", 12),
        ("13:30 pm GMT", 13),
        ("11:30 pm GMT", 23),
        ("رات 11:30 GMT", None),
        ("رات 13:30 GMT", 13),
    ],
)
def test_a_day_has_24_hours_of_60_minutes(time: str, hour: int | None) -> None:
    moment = read_moment(time, DAY)
    assert (moment and moment.hour) == hour


@pytest.mark.parametrize(
    ("offset", "moment"),
    [
        ("+14:00", datetime(2026, 3, 6, 22, 0, tzinfo=UTC)),
        ("+14:01", None),
        ("-14:00", datetime(2026, 3, 8, 2, 0, tzinfo=UTC)),
        ("-14:01", None),
    ],
)
def test_an_offset_has_fourteen_hours_at_most(offset: str, moment: datetime | None) -> None:
    assert read_moment(f"12:00 {offset}", DAY) == moment


@pytest.mark.parametrize(
    ("on", "time", "has_moment"),
    [
        (date.min, "04:59 +05:00", False),
        (date.min, "05:00 +05:00", True),
        (date.max, "19:00 -05:00", False),
        (date.max, "18:59 -05:00", True),
    ],
)
def test_a_zone_that_leaves_the_calendar_makes_no_moment(
    on: date, time: str, *, has_moment: bool
) -> None:
    assert (read_moment(time, on) is not None) == has_moment
