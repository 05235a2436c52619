"""Seals: what a generation was when it was published, so that one that somebody changed is known.

A reader who may write (root, in many containers) can open a generation read-write. What he changed
must not be copied on into the next one. The seal of a generation is the hash of the head of its
file: it costs an hourly run 12 KiB, whatever the size of the database.
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from warehouse.storage.files import head_hash_of, write_whole
from warehouse.storage.layout import Layout


def seal(layout: Layout, number: int, made: Path) -> None:
    """Keep the seal of a generation that is about to be published; `made` is its file."""
    kept = {
        name: hash_ for name, hash_ in _read(layout).items() if (layout.versions / name).exists()
    }
    seals = kept | {layout.generation(number).name: head_hash_of(made)}
    write_whole(layout.seals, json.dumps(seals).encode(), layout.seals.with_suffix(".partial"))


def has_seal(layout: Layout, number: int, file: Path) -> bool | None:
    """Check whether a file is a generation as it was published; null where none has a seal of it.

    Generations of a version that did not seal them have none.
    """
    seal = _read(layout).get(layout.generation(number).name)
    return head_hash_of(file) == seal if seal else None


def logs(layout: Layout) -> list[Path]:
    """Return the logs beside generations and their link; none is ours.

    Whoever wrote them was killed, or is at it. DuckDB replays them into a file of that name.
    """
    published = layout.log_of(layout.published)
    logs = (
        path for path in layout.versions.glob("*.wal") if layout.number_of(path.with_suffix(""))
    )
    return [*([published] if published.exists() else []), *sorted(logs)]


def clear_logs(layout: Layout) -> None:
    """Remove the logs that lie beside no file: a generation of that name may come again."""
    for log in logs(layout):
        if not log.with_suffix("").exists():
            log.unlink(missing_ok=True)


def changes(layout: Layout) -> Iterator[tuple[Path, str]]:
    """Yield what is not as it was published, and what is wrong: generations, and logs beside them.

    A generation that a run retires meanwhile is left out.
    """
    for number, path in layout.generations().items():
        with contextlib.suppress(FileNotFoundError):
            if has_seal(layout, number, path) is False:
                yield path, "changed after its publication"
    for path in logs(layout):
        yield path, "a log of another program, which DuckDB replays for readers"


def _read(layout: Layout) -> dict[str, str]:
    """Return the seals by the name of the file; none where they are lost or damaged."""
    try:
        return dict(json.loads(layout.seals.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return {}
