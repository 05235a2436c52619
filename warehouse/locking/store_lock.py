"""Lock at a URL: one run writes at a time, whatever machine it is on.

A run puts a ticket, `lock/<run id>`, and then lists the tickets. It goes on only when there is none
but its own, and removes its own in the end. What was put is listed at once (S3 says so since 2020),
so of two runs the one that put its ticket later sees the other's. The lock on the state
(`warehouse/locking/file_lock.py`) dies with its holder; a ticket does not. The next run on the same
machine removes the ticket of a dead run; on another machine an operator who knows that the run is
dead has to.
"""

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from warehouse.locking.file_lock import Holder, LockHeldError
from warehouse.storage.objects import (
    Objects,
    ObjectStoreError,
    StoreUnreachableError,
    get,
    list_names,
    put,
    remove,
)

_FOLDER = "lock"
_POLL_SECONDS = 0.2
# How often the run that was there first lists again, to see whether the others have withdrawn.
_MAX_LISTINGS = 50

# The runs of this process that hold a ticket or try to: a ticket of another run with the pid of
# this process is a dead one's.
_ours: set[str] = set()


class Ticket(NamedTuple):
    """A run that writes, and the facts that tell its process from all others."""

    run_id: str
    pid: int
    host: str
    machine: str
    boot: str
    pid_namespace: str
    # When the process started, in ticks since the boot: a later process may have the same pid.
    started: int


@contextlib.contextmanager
def hold(objects: Objects, run_id: str, wait_seconds: float) -> Iterator[None]:
    """Be the only run that writes at a URL, for the length of a block.

    Raises:
        LockHeldError: another run writes, and still did after `wait_seconds`; the message names
            its ticket.
    """
    try:
        _ours.add(run_id)
        _acquire(objects, run_id, time.monotonic() + wait_seconds)
        yield
    finally:
        _ours.discard(run_id)
        # Where the ticket stays, the next run finds that it is a dead run's.
        with contextlib.suppress(ObjectStoreError, StoreUnreachableError):
            remove(objects, f"{_FOLDER}/{run_id}")


def holder(objects: Objects) -> Holder | None:
    """Return who writes at a URL now; null where no run does."""
    tickets = _tickets(objects)
    return _holder(tickets[0]) if tickets else None


def _acquire(objects: Objects, run_id: str, deadline: float) -> None:
    """Put a ticket, and take it back while another run has one, until the deadline."""
    while True:
        put(objects, f"{_FOLDER}/{run_id}", json.dumps(_ticket(run_id)._asdict()).encode())
        other = _first_other(objects, run_id)
        if other is None:
            return
        remove(objects, f"{_FOLDER}/{run_id}")
        if time.monotonic() >= deadline:
            advice = f"if that run is known to be dead, remove {objects}/{_FOLDER}/{other.run_id}"
            raise LockHeldError(_holder(other), advice)
        time.sleep(_POLL_SECONDS)


def _first_other(objects: Objects, run_id: str) -> Ticket | None:
    """Return a run that writes at the same time; null where there is none.

    Where all others came later, they get a moment to withdraw: so of runs that start at once, one
    goes on.
    """
    for _ in range(_MAX_LISTINGS):
        others = [ticket for ticket in _tickets(objects) if ticket.run_id != run_id]
        if not others:
            return None
        if others[0].run_id < run_id:
            break
        time.sleep(_POLL_SECONDS)
    return others[0]


def _tickets(objects: Objects) -> list[Ticket]:
    """Return the tickets of runs that may be alive, in order of run; remove those of dead runs.

    Raises:
        ObjectStoreError: an object there is not a ticket.
    """
    found = []
    for name in list_names(objects, _FOLDER):
        try:
            ticket = Ticket(**json.loads(get(objects, name)))
        except FileNotFoundError:
            continue
        except (ValueError, TypeError) as error:
            raise ObjectStoreError(
                f"{objects}/{name} is not a ticket of a run: move it away"
            ) from error
        if _is_dead(ticket):
            remove(objects, name)
        else:
            found.append(ticket)
    return found


def _is_dead(ticket: Ticket) -> bool:
    """Check that a run is dead: its process is gone from this machine, or was before a reboot.

    A run of another machine, or of another container, may be alive.
    """
    here = _ticket(ticket.run_id)
    if (ticket.host, ticket.machine) != (here.host, here.machine) or not here.machine:
        return False
    if ticket.boot != here.boot:
        return True
    if ticket.pid_namespace != here.pid_namespace:
        return False
    if ticket.pid == here.pid and ticket.started == here.started:
        return ticket.run_id not in _ours
    return _started(ticket.pid) != ticket.started


def _ticket(run_id: str) -> Ticket:
    """Return the ticket of this process."""
    boot = _read_line("/proc/sys/kernel/random/boot_id")
    return Ticket(
        run_id=run_id,
        pid=os.getpid(),
        host=socket.gethostname(),
        machine=_read_line("/etc/machine-id") or boot,
        boot=boot,
        pid_namespace=str(Path("/proc/self/ns/pid").readlink()),
        started=_started(os.getpid()) or 0,
    )


def _started(pid: int) -> int | None:
    """Return when a process started, in ticks since the boot; null where there is none."""
    # What follows the command's name, which may hold anything: state, ..., start time (proc(5)).
    fields = _read_line(f"/proc/{pid}/stat").rpartition(")")[2].split()
    is_alive = bool(fields) and fields[0] != "Z"
    return int(fields[19]) if is_alive else None


def _read_line(path: str) -> str:
    """Return the text of a file of the system; empty where it cannot be read."""
    with contextlib.suppress(OSError):
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _holder(ticket: Ticket) -> Holder:
    return Holder(ticket.pid, ticket.host, ticket.run_id)
