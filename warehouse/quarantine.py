"""This file keeps copies of rejected raw files, named by the hash of their bytes.

The copy is made before the commit that records the rejection: a run that dies in between leaves a copy
that the next run finds and keeps.
"""

import errno
import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from warehouse.files import flush, move, write_whole
from warehouse.objects import ObjectStoreError
from warehouse.zones import Zone, open_file

_CHUNK_BYTES = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def copy_of(quarantine: Path, file_hash: str) -> Path:
    """Where the copy of a rejected file is kept."""
    return quarantine / file_hash[:2] / file_hash


def keep_payload(quarantine: Path, staging: Path, payload: bytes, file_hash: str) -> None:
    """Keep the bytes of a rejected file, once however often it comes."""
    target = copy_of(quarantine, file_hash)
    if not target.exists():
        write_whole(target, payload, staging / f"{uuid.uuid4().hex}.rejected")


def keep_large_file(quarantine: Path, staging: Path, landing_zone: Zone, raw_path: bytes) -> str | None:
    """Keep a file too large to be read whole; its hash, or null when it went away, cannot be read, or has no room.

    A copy for which there is no room must not stop the texts beside it: what was written of it is removed.
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
        if not is_open or isinstance(error, FileNotFoundError | ObjectStoreError) or error.errno in _NO_ROOM:
            return None
        raise
    move(partial, copy_of(quarantine, file_hash))
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
