"""Take texts down, and lift that again: what `zakhira forget` and `zakhira remember` run."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pyarrow as pa

from flows.run.progress import PUBLISHING, ProgressCounter
from flows.settings import Settings
from transforms.errors import UsageError
from transforms.near_duplicates.minhash import band_hashes
from transforms.version import PIPELINE_VERSION
from warehouse.database.fetch import fetch_documents
from warehouse.database.work_database import WorkDatabase
from warehouse.ledger.runs import run_id
from warehouse.ledger.takedown import Key
from warehouse.writer.journal import Entry, append_entries
from warehouse.writer.session import is_warehouse, open_for_writing, recover
from warehouse.writer.takedown import TakenDown, require_parts, take_down

_TEXTS_AT_ONCE = 1_000


def change_tombstones(
    settings: Settings,
    choose: Callable[[], Sequence[Key]],
    reason: str,
    *,
    is_lifted: bool,
    has_near_duplicates: bool = False,
) -> TakenDown:
    """Take down, or lift, what `choose` finds in the published generation.

    With `has_near_duplicates`, new texts that are like one of these are not admitted either; of
    those that are too short to be compared, the number is returned.
    The journal is written first: a run that is killed after that is finished by the next one.

    Raises:
        UsageError: there is no warehouse.
        LockHeldError: a run is writing this warehouse.
        PartError: a part is lost: nothing was changed. Or damaged: the next run tries again.
        StorageError: the journal cannot be written: nothing was changed.
    """
    store = settings.store
    if not is_warehouse(store):
        raise UsageError(f"no warehouse at {store.name}: there is nothing to take down")
    moment = datetime.now(UTC)
    name = run_id(moment, os.urandom(3))
    progress = ProgressCounter()
    with open_for_writing(store, name, PIPELINE_VERSION, settings.wait) as database:
        recover(store, database, settings.keep_generations)
        require_parts(store, database)
        keys = choose()
        if not keys:
            return TakenDown()
        bands = _band_hashes(database, keys) if has_near_duplicates else {}
        entries = [
            Entry(name, moment, is_lifted, *key, reason, bands.get(key.content_hash))
            for key in keys
        ]
        append_entries(store, entries)
        texts = sum(key.content_hash is not None for key in keys)
        with progress.stage(PUBLISHING):
            taken = take_down(store, database)
        return taken._replace(short_count=texts - len(bands) if has_near_duplicates else 0)


def _band_hashes(database: WorkDatabase, keys: Sequence[Key]) -> dict[str | None, list[int]]:
    """Return the band hashes of texts by their hash; of a text that is too short there are none."""
    found: dict[str | None, list[int]] = {}
    hashes = [key.content_hash for key in keys if key.content_hash]
    for start in range(0, len(hashes), _TEXTS_AT_ONCE):
        some = pa.chunked_array([hashes[start : start + _TEXTS_AT_ONCE]], pa.string())
        documents = fetch_documents(database, some, ["content_hash", "text"])
        bands = band_hashes(documents["text"].to_pylist())
        found |= zip(documents["content_hash"].to_pylist(), bands, strict=True)
    return {content_hash: bands for content_hash, bands in found.items() if bands}
