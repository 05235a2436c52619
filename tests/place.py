"""A landing zone and its warehouse, for tests of whole runs."""

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from flows.ingest import ingest
from flows.run.batches import Summary
from flows.settings import Settings
from warehouse.database.connection import connect_read_only
from warehouse.storage.files import hash_of
from warehouse.storage.layout import Layout

# A modification time safely older than any look.
OLD_NS = 1_700_000_000_000_000_000
TEXTS = {
    "a.txt": "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔",
    "b.txt": "آموں کی فصل تیار\n\nملتان: باغوں میں آم پک گئے ہیں اور منڈیوں کو بھیجے جا رہے ہیں۔",
    "c.txt": "نئی بس سروس کا آغاز\n\nلاہور: شہر میں بس کا نیا راستہ کھول دیا گیا ہے۔",
}


class Place:
    """A landing zone and its warehouse."""

    def __init__(self, root: Path) -> None:
        self.landing = root / "landing"
        self.layout = Layout(root / "warehouse")
        self.landing.mkdir()

    def put(self, name: str, text: str | bytes, modified_ns: int = OLD_NS) -> Path:
        path = self.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(path, ns=(modified_ns, modified_ns))
        return path

    def ingest(self, **settings: Any) -> Summary:
        return ingest.fn(Settings(landing=self.landing, warehouse=self.layout.root, **settings))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with connect_read_only(self.layout.published) as connection:
            return connection.execute(query).fetchall()

    def files(self) -> dict[str, str]:
        """Every file of the warehouse but the lock, with its hash."""
        paths = [
            path
            for path in self.layout.root.rglob("*")
            if path.is_file() and path != self.layout.lock
        ]
        return {str(path.relative_to(self.layout.root)): hash_of(path) for path in paths}


class MadeOnce:
    """Places that several tests begin with: made for the first of them, copied for the others.

    All lie in one folder, one after the other, as the ledger names a landing zone by its path.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "place"
        self._copies = root / "copies"
        self._unfinished = root / "unfinished"
        self._former = (root / f"place-{number}" for number in count(1))

    def empty(self) -> Place:
        """A landing zone of three texts, and no warehouse; what the test before left is kept."""
        if self._folder.exists():
            self._folder.rename(next(self._former))
        self._folder.mkdir()
        place = Place(self._folder)
        for name, text in TEXTS.items():
            place.put(name, text)
        return place

    def fill(self, place: Place, make: Callable[[Place], object]) -> Place:
        """Bring a new place to where a function brings it, which depends on nothing else."""
        copy = self._copies / f"{make.__module__}.{make.__qualname__}"
        if not copy.exists():
            make(place)
            shutil.copytree(self._folder, self._unfinished, symlinks=True)
            self._copies.mkdir(exist_ok=True)
            self._unfinished.rename(copy)
        shutil.rmtree(self._folder)
        shutil.copytree(copy, self._folder, symlinks=True)
        return place
