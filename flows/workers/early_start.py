"""Start the process from which workers are forked before all else, where it is sure to be needed.

It imports the rules, which takes half a second of another core. This process imports meanwhile what
it needs itself: Arrow and DuckDB, and in a flow run Prefect, which takes a second.
"""

import contextlib
import multiprocessing
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.settings import Settings

# Names, not modules: the process from which workers are forked imports them, this one must not.
PRELOADED = (
    "flows.workers.preload.socket_folder",
    *(f"flows.workers.{work}_slice" for work in ("extract", "describe", "sign")),
)


def start_early(settings: "Settings") -> None:
    """Start the process if the run that begins is a first load from a folder.

    Any other run may find nothing to read. What prevents the start is raised where a worker starts.

    Raises:
        UsageError: as `Settings.store` does.
    """
    if settings.engine != "processes" or not _is_first_load(settings):
        return
    multiprocessing.get_context("forkserver").set_forkserver_preload([*PRELOADED])
    with contextlib.suppress(OSError):
        forkserver.ensure_running()


def _is_first_load(settings: "Settings") -> bool:
    """Check whether there is something to read on this disk, and no work database yet."""
    if not (isinstance(settings.landing, Path) and isinstance(settings.warehouse, Path)):
        return False
    # What is closed to us is for the run to say.
    with contextlib.suppress(PermissionError):
        return settings.landing.exists() and not settings.store.layout.work_database.exists()
    return False
