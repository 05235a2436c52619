"""This file lists and reads a landing zone that is a prefix of an object store.

There are no links and no pipes, and an object is never seen half-written; but it may be replaced or
removed at any time, and a listing may be refused.
"""

import contextlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pyarrow import fs

from transforms.errors import UsageError
from transforms.schemas import RejectReason
from warehouse.landing.folder_zone import (
    Listing,
    RawFile,
    Reading,
    name_matcher,
    raw_path,
    read_again,
    rejected,
    sidecar_names,
    source_path,
    to_table,
    too_large,
)
from warehouse.storage.object_store import (
    Objects,
    ObjectStoreError,
    ReplacedError,
    errors_of,
    has,
    listed,
    opened,
    reading,
    require_bucket,
)


def require_listed(zone: Objects) -> None:
    """Fail where nothing is below the prefix: a store does not tell an empty landing zone from a misspelt one.

    Raises:
        UsageError: there is no object.
        ObjectStoreError: the store refuses, or has no such bucket.
        StoreUnreachableError: it does not answer.
    """
    filesystem, prefix = opened(zone)
    with errors_of(zone):
        is_empty = filesystem.get_file_info(prefix).type == fs.FileType.NotFound
    if is_empty:
        require_bucket(zone)
        raise UsageError(f"no landing zone at {zone}: name a prefix with raw files below it")


def list_files(zone: Objects, patterns: Sequence[str]) -> Listing:
    """Every object below the landing zone whose name matches a pattern, in path order (that of the bytes)."""
    _, prefix = opened(zone)
    is_wanted = name_matcher(patterns)
    files, names_left_out = [], 0
    for found in listed(zone):
        key = found.path[len(prefix) + 1 :]
        if is_wanted(found.base_name, key):
            raw = key.encode()
            files.append(RawFile(raw, source_path(raw), found.size, found.mtime_ns))
        else:
            names_left_out += 1
    return Listing(to_table(sorted(files)), (), 0, names_left_out)


def is_there(zone: Objects, path: str) -> bool:
    """Whether an object is (still) at a source path; a store that does not answer is an error, and tells nothing."""
    return has(zone, raw_path(path).decode())


def read_file(zone: Objects, file: RawFile, max_bytes: int) -> Reading:
    """The payload of one listed object, or the reason it has none; read again when it was replaced meanwhile.

    The modification time is the listing's, also where the object is another since: the next listing
    will differ, and it is read once more. (What a store says of a single object is rounded to
    seconds.)
    """
    return read_again(file, lambda: _read_once(zone, file, max_bytes))


def _read_once(zone: Objects, file: RawFile, max_bytes: int) -> Reading | None:
    """One try; null when the object was replaced meanwhile."""
    try:
        with reading(zone, file.raw_path.decode()) as source:
            size = source.size()
            if size > max_bytes:
                return too_large(size, file.modified_ns, max_bytes)
            payload = source.read()
    except ReplacedError:
        return None
    except ObjectStoreError as error:
        return rejected(file, RejectReason.UNREADABLE, str(error))
    return Reading(payload, size, file.modified_ns)


def read_sidecar(zone: Objects, raw_path: bytes, max_bytes: int) -> bytes | None:
    """The JSON beside a raw file, as `warehouse.landing.folder_zone.read_sidecar` has it for folders."""
    for name in sidecar_names(raw_path):
        with (
            contextlib.suppress(FileNotFoundError, ObjectStoreError),
            reading(zone, name.decode()) as sidecar,
        ):
            payload: bytes = sidecar.read(max_bytes + 1)
            return payload
    return None


@contextlib.contextmanager
def open_file(zone: Objects, raw_path: bytes) -> Iterator[BinaryIO]:
    """An object to be read in pieces.

    Raises:
        FileNotFoundError: it is not there, or was replaced while it was read.
        ObjectStoreError: it cannot be read.
    """
    with reading(zone, raw_path.decode()) as source:
        yield source
