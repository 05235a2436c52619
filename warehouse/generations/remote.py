"""This file makes a generation visible to the readers of a warehouse at a URL, and brings it to theirs.

A store has no links: a generation is put under its own name, and then a small object, the pointer,
over the one that names the generation before. Readers fetch what the pointer names into the folder
of their state, once; they need no extension of DuckDB.
"""

import contextlib
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from warehouse.storage.files import hash_of
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import (
    Objects,
    ObjectStoreError,
    ReplacedError,
    fetch,
    get,
    names_of,
    put,
    remove,
)

POINTER = "warehouse.json"
_READ_ONLY = 0o444
_FETCH_ATTEMPTS = 3
# Generations kept on this machine: a reader may be about to open the one before the newest.
_FETCHED_KEPT = 2


class Pointer(NamedTuple):
    """What readers see: a generation, its object, and what that holds."""

    generation: int
    key: str
    size_bytes: int
    file_hash: str


# The pointer of a warehouse that has published nothing: it says that the prefix is a warehouse's.
NOTHING = Pointer(0, "", 0, "")


def read_pointer(objects: Objects) -> Pointer | None:
    """What readers are sent to; null where there is no warehouse, or none that ever began.

    Raises:
        ObjectStoreError: an object that is not ours has the pointer's name.
    """
    try:
        return Pointer(**json.loads(get(objects, POINTER)))
    except ReplacedError:
        return read_pointer(objects)  # a run has published just now; the next does not for a while
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise ObjectStoreError(
            f"{objects}/{POINTER} is somebody else's: choose another prefix"
        ) from error


def claim(objects: Objects) -> None:
    """Say that a prefix is a warehouse's, unless it says so already."""
    if read_pointer(objects) is None:
        _point_at(objects, NOTHING)


def published_numbers(layout: Layout) -> list[int]:
    """The numbers of the generations there are, on disk or at the URL, oldest first."""
    if layout.objects is None:
        return list(layout.generations())
    names = names_of(layout.objects, layout.key(layout.versions))
    return sorted(number for name in names if (number := layout.number_of(Path(name))) is not None)


def publish_objects(
    layout: Layout, objects: Objects, number: int, keep: int, make_copy: Callable[[Path], None]
) -> None:
    """Show readers the work database as a generation, unless they see it.

    `make_copy` writes and verifies its file.
    """
    if _seen(objects).generation != number:
        layout.staging.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="publish-", dir=layout.staging) as aside:
            partial = Path(aside) / layout.generation(number).name
            make_copy(partial)
            key = layout.key(layout.generation(number))
            pointer = Pointer(number, key, partial.stat().st_size, hash_of(partial))
            put(objects, key, partial)
            _point_at(objects, pointer)
            _keep_here(layout, pointer, partial)
    else:
        fetch_published(layout, objects)
    _retire(layout, objects, keep)


def fetch_published(layout: Layout, objects: Objects) -> None:
    """Bring what readers are sent to here, and let `published` lead to it; nothing where nothing is published.

    Raises:
        ObjectStoreError: it is not there, or not what the pointer says.
    """
    pointer = NOTHING
    for _ in range(_FETCH_ATTEMPTS):
        pointer = _seen(objects)
        if pointer == NOTHING:
            return
        with contextlib.suppress(
            FileNotFoundError
        ):  # retired since: the pointer leads to a newer one
            _fetch(layout, objects, pointer)
            return
    raise ObjectStoreError(
        f"{objects}/{pointer.key} is not there: make it anew with zakhira rebuild"
    )


def _seen(objects: Objects) -> Pointer:
    return read_pointer(objects) or NOTHING


def _fetch(layout: Layout, objects: Objects, pointer: Pointer) -> None:
    if not _here(layout, pointer).exists():
        partial = layout.versions / f"{uuid.uuid4().hex}.partial"
        try:
            fetch(objects, pointer.key, partial)
            if (partial.stat().st_size, hash_of(partial)) != (
                pointer.size_bytes,
                pointer.file_hash,
            ):
                raise ObjectStoreError(
                    f"{objects}/{pointer.key} is damaged: make it anew with zakhira rebuild"
                )
            _keep_here(layout, pointer, partial)
        finally:
            partial.unlink(missing_ok=True)
    elif layout.published_generation() != pointer.generation:
        _lead_to(layout, _here(layout, pointer))


def _here(layout: Layout, pointer: Pointer) -> Path:
    """Where a generation is kept on this machine; its name tells what it holds."""
    return layout.versions / f"warehouse-{pointer.generation:06}-{pointer.file_hash[:12]}.duckdb"


def _keep_here(layout: Layout, pointer: Pointer, partial: Path) -> None:
    """Keep the file of a generation on this machine, and let `published` lead to it."""
    layout.versions.mkdir(parents=True, exist_ok=True)
    partial.chmod(_READ_ONLY)
    partial.replace(_here(layout, pointer))
    _lead_to(layout, _here(layout, pointer))
    for path in list(layout.generations().values())[:-_FETCHED_KEPT]:
        path.unlink(missing_ok=True)


def _lead_to(layout: Layout, generation: Path) -> None:
    link = layout.versions / f"{uuid.uuid4().hex}.link"
    link.symlink_to(generation.relative_to(layout.root))
    link.replace(layout.published)


def _point_at(objects: Objects, pointer: Pointer) -> None:
    """Send readers to a generation, in one put."""
    put(objects, POINTER, json.dumps(pointer._asdict()).encode())


def _retire(layout: Layout, objects: Objects, keep: int) -> None:
    """Remove all but the newest generations at the URL; never the one that readers are sent to."""
    seen = _seen(objects).generation
    for number in published_numbers(layout)[:-keep]:
        if number != seen:
            remove(objects, layout.key(layout.generation(number)))
