"""Copies of rejected raw files, named by the hash of their bytes.

The copy is made before the commit that records the rejection: a run that dies in between leaves a
copy that the next run finds and keeps. On its way to the warehouse it lies in a `scratch` folder of
this machine.
"""

import errno
import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from warehouse.landing.zone import LandingZone
from warehouse.storage.files import flush
from warehouse.storage.layout import COPIES
from warehouse.storage.objects import ObjectStoreError
from warehouse.storage.store import Store

_CHUNK_BYTES = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def copy_keys(store: Store) -> list[str]:
    """Return the keys of the copies, in order."""
    return store.find(COPIES)


def keep_payload(store: Store, scratch: Path, payload: bytes, file_hash: str) -> None:
    """Keep the bytes of a rejected file, once however often it comes.

    A copy that is there but damaged is replaced.
    """
    key = _key_of(store, file_hash)
    if store.facts_of(key).get("file_hash") != file_hash:
        store.put_bytes(payload, key, scratch)


def keep_large_file(store: Store, scratch: Path, zone: LandingZone, raw_path: bytes) -> str | None:
    """Keep a file too large to be read whole, and return its hash.

    Null where it went away, cannot be read, or has no room. A copy for which there is no room must
    not stop the other texts: what was written of it is removed.

    Raises:
        OSError: the scratch folder cannot be written, for another reason than room.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    partial = scratch / f"{uuid.uuid4().hex}.rejected"
    is_open = False
    try:
        with zone.open_file(raw_path) as reader:
            is_open = True
            file_hash = _copy(reader, partial)
    except (FileNotFoundError, ObjectStoreError):
        partial.unlink(missing_ok=True)
        return None
    except OSError as error:
        partial.unlink(missing_ok=True)
        if is_open and error.errno not in _NO_ROOM:
            raise
        return None
    store.put_file(partial, _key_of(store, file_hash))
    return file_hash


def _key_of(store: Store, file_hash: str) -> str:
    return store.layout.key(store.layout.rejected(file_hash))


def _copy(reader: BinaryIO, target: Path) -> str:
    """Copy an open file, hole for hole, and flush the copy; return its hash."""
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
