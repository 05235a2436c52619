"""Take texts down, and lift that again: what `zakhira forget` and `zakhira remember` run."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flows.run.progress import PUBLISHING, ProgressCounter
from flows.settings import Settings
from transforms.errors import UsageError
from transforms.version import PIPELINE_VERSION
from warehouse.ledger.runs import run_id
from warehouse.ledger.takedown import Key
from warehouse.writer.journal import Entry, append_entries
from warehouse.writer.session import is_warehouse, open_for_writing, recover
from warehouse.writer.takedown import require_parts, take_down


def change_tombstones(
    settings: Settings, choose: Callable[[], Sequence[Key]], reason: str, *, is_lifted: bool
) -> int:
    """Take down, or lift, what `choose` finds in the published generation.

    Returns how many documents went. The journal is written first: a run that is killed after that
    is finished by the next one.

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
        entries = [Entry(name, moment, is_lifted, *key, reason) for key in choose()]
        if not entries:
            return 0
        append_entries(store, entries)
        with progress.stage(PUBLISHING):
            return take_down(store, database)
