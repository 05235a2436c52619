"""This file asks a landing zone: a folder (`warehouse/landing/folder_zone.py`) or objects (`warehouse/landing/object_zone.py`).

All that the flows ask of a landing zone stands here; a reader who knows these functions knows both
kinds.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

from transforms.errors import UsageError
from warehouse.landing import folder_zone, object_zone
from warehouse.landing.folder_zone import Listing, RawFile, Reading
from warehouse.storage.object_store import Objects

# A landing zone: a folder by its real path, or a prefix of an object store.
Zone = Path | Objects

Item = TypeVar("Item")
Result = TypeVar("Result")
_REQUESTS_AT_ONCE = 16


def zone_at(place: Path | str) -> Zone:
    """The landing zone at a path, a link to it followed, or at a URL."""
    return Objects(place) if isinstance(place, str) else place.absolute().resolve()


def name_of(zone: Zone) -> str:
    """The landing zone as the ledger knows it."""
    return str(zone) if isinstance(zone, Objects) else folder_zone.source_path(os.fsencode(zone))


def require_listed(zone: Zone, unlisted_folders: Sequence[str] = ()) -> None:
    """Fail where a landing zone itself cannot be listed: nothing is known of its files then.

    Raises:
        UsageError: it is not there, or closed to us; a folder below it may be.
        ObjectStoreError: the store refuses.
        StoreUnreachableError: the store does not answer.
    """
    if isinstance(zone, Objects):
        object_zone.require_listed(zone)
        return
    try:
        os.scandir(zone).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"no landing zone at {zone}: name a folder of raw files") from error
    except OSError as error:
        raise UsageError(f"the landing zone {zone} cannot be listed: {error.strerror}") from error
    if "" in unlisted_folders:
        raise UsageError(
            f"the landing zone {zone} could not be listed to its end: its disk did not answer"
        )


def list_files(zone: Zone, patterns: Sequence[str]) -> Listing:
    """Every raw file below the landing zone whose name matches a pattern, in path order."""
    return (
        object_zone.list_files(zone, patterns)
        if isinstance(zone, Objects)
        else folder_zone.list_files(zone, patterns)
    )


def is_there(zone: Zone, path: str) -> bool:
    """Whether a raw file is (still) at a source path, listed or not."""
    return (
        object_zone.is_there(zone, path)
        if isinstance(zone, Objects)
        else folder_zone.is_there(zone, path)
    )


def read_file(zone: Zone, file: RawFile, max_bytes: int) -> Reading:
    """The payload of one listed file, whole at one moment, or the reason it has none."""
    if isinstance(zone, Objects):
        return object_zone.read_file(zone, file, max_bytes)
    return folder_zone.read_file(os.fsencode(zone), file, max_bytes)


def read_sidecar(zone: Zone, raw_path: bytes, max_bytes: int) -> bytes | None:
    """The JSON beside a raw file; a byte more than `max_bytes` tells that it is too large."""
    if isinstance(zone, Objects):
        return object_zone.read_sidecar(zone, raw_path, max_bytes)
    return folder_zone.read_sidecar(os.fsencode(zone), raw_path, max_bytes)


@contextlib.contextmanager
def open_file(zone: Zone, raw_path: bytes) -> Iterator[BinaryIO]:
    """A raw file to be read in pieces.

    Raises:
        FileNotFoundError: it is not there, leads out of the folder, or (an object) was replaced
        while it was read. OSError: it cannot be read.
    """
    if isinstance(zone, Objects):
        with object_zone.open_file(zone, raw_path) as reader:
            yield reader
    else:
        folder = os.fsencode(zone)
        with os.fdopen(folder_zone.open_inside(folder, folder + b"/" + raw_path), "rb") as reader:
            yield reader


def each(zone: Zone, ask: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """What is found for each, in order; of objects several at once, for each takes some round trips."""
    if not isinstance(zone, Objects):
        yield from map(ask, items)
        return
    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as requests:
        yield from requests.map(ask, items)
