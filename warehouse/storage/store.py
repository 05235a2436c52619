"""What the rooms of a warehouse ask of the place it lies at: the protocol of a store.

`FolderStore` and `ObjectStore` implement it. Settings choose one of the two, once. A store is a
value that goes to worker processes. Its keys are the paths below the warehouse's root
(`Layout.key`), whatever the place.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from transforms.errors import TerminalError
from warehouse.locking.file_lock import Holder
from warehouse.storage.layout import GENERATIONS, PARTS, Layout
from warehouse.storage.part_names import run_of

if TYPE_CHECKING:  # who only reads needs no Arrow
    import duckdb

    from transforms.schemas import Table
    from warehouse.storage.staging import Staged


class PublishError(TerminalError):
    """A generation could not be made."""


class Store(Protocol):
    """The place of a warehouse."""

    @property
    def layout(self) -> Layout:
        """The names below the warehouse."""
        ...

    @property
    def address(self) -> str:
        """The warehouse as `--warehouse` takes it: its folder, or its URL with the query."""
        ...

    @property
    def name(self) -> str:
        """The warehouse as people know it: its folder, or its URL without the query."""
        ...

    @property
    def places(self) -> tuple[str, ...]:
        """The real paths and URLs that no landing zone may share."""
        ...

    @property
    def slices(self) -> "Staged":
        """Where the workers of all runs leave their slices, a folder a run."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other machines write here too, each with a work database of its own."""
        ...

    @property
    def has_links(self) -> bool:
        """Whether a folder can change places with another in one step, as compaction needs."""
        ...

    # What lies in the warehouse, by key.

    def put_file(self, staged: Path, key: str) -> None:
        """Put a staged file, which was flushed, where readers see it: whole or not at all.

        It is no longer staged then. Doing it again changes nothing.
        """
        ...

    def put_bytes(self, payload: bytes, key: str, scratch: Path) -> None:
        """Put bytes under a key: whole or not at all.

        `scratch` is a folder of this machine for a file on its way, on the disk of the warehouse
        where that is a folder.
        """
        ...

    def has(self, key: str) -> bool:
        """Check whether something has a key."""
        ...

    def find(self, pattern: str) -> list[str]:
        """Return the keys that match a pattern of `warehouse.storage.layout`, in order.

        A star stands for one name or a part of one.
        """
        ...

    def remove(self, key: str) -> None:
        """Remove what has a key, if it is there."""
        ...

    # Beside the warehouse: what no backup of it brings back.

    @property
    def journal_name(self) -> str:
        """The journal of takedowns as people know it: a path or a URL."""
        ...

    def read_journal(self) -> bytes:
        """Return the journal of takedowns; nothing where there is none."""
        ...

    def write_journal(self, payload: bytes) -> None:
        """Replace the journal of takedowns: whole or not at all.

        Raises:
            StorageError: the folder above the warehouse cannot be written.
            ObjectStoreError: the store refuses.
        """
        ...

    # Parts as they are.

    def local_parts(self) -> AbstractContextManager[Path]:
        """Yield a folder of this machine with the parts, a folder a table, to be read as files."""
        ...

    def locate_parts(self, written: AbstractSet[str]) -> dict[str, str]:
        """Return where each part is by its key, in order of key; `written` is in the manifest."""
        ...

    def facts_of(self, location: str) -> dict[str, object]:
        """Return size, hash and row count of a part, as far as they can be read.

        A file that is no Parquet has no `row_count`.
        """
        ...

    def scan(
        self, connection: "duckdb.DuckDBPyConnection", table: "Table", locations: Sequence[str]
    ) -> object:
        """Return the rows of some parts, as an object that `connection.register` takes."""
        ...

    # Who writes.

    def bind_state(self) -> None:
        """Fail where this machine's folder for the state is not that of this warehouse.

        Raises:
            UsageError: it is another warehouse's, or holds something else.
            ObjectStoreError: there is no such bucket, or none for us.
            StorageError: the folder cannot be written.
        """
        ...

    def has_mark(self) -> bool:
        """Check for the mark that every run leaves: a lock in a folder, a pointer at a URL."""
        ...

    def require_free(self) -> None:
        """Fail where no warehouse is and names that a warehouse uses are taken.

        Raises:
            UsageError: the names are taken; the message lists them.
        """
        ...

    def lock(self, run_id: str, wait_seconds: float) -> AbstractContextManager[None]:
        """Be the only run that writes, for the length of a block; leave the mark.

        Raises:
            LockHeldError: another run writes, and still did after `wait_seconds`.
        """
        ...

    def writer(self) -> Holder | None:
        """Return who writes now; null where no run does."""
        ...

    # Generations.

    def published_generation(self) -> int:
        """Return the number that readers are sent to; 0 before the first publication."""
        ...

    def has_generation(self, number: int) -> bool:
        """Check whether a generation is in its place, from a run that died before showing it."""
        ...

    def is_changed(self, number: int) -> bool:
        """Check whether somebody changed a generation since its publication, or left a log."""
        ...

    def changed_files(self) -> list[tuple[Path, str]]:
        """Return generations and logs that are not what was published, and what is wrong."""
        ...

    def bases(self, made: Path, keep: int) -> Iterator[Path]:
        """Yield what a generation can be made of, the cheapest first; `made` is where it will be.

        A base that is `made` itself is a retired generation, moved there to be brought up to date.
        """
        ...

    def show_generation(self, number: int, made: Path) -> None:
        """Put a generation in its place, unless it is there, and send readers to it.

        Raises:
            PublishError: a file that is not ours has the link's name.
        """
        ...

    def fetch_published(self) -> None:
        """Let `Layout.published` be what readers are sent to, where anything is published.

        Raises:
            ObjectStoreError: it is not there, or not what the pointer says.
        """
        ...

    def retire(self, keep: int) -> None:
        """Remove all but the newest generations; never the one that readers are sent to."""
        ...


def part_keys(store: Store) -> list[str]:
    """Return the keys of the parts that readers see, in order."""
    return store.find(PARTS)


def register_rows(
    connection: "duckdb.DuckDBPyConnection",
    store: Store,
    table: "Table",
    locations: Sequence[str],
    name: str,
) -> None:
    """Register the rows of some parts of a table under a name; none where there are no parts."""
    rows = store.scan(connection, table, locations) if locations else table.schema.empty_table()
    connection.register(name, rows)


def has_parts(store: Store) -> bool:
    """Check whether there is a record to rebuild from."""
    return any(run_of(Path(key).stem) for key in part_keys(store))


def generation_numbers(store: Store) -> list[int]:
    """Return the numbers of the published generations, oldest first."""
    numbers = (Layout.number_of(Path(key)) for key in store.find(GENERATIONS))
    return sorted(number for number in numbers if number is not None)
