"""The best day of a document."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates.document_date import NO_DAY, DocumentDate, document_date

SEEN = datetime(2026, 3, 7, 23, tzinfo=UTC)
DAY = timedelta(days=1)
PUBLISHED, CRAWLED = date(2026, 1, 1), date(2026, 2, 1)
MODIFIED = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_first_that_is_known_counts() -> None:
    known = [PUBLISHED, CRAWLED, MODIFIED, SEEN]
    names = ["published", "crawled", "modified", "seen"]
    days = [PUBLISHED, CRAWLED, MODIFIED.date(), SEEN.date()]
    for number in range(4):
        found = document_date(*([None] * number), *known[number:])
        assert found == DocumentDate(days[number], names[number])
    assert document_date(None, None, None, None) == NO_DAY


@pytest.mark.parametrize(
    ("modified", "by"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "seen"),
        (datetime(1980, 1, 1, tzinfo=UTC), "seen"),
        (datetime(1989, 12, 31, 23, 59, tzinfo=UTC), "seen"),
        (datetime(1990, 1, 1, tzinfo=UTC), "modified"),
        (SEEN + DAY, "modified"),
        (SEEN + 2 * DAY, "seen"),
        (datetime(2262, 4, 1, tzinfo=UTC), "seen"),
    ],
)
def test_a_clock_that_was_wrong_gives_no_day(modified: datetime, by: str) -> None:
    assert document_date(None, None, modified, SEEN).dated_by == by
    assert document_date(None, modified.date(), None, SEEN).dated_by == by.replace(
        "modified", "crawled"
    )


MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(st.none() | st.dates(), st.none() | st.dates(), st.none() | MOMENTS, MOMENTS)
def test_every_document_that_was_seen_has_a_day_and_none_but_the_published_is_much_later(
    published: date | None, crawled: date | None, modified: datetime | None, seen: datetime
) -> None:
    found = document_date(published, crawled, modified, seen)
    assert found.dated_on is not None
    assert (found.dated_by == "published") == (published is not None)
    assert published is not None or found.dated_on - seen.date() <= DAY
