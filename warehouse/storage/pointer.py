"""Pointer of a warehouse at a URL, and the generation that it sends readers to.

A store has no links. A generation is put under its own name, and then a small object, the pointer,
over the one that names the generation before. Readers fetch what the pointer names into the folder
of their state, once; they need no extension of DuckDB.
"""

import contextlib
import json
import uuid
from pathlib import Path
from typing import NamedTuple

from warehouse.storage.files import hash_of, permitted
from warehouse.storage.layout import Layout
from warehouse.storage.objects import (
    Objects,
    ObjectStoreError,
    ReplacedError,
    fetch,
    get,
    put,
    put_file,
)
from warehouse.storage.seals import changes, clear_logs

POINTER = "warehouse.json"
_READ_ONLY = 0o444
_FETCH_ATTEMPTS = 3
# Generations kept on this machine: a reader may be about to open the one before the newest.
_FETCHED_KEPT = 2


class Pointer(NamedTuple):
    """What readers see: a generation, its object, and the size and hash of that."""

    generation: int
    key: str
    size_bytes: int
    file_hash: str


# The pointer of a warehouse that has published nothing: it says that the prefix is a warehouse's.
NOTHING = Pointer(0, "", 0, "")


def read_pointer(objects: Objects) -> Pointer | None:
    """Return the pointer; null where there is no warehouse, or none that ever began.

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
            f"{objects}/{POINTER} is not a pointer of zakhira: choose another prefix"
        ) from error


def claim(objects: Objects) -> None:
    """Put the first pointer, which says that a prefix is a warehouse's, unless there is one."""
    if read_pointer(objects) is None:
        _point_at(objects, NOTHING)


def put_generation(layout: Layout, objects: Objects, number: int, made: Path) -> None:
    """Put the file of a generation, then the pointer to it; keep the file on this machine."""
    key = layout.key(layout.generation(number))
    pointer = Pointer(number, key, made.stat().st_size, hash_of(made))
    put_file(objects, key, made)
    _point_at(objects, pointer)
    _keep_here(layout, pointer, made)


def fetch_published(layout: Layout, objects: Objects) -> None:
    """Fetch the generation of the pointer, and let `Layout.published` lead to it.

    Does nothing where nothing is published.

    Raises:
        ObjectStoreError: the generation is not there, or not what the pointer says.
    """
    pointer = NOTHING
    for _ in range(_FETCH_ATTEMPTS):
        pointer = read_pointer(objects) or NOTHING
        if pointer == NOTHING:
            return
        # Where it was retired since, the pointer leads to a newer one.
        with contextlib.suppress(FileNotFoundError):
            _fetch(layout, objects, pointer)
            return
    raise ObjectStoreError(f"{objects}/{pointer.key} is not there: run zakhira rebuild")


def _fetch(layout: Layout, objects: Objects, pointer: Pointer) -> None:
    """Fetch a generation, unless it is on this machine.

    Raises:
        FileNotFoundError: it is not at the URL.
        ObjectStoreError: it is damaged.
    """
    if _kept(layout, pointer).exists():
        if layout.published_generation() != pointer.generation:
            _link_to(layout, _kept(layout, pointer))
        return
    partial = layout.versions / f"{uuid.uuid4().hex}.partial"
    try:
        fetch(objects, pointer.key, partial)
        found = (partial.stat().st_size, hash_of(partial))
        if found != (pointer.size_bytes, pointer.file_hash):
            raise ObjectStoreError(f"{objects}/{pointer.key} is damaged: run zakhira rebuild")
        _keep_here(layout, pointer, partial)
    finally:
        partial.unlink(missing_ok=True)


def changed_files(layout: Layout, objects: Objects) -> list[tuple[Path, str]]:
    """Return the fetched generation where it is not what the pointer says, and logs beside it."""
    kept = _kept(layout, read_pointer(objects) or NOTHING)
    is_changed = kept.exists() and not hash_of(kept).startswith(kept.stem.rpartition("-")[2])
    return [*([(kept, "changed after it was fetched")] if is_changed else []), *changes(layout)]


def _kept(layout: Layout, pointer: Pointer) -> Path:
    """Return where a generation is kept on this machine; its name holds the start of its hash."""
    return layout.versions / f"warehouse-{pointer.generation:06}-{pointer.file_hash[:12]}.duckdb"


def _keep_here(layout: Layout, pointer: Pointer, partial: Path) -> None:
    """Keep the file of a generation on this machine, and let `Layout.published` lead to it."""
    layout.versions.mkdir(parents=True, exist_ok=True)
    partial.chmod(permitted(_READ_ONLY))
    for named in (_kept(layout, pointer), layout.published):
        layout.log_of(named).unlink(missing_ok=True)
    partial.replace(_kept(layout, pointer))
    _link_to(layout, _kept(layout, pointer))
    for path in list(layout.generations().values())[:-_FETCHED_KEPT]:
        path.unlink(missing_ok=True)
    clear_logs(layout)


def _link_to(layout: Layout, generation: Path) -> None:
    """Let `Layout.published` lead to a generation, in one step."""
    link = layout.versions / f"{uuid.uuid4().hex}.link"
    link.symlink_to(generation.relative_to(layout.root))
    link.replace(layout.published)


def _point_at(objects: Objects, pointer: Pointer) -> None:
    """Send readers to a generation, in one put."""
    put(objects, POINTER, json.dumps(pointer._asdict()).encode())
