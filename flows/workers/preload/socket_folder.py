"""Remove the folder of a killed run's socket: its own process can no more.

Workers are asked for through a socket in a folder of the temporary one (`pymp-...`). A run removes
it at its end; a run that is killed would leave one there each time. The process from which workers
are forked imports this module, and outlives the run by a moment.
"""

import atexit
import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

# What `multiprocessing` calls such a folder.
_PREFIX = "pymp-"


def find_folder() -> Path | None:
    """Return the folder of the socket that this process listens at; null where it has none."""
    sockets = (path for path in Path("/proc/self/fd").glob("*") if path.is_socket())
    for path in sockets:
        with suppress(OSError), socket.socket(fileno=os.dup(int(path.name))) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                folder = Path(os.fsdecode(found.getsockname())).parent
                return folder if folder.name.startswith(_PREFIX) else None
    return None


def _remove_at_exit() -> None:
    folder = find_folder()
    if folder is not None:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


_remove_at_exit()
