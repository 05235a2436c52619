"""This file keeps copies of rejected raw files, named by the hash of their bytes.

The copy is made before the commit that records the rejection: a run that dies in between leaves a
copy that the next run finds and keeps.
"""

import errno
import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from warehouse.landing.zone import Zone, open_file
from warehouse.storage.files import flush, move, write_whole
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import Objects, ObjectStoreError, has, names_of, put

_CHUNK_BYTES = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


# Where the copies are kept: a folder, or a prefix of an object store.
Quarantine = Path | Objects


def quarantine_of(layout: Layout) -> Quarantine:
    """Where a warehouse keeps them."""
    return (
        layout.objects.below(layout.key(layout.quarantine)) if layout.objects else layout.quarantine
    )


def copies(layout: Layout) -> list[Path]:
    """The copies there are; at a URL by the paths they would have below the root."""
    if layout.objects:
        return [
            layout.root / name for name in names_of(layout.objects, layout.key(layout.quarantine))
        ]
    return list(layout.quarantine.glob("*/*"))


def _name_of(file_hash: str) -> str:
    return f"{file_hash[:2]}/{file_hash}"


def keep_payload(quarantine: Quarantine, staging: Path, payload: bytes, file_hash: str) -> None:
    """Keep the bytes of a rejected file, once however often it comes."""
    if isinstance(quarantine, Objects):
        if not has(quarantine, _name_of(file_hash)):
            put(quarantine, _name_of(file_hash), payload)
        return
    target = quarantine / _name_of(file_hash)
    if not target.exists():
        write_whole(target, payload, staging / f"{uuid.uuid4().hex}.rejected")


def keep_large_file(
    quarantine: Quarantine, staging: Path, landing_zone: Zone, raw_path: bytes
) -> str | None:
    """Keep a file too large to be read whole; its hash, or null when it went away, cannot be read, or has no room.

    A copy for which there is no room must not stop the texts beside it: what was written of it is
    removed.
    """
    partial = staging / f"{uuid.uuid4().hex}.rejected"
    partial.parent.mkdir(parents=True, exist_ok=True)
    is_open = False
    try:
        with open_file(landing_zone, raw_path) as reader:
            is_open = True
            file_hash = _copy(reader, partial)
    except (OSError, ObjectStoreError) as error:
        partial.unlink(missing_ok=True)
        if (
            not is_open
            or isinstance(error, FileNotFoundError | ObjectStoreError)
            or error.errno in _NO_ROOM
        ):
            return None
        raise
    if isinstance(quarantine, Objects):
        put(quarantine, _name_of(file_hash), partial)
        partial.unlink()
    else:
        move(partial, quarantine / _name_of(file_hash))
    return file_hash


def _copy(reader: BinaryIO, target: Path) -> str:
    """Copy an open file, hole for hole, and flush the copy; its hash."""
    digest = hashlib.sha256()
    with target.open("xb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            if chunk.count(0) == len(chunk):
                writer.seek(len(chunk), os.SEEK_CUR)
            else:
                writer.write(chunk)
        writer.truncate()
    flush(target)
    return digest.hexdigest()
