"""Warehouse below a prefix of an object store, with a folder on each machine for its state.

A store has no links and no renames, but a put is atomic. A part is put, and then removed from
staging: a run that dies in between puts it again, the same bytes under the same name. Readers
follow a pointer (`warehouse/storage/pointer.py`).
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schemas import Table
from warehouse.locking import file_lock, store_lock
from warehouse.locking.file_lock import Holder
from warehouse.storage.files import clear
from warehouse.storage.layout import Layout
from warehouse.storage.objects import (
    Objects,
    ObjectStoreError,
    fetch,
    get,
    has,
    list_names,
    open_store,
    put,
    put_file,
    remove,
)
from warehouse.storage.pointer import (
    NOTHING,
    changed_files,
    claim,
    fetch_published,
    put_generation,
    read_pointer,
)
from warehouse.storage.staging import Staged, StagedFile, StagedObject
from warehouse.storage.state_binding import require_free, require_state_of
from warehouse.storage.store import generation_numbers, part_keys

_REQUESTS_AT_ONCE = 8


class ObjectStore(NamedTuple):
    """A warehouse at a URL; see `Store`."""

    # Its root is the folder of the state.
    layout: Layout
    objects: Objects
    slices: Staged

    @classmethod
    def at(cls, url: str, state: Path, slices_url: str | None = None) -> "ObjectStore":
        """Return the warehouse at a URL.

        `slices_url` is for workers that share no folder with the run; other warehouses may have
        their slices there too.
        """
        layout = Layout(state.absolute(), state_name="")
        objects = Objects(url)
        slices: Staged = StagedFile(layout.staging / "slices")
        if slices_url:
            name = str(objects).partition("://")[2].replace("/", "--")
            slices = StagedObject(Objects(slices_url)) / name
        return cls(layout, objects, slices)

    @property
    def address(self) -> str:
        """The URL with the query, which says how the store is reached."""
        return self.objects.url

    @property
    def name(self) -> str:
        """The URL without the query."""
        return str(self.objects)

    @property
    def places(self) -> tuple[str, ...]:
        """The real path of the state's folder, and the URL."""
        return (str(self.layout.root.resolve()), str(self.objects))

    @property
    def is_shared(self) -> bool:
        """Each machine that writes here has a work database of its own."""
        return True

    @property
    def has_links(self) -> bool:
        """A store has no links: nothing there changes places in one step."""
        return False

    def put_file(self, staged: Path, key: str) -> None:
        """Put a staged file, and then remove it."""
        put_file(self.objects, key, staged)
        staged.unlink()

    def put_bytes(self, payload: bytes, key: str, scratch: Path) -> None:  # noqa: ARG002
        """Put bytes as an object, without a file."""
        put(self.objects, key, payload)

    def has(self, key: str) -> bool:
        """Check whether there is an object; one request."""
        return has(self.objects, key)

    def find(self, pattern: str) -> list[str]:
        """Return the keys that match a pattern, in order; one listing of what is below."""
        below = pattern.partition("*")[0].rstrip("/")
        return [
            name
            for name in list_names(self.objects, below)
            if fnmatchcase(name, pattern) and name.count("/") == pattern.count("/")
        ]

    def remove(self, key: str) -> None:
        """Remove an object, if it is there."""
        remove(self.objects, key)

    @property
    def journal_name(self) -> str:
        """The URL of the journal."""
        return "/".join(map(str, self._journal()))

    def _journal(self) -> tuple[Objects, str]:
        """Return where the journal lies: beside the prefix; in it, where it is a whole bucket."""
        url, mark, query = self.objects.url.partition("?")
        above, _, name = url.rstrip("/").rpartition("/")
        if above.endswith(":/"):
            return self.objects, "takedowns.jsonl"
        return Objects(f"{above}{mark}{query}"), f"{name}.takedowns.jsonl"

    def read_journal(self) -> bytes:
        """Return the bytes of the object beside the prefix; nothing where there is none."""
        try:
            return get(*self._journal())
        except FileNotFoundError:
            return b""

    def write_journal(self, payload: bytes) -> None:
        """Put the object beside the prefix.

        Raises:
            ObjectStoreError: the store refuses.
        """
        objects, name = self._journal()
        put(objects, name, payload)

    @contextlib.contextmanager
    def local_parts(self) -> Iterator[Path]:
        """Yield a copy of the parts in staging; it goes with the block."""
        fetched = self.layout.staging / "fetched"
        clear(fetched)
        keys = part_keys(self)
        targets = [fetched / key for key in keys]
        with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as requests:
            list(requests.map(lambda key, target: fetch(self.objects, key, target), keys, targets))
        yield fetched / "parquet"
        clear(fetched)

    def locate_parts(self, written: AbstractSet[str]) -> dict[str, str]:  # noqa: ARG002
        """Return the key of each part by its key: nothing here is ever replaced."""
        return {key: key for key in part_keys(self)}

    def facts_of(self, location: str) -> dict[str, object]:
        """Return size, hash and row count of a part, as far as they can be read; fetches it."""
        found: dict[str, object] = {}
        with contextlib.suppress(OSError, ObjectStoreError, pa.ArrowInvalid):
            payload = get(self.objects, location)
            found["size_bytes"] = len(payload)
            found["file_hash"] = hashlib.sha256(payload).hexdigest()
            found["row_count"] = pq.read_metadata(pa.BufferReader(payload)).num_rows
        return found

    def scan(
        self,
        connection: duckdb.DuckDBPyConnection,  # noqa: ARG002 - DuckDB has no client of ours
        table: Table,
        locations: Sequence[str],
    ) -> object:
        """Return the rows of some parts, which pyarrow reads."""
        import pyarrow.dataset as ds  # noqa: PLC0415 - brings pandas, where that is installed: 0.2 s a process

        filesystem, prefix = open_store(self.objects)
        paths = [f"{prefix}/{location}" for location in locations]
        return ds.dataset(paths, schema=table.schema, filesystem=filesystem, format="parquet")

    def bind_state(self) -> None:
        """Bind an empty folder to this URL, and fail where it is bound to another.

        Raises:
            UsageError: it is another warehouse's, or holds something else.
            ObjectStoreError: there is no such bucket, or none for us.
            StorageError: the folder cannot be written.
        """
        require_state_of(self.layout, self.objects)

    def has_mark(self) -> bool:
        """Check for the pointer, which every run leaves."""
        return read_pointer(self.objects) is not None

    def require_free(self) -> None:
        """Fail where names that a warehouse uses are taken below the prefix.

        Raises:
            UsageError: as said.
        """
        require_free(self.layout, self.objects)

    @contextlib.contextmanager
    def lock(self, run_id: str, wait_seconds: float) -> Iterator[None]:
        """Hold the lock on the state and a ticket at the URL, and put the first pointer.

        Raises:
            LockHeldError: another run writes, and still did after `wait_seconds`.
        """
        with (
            file_lock.hold(self.layout.lock, run_id, wait_seconds),
            store_lock.hold(self.objects, run_id, wait_seconds),
        ):
            claim(self.objects)
            yield

    def writer(self) -> Holder | None:
        """Return who holds the lock on the state or a ticket; null where no run does."""
        return file_lock.holder(self.layout.lock) or store_lock.holder(self.objects)

    def published_generation(self) -> int:
        """Return the number of the pointer; 0 before the first publication."""
        return (read_pointer(self.objects) or NOTHING).generation

    def has_generation(self, number: int) -> bool:  # noqa: ARG002
        """Return false: a generation is put together with its pointer, from a file made here."""
        return False

    def is_changed(self, number: int) -> bool:  # noqa: ARG002
        """Return false: nothing is ever written over a generation at a URL."""
        return False

    def changed_files(self) -> list[tuple[Path, str]]:
        """Return the fetched generation where it is not what the pointer says, and logs."""
        return changed_files(self.layout, self.objects)

    def bases(self, made: Path, keep: int) -> Iterator[Path]:  # noqa: ARG002
        """Yield the work database: a generation is put whole in any case."""
        yield self.layout.work_database

    def show_generation(self, number: int, made: Path) -> None:
        """Put a generation and then the pointer to it; keep the file on this machine."""
        put_generation(self.layout, self.objects, number, made)

    def fetch_published(self) -> None:
        """Fetch what the pointer names, once, and let `Layout.published` lead to it.

        Raises:
            ObjectStoreError: it is not there, or not what the pointer says.
        """
        fetch_published(self.layout, self.objects)

    def retire(self, keep: int) -> None:
        """Remove all but the newest generations at the URL; never the one of the pointer."""
        seen = self.published_generation()
        for number in generation_numbers(self)[:-keep]:
            if number != seen:
                self.remove(self.layout.key(self.layout.generation(number)))
