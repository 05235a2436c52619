"""Readers that ask a warehouse all through a soak, and note each answer with its moments.

`python -m tests.soak.watchers QUESTION,... WAREHOUSE NOTES` asks until its standard input ends.
"""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from polars.exceptions import PanicException

from tests.command import environment_of_nobody
from tests.faults import readers
from tests.faults.stem import TREE
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

# Each tuple is asked by a process of its own.
QUESTIONS = (("link", "database"), readers.FOLLOWED, ("session",))
# Thousands of answers a soak, and two thirds of a core left to what is soaked.
_SECONDS_BETWEEN = 1.0
_SESSION_LOOKS = 20
_SECONDS_BETWEEN_LOOKS = 0.3


class Answer(NamedTuple):
    """What a reader was told, and when."""

    began: float
    ended: float
    question: str
    answer: Any
    error: str | None


class Watcher:
    """A process that asks, and what it has noted."""

    def __init__(self, questions: tuple[str, ...], warehouse: Path, notes: Path) -> None:
        """Start it."""
        command = [sys.executable, "-m", "tests.soak.watchers", ",".join(questions)]
        self._process = subprocess.Popen(
            [*command, str(warehouse), str(notes)],
            stdin=subprocess.PIPE,
            cwd=TREE,
            env=environment_of_nobody(),
        )
        notes.touch()
        self._notes = notes.open(encoding="utf-8")
        self.pid = self._process.pid

    def news(self) -> Iterator[Answer]:
        """What it has noted since the last time.

        Raises:
            RuntimeError: it has died.
        """
        if self._process.poll() is not None:
            raise RuntimeError(f"a reader has ended with {self._process.returncode}")
        place = self._notes.tell()
        while (line := self._notes.readline()).endswith("\n"):
            place = self._notes.tell()
            yield Answer(*json.loads(line))
        self._notes.seek(place)

    def stop(self) -> None:
        """Let it end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(60)
        self._notes.close()


@contextmanager
def watching(warehouse: Path, folder: Path) -> Iterator[list[Watcher]]:
    """Readers of a warehouse for the length of a block."""
    watchers = [
        Watcher(questions, warehouse, folder / f"{questions[0]}.jsonl") for questions in QUESTIONS
    ]
    try:
        yield watchers
    finally:
        for watcher in watchers:
            watcher.stop()


def session(warehouse: Path) -> object:
    """An analyst's session of some seconds: everything it was told, which must be one answer."""
    query = """
        select generation, (select count(*) from documents), (select max(run_id) from sources)
        from pipeline.state
    """
    told = set()
    with connect_read_only(Layout(warehouse).published) as connection:
        for _ in range(_SESSION_LOOKS):
            told.add(connection.execute(query).fetchall()[0])
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    return tuple(told)


def ask(question: str, warehouse: Path) -> tuple[Any, str | None]:
    """The answer to a question, or the error that a reader got."""
    function = session if question == "session" else getattr(readers, question)
    try:
        return function(warehouse), None
    # Whatever a reader is told counts, also that Polars panics, which is no Exception.
    except (Exception, PanicException) as error:  # noqa: BLE001
        return None, f"{type(error).__name__}: {error}"


def main() -> int:
    """Ask until standard input ends."""
    questions, warehouse, notes = sys.argv[1].split(","), Path(sys.argv[2]), Path(sys.argv[3])
    with notes.open("a", encoding="utf-8") as file:
        while not select.select([sys.stdin], [], [], _SECONDS_BETWEEN)[0]:
            for question in questions:
                began = time.time()
                answer, error = ask(question, warehouse)
                row = Answer(began, time.time(), question, answer, error)
                file.write(json.dumps(row, default=str) + "\n")
                file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
