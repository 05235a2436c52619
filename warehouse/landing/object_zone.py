"""Landing zone below a prefix of an object store: list it, and read its objects.

There are no links and no pipes, and an object is never seen half-written. But it may be replaced or
removed at any time, and a listing may be refused.
"""

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, NamedTuple

from pyarrow import fs

from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason
from warehouse.landing.raw_files import (
    ChangedError,
    Endings,
    Listing,
    OpenFile,
    RawFile,
    Reading,
    Selection,
    counted,
    name_matcher,
    names_on,
    raw_path,
    read_again,
    rejected,
    sidecar_names,
    source_path,
    to_table,
    too_large,
    uncounted,
)
from warehouse.landing.zone import Item, Result
from warehouse.storage.objects import (
    Objects,
    ObjectStoreError,
    ReplacedError,
    has,
    list_objects,
    open_object,
    open_store,
    require_bucket,
    store_errors,
)

_REQUESTS_AT_ONCE = 16
_BUFFER_BYTES = 4 << 20


class ObjectZone(NamedTuple):
    """A landing zone below a prefix of an object store; see `LandingZone`."""

    objects: Objects

    @classmethod
    def at(cls, url: str) -> "ObjectZone":
        """Return the landing zone at a URL."""
        return cls(Objects(url))

    def __str__(self) -> str:
        """The URL without the query."""
        return str(self.objects)

    @property
    def name(self) -> str:
        """The URL as the ledger knows it: without the query."""
        return str(self.objects)

    @property
    def is_one_file(self) -> bool:
        """Return false: an object is named by the prefix above it."""
        return False

    def require_listed(
        self,
        unlisted_folders: Sequence[str] = (),  # noqa: ARG002 - a store lists all or fails
    ) -> None:
        """Fail where no object is below the prefix.

        A store does not tell an empty landing zone from a misspelt one.

        Raises:
            UsageError: there is no object.
            ObjectStoreError: the store refuses, or has no such bucket.
            StoreUnreachableError: it does not answer.
        """
        filesystem, prefix = open_store(self.objects)
        with store_errors(self.objects):
            is_empty = filesystem.get_file_info(prefix).type == fs.FileType.NotFound
        if is_empty:
            require_bucket(self.objects)
            raise UsageError(f"no landing zone at {self}: name a prefix with raw files below it")

    def is_visible(self) -> bool:
        """Return true without a request: every machine sees a URL."""
        return True

    def list_files(
        self, selection: Selection, on_found: Callable[[int], None] = uncounted
    ) -> Listing:
        """List every object that is wanted, in path order (that of the bytes).

        What is ignored is counted by object that a pattern matches: a store has no folders.
        """
        _, prefix = open_store(self.objects)
        is_wanted = name_matcher(selection.patterns, in_any_case=True)
        is_ignored = name_matcher(selection.ignore)
        files = []
        endings = Endings()
        left_out = Counter[str]()
        for found in counted(list_objects(self.objects), on_found):
            key = found.path[len(prefix) + 1 :]
            ignored = any(is_ignored(name, path) for name, path in names_on(key))
            if not is_wanted(found.base_name, key):
                left_out["names"] += 1
                if not ignored:
                    endings.add(found.base_name)
            elif ignored:
                left_out["ignored"] += 1
            elif selection.is_young(found.mtime_ns):
                left_out["young"] += 1
            else:
                raw = key.encode()
                files.append(RawFile(raw, source_path(raw), found.size, found.mtime_ns))
        counts = (left_out["names"], left_out["ignored"], left_out["young"])
        return Listing(to_table(sorted(files)), (), 0, *counts, endings.most_frequent())

    def is_there(self, source_path: str) -> bool:
        """Check whether an object is (still) there; a store that does not answer is an error."""
        return has(self.objects, raw_path(source_path).decode())

    def read_file(self, file: RawFile, max_bytes: int) -> Reading:
        """Read one listed object, or return the reason it has no payload.

        An object that is replaced during the read is read again. The modification time is the
        listing's, also where the object is another since: the next listing will differ, and it is
        read once more. (What a store says of a single object is rounded to seconds.)
        """
        return read_again(file, lambda: self._read_once(file, max_bytes))

    def _read_once(self, file: RawFile, max_bytes: int) -> Reading | None:
        """Read an object once; null where it was replaced during the read."""
        try:
            with open_object(self.objects, file.raw_path.decode()) as source:
                size = source.size()
                if size > max_bytes:
                    return too_large(size, file.modified_ns, max_bytes)
                payload = source.read()
        except ReplacedError:
            return None
        except ObjectStoreError as error:
            return rejected(file, RejectReason.UNREADABLE, str(error))
        return Reading(payload, size, file.modified_ns)

    def read_sidecar(self, raw_path: bytes, max_bytes: int) -> bytes | None:
        """Read the JSON object next to a raw file; see `LandingZone.read_sidecar`."""
        for name in sidecar_names(raw_path):
            with (
                contextlib.suppress(FileNotFoundError, ObjectStoreError),
                open_object(self.objects, name.decode()) as sidecar,
            ):
                payload: bytes = sidecar.read(max_bytes + 1)
                return payload
        return None

    @contextlib.contextmanager
    def open_file(self, raw_path: bytes) -> Iterator[BinaryIO]:
        """Open an object to read it in pieces.

        Raises:
            FileNotFoundError: it is not there, or was replaced during the read.
            ObjectStoreError: it cannot be read.
        """
        with open_object(self.objects, raw_path.decode()) as source:
            yield source

    @contextlib.contextmanager
    def open_unchanged(self, file: RawFile) -> Iterator[OpenFile]:
        """Open a listed object to read it in pieces; see `LandingZone.open_unchanged`."""
        try:
            with open_object(self.objects, file.raw_path.decode()) as source:
                # Each read of a store is a request, and some libraries read a few bytes at a time.
                reader = io.BufferedReader(source, _BUFFER_BYTES)
                yield OpenFile(reader, source.size(), file.modified_ns)
        except ReplacedError as error:
            raise ChangedError from error
        except ObjectStoreError as error:
            raise OSError(str(error)) from error

    def ask_each(self, ask: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Ask something for each item, several at once, and return the answers in order."""
        with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as requests:
            yield from requests.map(ask, items)
