"""Answer queries of the user's own, in the process that `warehouse.quality.isolation` starts.

    python -m warehouse.quality.ask < JOB

It prints a line of JSON for each query. A query reads the published generation and nothing else:
no file, no network, no setting, and it is given up when it takes too long or too much memory.
"""

import json
import math
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, count
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import duckdb

from transforms.errors import ZakhiraError
from warehouse.database.connection import close_to_files, connect_read_only

_SECONDS_BETWEEN_INTERRUPTS = 0.2
_MOST_CHARS = 200
_MIB = 1 << 20
# Addresses of the process beside what DuckDB may take: its code and values on their way out, and
# what each of its threads reserves.
_OF_THE_PROCESS = 2048 * _MIB
_OF_A_THREAD = 128 * _MIB


class Limits(NamedTuple):
    """What one query may take."""

    seconds: float = 120
    memory_bytes: int = 1024 * _MIB
    spilled_bytes: int = 10 * 1024 * _MIB
    sample_rows: int = 5


class Answer(NamedTuple):
    """What a query finds: how many rows, and the first of them; or why it could not be run."""

    broken_count: int
    sample: list[dict[str, object]]
    error: str | None = None


def answer(database: Path, query: str, limits: Limits) -> Answer:
    """Return what a query finds in a published generation; never raises for what the query does."""
    try:
        with connect_read_only(database) as connection, ExitStack() as until_closed:
            _limit(connection, limits)
            close_to_files(connection, until_closed)
            with _Interruption(connection, limits.seconds):
                return _ask(connection, query, limits.sample_rows)
    except duckdb.InterruptException:
        return Answer(0, [], f"took longer than {limits.seconds:g} s")
    except (duckdb.Error, ZakhiraError, ValueError, MemoryError) as error:
        return Answer(0, [], _in_short(error))


def _limit(connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"set memory_limit = '{limits.memory_bytes // _MIB}MiB'")
    connection.execute(f"set max_temp_directory_size = '{limits.spilled_bytes // _MIB}MiB'")


def _ask(connection: duckdb.DuckDBPyConnection, query: str, most: int) -> Answer:
    """Count the rows of a query, and return the first of them.

    Raises:
        ValueError: it is not one query.
        duckdb.Error: it is wrong.
    """
    found = connection.extract_statements(query)
    if [statement.type for statement in found] != [duckdb.StatementType.SELECT]:
        raise ValueError("a check is one query that selects the broken rows")
    broken = connection.sql(_without_end(found[0].query))
    ((row_count,),) = broken.count("*").fetchall()
    rows = broken.limit(most).fetchall() if row_count else []
    names = _distinct(broken.columns)
    shown = [dict(zip(names, map(_shown, row), strict=True)) for row in rows]
    return Answer(int(row_count), shown)


def _without_end(query: str) -> str:
    """Return a query without the semicolon that ends it, and what follows: others enclose it.

    >>> _without_end("select ';' as a; -- every text;")
    "select ';' as a"
    """
    payload = query.encode()
    for place, kind in reversed(duckdb.tokenize(query)):
        if kind == duckdb.token_type.comment:
            continue
        if payload[place : place + 1] != b";":
            break
        payload = payload[:place]
    return payload.decode()


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of columns, of which some may be equal, as names that are not.

    >>> _distinct(["title", "title", "count"])
    ['title', 'title (2)', 'count']
    """
    distinct: list[str] = []
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        distinct.append(next(each for each in chain([name], numbered) if each not in distinct))
    return distinct


def _shown(value: object) -> object:
    """Return a value as JSON takes it, cut after 200 characters.

    >>> _shown(7), _shown(float("nan")), _shown(date(2026, 3, 7)), len(str(_shown("x" * 1_000)))
    (7, None, '2026-03-07', 200)
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"


def _in_short(error: BaseException) -> str:
    """Return the message of an error in one line, without the query that it quotes."""
    message = str(error).partition("\n\nLINE ")[0]
    return " ".join(message.split())[: 5 * _MOST_CHARS] or type(error).__name__


class _Interruption:
    """Interrupts a connection that is busy for too long; again and again: DuckDB may miss one."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._is_over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        wait = self._seconds
        while not self._is_over.wait(wait):
            self._connection.interrupt()
            wait = _SECONDS_BETWEEN_INTERRUPTS


def main() -> None:
    """Answer the queries of a job, which comes as JSON."""
    job = json.load(sys.stdin)
    limits = Limits(**job["limits"])
    threads = os.cpu_count() or 1
    most = limits.memory_bytes + _OF_THE_PROCESS + threads * _OF_A_THREAD
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for query in job["queries"]:
        found = json.dumps(answer(Path(job["database"]), query, limits))
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
