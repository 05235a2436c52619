"""Give each document the best day there is, so that no chart by day leaves it out."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

# The Web began in 1990. Programs without a time write the zero of some clock: 1970 (Unix), 1980
# (FAT, ZIP).
_FIRST_DAY = date(1990, 1, 1)
# Clocks differ and dates are local: a day may lie so far after the moment the text was seen.
_TOLERANCE = timedelta(days=1)


class DocumentDate(NamedTuple):
    """The day of a document, and what it is the day of; null where nothing is known."""

    dated_on: date | None
    # published, crawled, modified or seen.
    dated_by: str | None


NO_DAY = DocumentDate(None, None)


def document_date(
    published_on: date | None,
    crawled_on: date | None,
    modified_at: datetime | None,
    seen_at: datetime | None,
) -> DocumentDate:
    """Return the day a document was published, or else crawled, or its file modified, or seen.

    A day before 1990, or more than one after the document was seen, is no day of crawling and no
    modification: a clock was wrong, or a copy lost its time.

    >>> seen_at = datetime(2026, 3, 7, 12)
    >>> document_date(None, date(2026, 2, 1), datetime(2026, 2, 3), seen_at)
    DocumentDate(dated_on=datetime.date(2026, 2, 1), dated_by='crawled')
    >>> document_date(None, None, datetime(1970, 1, 1), seen_at)
    DocumentDate(dated_on=datetime.date(2026, 3, 7), dated_by='seen')
    """
    seen_on = seen_at.date() if seen_at else None
    modified_on = modified_at.date() if modified_at else None
    days = {
        "published": published_on,
        "crawled": crawled_on if _is_sound(crawled_on, seen_on) else None,
        "modified": modified_on if _is_sound(modified_on, seen_on) else None,
        "seen": seen_on,
    }
    found = (DocumentDate(day, name) for name, day in days.items() if day)
    return next(found, NO_DAY)


def _is_sound(day: date | None, seen_on: date | None) -> bool:
    if day is None or day < _FIRST_DAY:
        return False
    return seen_on is None or day - seen_on <= _TOLERANCE
