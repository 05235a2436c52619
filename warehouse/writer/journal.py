"""The journal of takedowns: what was taken down, and what was lifted again, and why.

It lies beside the warehouse, so that neither a restored backup nor a rebuild brings back what it
names: the next run that writes takes it down once more (`warehouse/writer/takedown.py`). It holds
hashes and reasons, never a text, a title or a path. A line is an entry, as JSON; of two entries on
one hash the later one counts.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from warehouse.database.errors import WarehouseError
from warehouse.storage.store import Store

_HASH = re.compile("[0-9a-f]{64}")


class Entry(NamedTuple):
    """One text or rejected file that was taken down or lifted."""

    # Of all entries that were written together: it sorts by time.
    takedown: str
    moment: datetime
    # Whether it is lifted, and not taken down.
    is_lifted: bool
    # One of the two is null: of a text, and of the bytes of a rejected file.
    content_hash: str | None
    file_hash: str | None
    reason: str
    # Of a text of which near-duplicates are not admitted either.
    band_hashes: list[int] | None = None

    @property
    def key(self) -> tuple[str | None, str | None]:
        """What tells the text or the file apart."""
        return self.content_hash, self.file_hash


def read_entries(store: Store) -> list[Entry]:
    """Return every entry, oldest first.

    Raises:
        WarehouseError: a line is none of ours: nothing is admitted before it is mended.
    """
    entries = []
    for number, line in enumerate(store.read_journal().splitlines(), 1):
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise WarehouseError(
                f"{store.journal_name}: line {number} is no entry of zakhira ({error!r}): restore "
                "it from a copy; without it, texts that were taken down could come back"
            ) from error
    return entries


def _entry(row: dict[str, Any]) -> Entry:
    """Return the entry of a line.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    entry = Entry(**row | {"moment": datetime.fromisoformat(row["moment"])})
    kinds = (entry.takedown, str), (entry.is_lifted, bool), (entry.reason, str)
    if not all(isinstance(value, kind) for value, kind in kinds):
        raise TypeError("a value is of another type")
    # A hash becomes the name of a file to remove.
    hashes = [each for each in entry.key if each is not None]
    if len(hashes) != 1 or not _HASH.fullmatch(hashes[0]):
        raise ValueError("one hash is to be named")
    if not all(isinstance(each, int) for each in entry.band_hashes or []):
        raise TypeError("band hashes are numbers")
    entry.reason.encode()  # half a surrogate is no text
    return entry


def append_entries(store: Store, entries: Sequence[Entry]) -> None:
    """Add entries, and flush them.

    Raises:
        StorageError: the folder above the warehouse cannot be written.
        ObjectStoreError: the store refuses.
    """
    lines = (
        json.dumps(entry._asdict() | {"moment": entry.moment.isoformat()}) for entry in entries
    )
    store.write_journal(store.read_journal() + "".join(f"{line}\n" for line in lines).encode())


def newest_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entry that counts of each text or file.

    >>> at = datetime(2026, 3, 7)
    >>> down = Entry("1", at, False, "aa", None, "a complaint")
    >>> up = down._replace(takedown="2", is_lifted=True)
    >>> newest_entries([down, up]) == [up]
    True
    """
    return list({entry.key: entry for entry in entries}.values())


def last_lift(entries: Iterable[Entry]) -> datetime | None:
    """Return when something was lifted last; null where nothing was."""
    return max((entry.moment for entry in entries if entry.is_lifted), default=None)


def lifted_hashes(entries: Iterable[Entry]) -> list[str]:
    """Return what was taken down and is lifted now: hashes of texts and of files."""
    newest = newest_entries(entries)
    return [entry.content_hash or str(entry.file_hash) for entry in newest if entry.is_lifted]
