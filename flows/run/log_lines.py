"""Log lines as JSON, a line an object, each with the id of the run that it belongs to."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class _Current:
    """The run of this process. Its threads share it: a run has several, and a process one run."""

    run_id: str | None = None


@contextmanager
def of_run(run_id: str) -> Iterator[None]:
    """Let the log lines inside a block belong to a run."""
    before, _Current.run_id = _Current.run_id, run_id
    try:
        yield
    finally:
        _Current.run_id = before


def json_line(level: str, message: str, moment: datetime | None = None) -> str:
    """Return a log line as JSON: when (UTC), how bad, which run, and what.

    >>> json_line("INFO", "listing", datetime(2026, 3, 7, 6, 17, 0, 123000, UTC))
    '{"time": "2026-03-07T06:17:00.123Z", "level": "INFO", "run_id": null, "message": "listing"}'
    """
    when = moment or datetime.now(UTC)
    time = f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03}Z"
    found = {"time": time, "level": level, "run_id": _Current.run_id, "message": message}
    return json.dumps(found)


class JsonFormatter(logging.Formatter):
    """Formats records as lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line of JSON; a traceback is a part of its message."""
        message = super().format(record)
        return json_line(record.levelname, message, datetime.fromtimestamp(record.created, UTC))
