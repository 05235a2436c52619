"""This file keeps copies of rejected raw files, named by the hash of their bytes.

The copy is made before the commit that records the rejection: a run that dies in between leaves a copy
that the next run finds and keeps.
"""

import hashlib
import os
import uuid
from pathlib import Path

from warehouse.files import flush, move, write_whole
from warehouse.landing import open_inside

_CHUNK_BYTES = 1 << 20


def copy_of(quarantine: Path, file_hash: str) -> Path:
    """Where the copy of a rejected file is kept."""
    return quarantine / file_hash[:2] / file_hash


def keep_payload(quarantine: Path, staging: Path, payload: bytes, file_hash: str) -> None:
    """Keep the bytes of a rejected file, once however often it comes."""
    target = copy_of(quarantine, file_hash)
    if not target.exists():
        write_whole(target, payload, staging / f"{uuid.uuid4().hex}.rejected")


def keep_large_file(quarantine: Path, staging: Path, landing_zone: bytes, raw_path: bytes) -> str | None:
    """Keep a file too large to be read whole; its hash, or null when it went away or cannot be read."""
    partial = staging / f"{uuid.uuid4().hex}.rejected"
    partial.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        descriptor = open_inside(landing_zone, os.path.join(landing_zone, raw_path))
    except OSError:
        return None
    with open(descriptor, "rb") as reader, partial.open("xb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
    flush(partial)
    move(partial, copy_of(quarantine, digest.hexdigest()))
    return digest.hexdigest()
