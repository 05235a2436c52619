"""This file puts parts in their places and finds them there: in the warehouse folder, or at its URL.

In a folder a part is renamed into place. At a URL it is put, which is as atomic, and then removed
from staging: a run that dies in between puts it again, the same bytes under the same name.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.storage.files import clear, hash_of, move
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import ObjectStoreError, fetch, get, names_of, put
from warehouse.storage.part_names import run_of

_REQUESTS_AT_ONCE = 8


def place(layout: Layout, staged: Path, target: Path) -> None:
    """Put a staged file where readers see it; it is no longer staged then."""
    if layout.objects is None:
        move(staged, target)
        return
    put(layout.objects, layout.key(target), staged)
    staged.unlink()


def placed(layout: Layout) -> list[Path]:
    """The parts that readers see, in order; at a URL by the paths they would have below the root."""
    if layout.objects is None:
        return sorted(layout.parquet.glob("*/*.parquet"))
    names = names_of(layout.objects, layout.key(layout.parquet))
    return [
        layout.root / name for name in names if name.endswith(".parquet") and name.count("/") == 2
    ]


@contextlib.contextmanager
def at_hand(layout: Layout) -> Iterator[Path]:
    """The folder of the parts, to be read as files: `parquet`, or a copy of what is at the URL."""
    if layout.objects is None:
        yield layout.parquet
        return
    objects, folder = layout.objects, layout.staging / "fetched"
    clear(folder)
    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as requests:
        paths = placed(layout)
        targets = [folder / path.relative_to(layout.parquet) for path in paths]
        list(
            requests.map(
                lambda path, target: fetch(objects, layout.key(path), target), paths, targets
            )
        )
    yield folder
    clear(folder)


def facts_of(layout: Layout, part: Path) -> dict[str, object]:
    """Size, hash and rows of a part as far as they can be read; what is no Parquet has no rows."""
    found: dict[str, object] = {}
    source: object = part
    with contextlib.suppress(OSError, ObjectStoreError):
        if layout.objects is None:
            found["size_bytes"] = part.stat().st_size
            found["file_hash"] = hash_of(part)
        else:
            payload = get(layout.objects, layout.key(part))
            source = pa.BufferReader(payload)
            found |= {"size_bytes": len(payload), "file_hash": hashlib.sha256(payload).hexdigest()}
    with contextlib.suppress(OSError, pa.ArrowInvalid):
        found["row_count"] = pq.read_metadata(source).num_rows
    return found


def has_parts(layout: Layout) -> bool:
    """Whether there is a record to rebuild from."""
    return any(run_of(path.stem) for path in placed(layout))
