"""What a run asks of a landing zone: the protocol that `FolderZone` and `ObjectZone` implement.

Settings choose one of the two, once. Both are values that go to worker processes in a job.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol, TypeVar

from warehouse.landing.raw_files import (
    Listing,
    OpenFile,
    RawFile,
    Reading,
    Selection,
    uncounted,
)

Item = TypeVar("Item")
Result = TypeVar("Result")


class LandingZone(Protocol):
    """Where raw files arrive. `str(zone)` is its real path, or its URL without the query."""

    @property
    def name(self) -> str:
        """The landing zone as the ledger knows it: valid UTF-8."""
        ...

    @property
    def is_one_file(self) -> bool:
        """Whether only one file is listed."""
        ...

    def require_listed(self, unlisted_folders: Sequence[str] = ()) -> None:
        """Fail where the landing zone itself cannot be listed: nothing is known of its files then.

        Raises:
            UsageError: it is not there, or closed to us; a folder below it may be.
            ObjectStoreError: the store refuses.
            StoreUnreachableError: the store does not answer.
        """
        ...

    def is_visible(self) -> bool:
        """Check whether this machine sees any file in it; cheap enough for every job."""
        ...

    def list_files(
        self, selection: Selection, on_found: Callable[[int], None] = uncounted
    ) -> Listing:
        """List every raw file that is wanted, in path order (that of the bytes).

        Says meanwhile how many were found since the last time.
        """
        ...

    def is_there(self, source_path: str) -> bool:
        """Check whether a raw file is (still) there, listed or not."""
        ...

    def read_file(self, file: RawFile, max_bytes: int) -> Reading:
        """Read one listed file, whole at one moment, or return the reason it has no payload."""
        ...

    def read_sidecar(self, raw_path: bytes, max_bytes: int) -> bytes | None:
        """Read the JSON file next to a raw file: `story.json` or `story.txt.json` of `story.txt`.

        Null where there is none. More than `max_bytes` bytes mean that it is too large.
        """
        ...

    def open_file(self, raw_path: bytes) -> AbstractContextManager[BinaryIO]:
        """Open a raw file to read it in pieces.

        Raises:
            FileNotFoundError: it is not there, leads out of the folder, or was replaced during the
                read (an object).
            OSError: it cannot be read.
            ObjectStoreError: the store refuses.
        """
        ...

    def open_unchanged(self, file: RawFile) -> AbstractContextManager[OpenFile]:
        """Open a listed file to read it in pieces, and make sure after the block that it was one.

        Raises:
            FileNotFoundError: it is not there, or leads out of the folder.
            ChangedError: it changed during the block; what was read is to be discarded.
            OSError: it cannot be opened.
        """
        ...

    def ask_each(self, ask: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Ask something for each item, and return the answers in order.

        In a store several at once, for each answer takes some round trips.
        """
        ...
