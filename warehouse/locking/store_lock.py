"""This file lets one run write at a time at a URL, whatever machine it is on.

A run puts a ticket, `lock/<run id>`, and then lists the tickets: it goes on only when there is none
but its own, and removes its own in the end. What was put is listed at once (S3 says so since 2020),
so of two runs the one that put its ticket later sees the other's. The lock on the state
(`warehouse/locking/file_lock.py`) dies with its holder; a ticket does not: that of a dead run is
removed by the next run on the same machine, or by whoever knows that the run is dead.
"""

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from warehouse.locking.file_lock import Holder, LockHeldError, holder
from warehouse.storage.layout import Layout
from warehouse.storage.object_store import (
    Objects,
    ObjectStoreError,
    StoreUnreachableError,
    get,
    names_of,
    put,
    remove,
)

_FOLDER = "lock"
_POLL_SECONDS = 0.2
# How often the run that was there first looks again whether the others have withdrawn.
_LOOKS_OF_THE_FIRST = 50

# The runs of this process.
_ours: set[str] = set()


class Ticket(NamedTuple):
    """Who writes: the run, and what tells its process from all others."""

    run_id: str
    pid: int
    host: str
    machine: str
    boot: str
    pid_namespace: str
    # When the process started, in ticks since the boot: a later one with the same pid has
    # another.
    started: int


@contextlib.contextmanager
def writing_at(objects: Objects | None, run_id: str, wait_seconds: float) -> Iterator[None]:
    """Be the only run that writes at a URL for the length of a block; a folder needs no ticket.

    Raises:
        LockHeldError: another run writes, and still did after `wait_seconds`; the message says
        which object tells so.
    """
    if objects is None:
        yield
        return
    try:
        _ours.add(run_id)
        _acquire(objects, run_id, time.monotonic() + wait_seconds)
        yield
    finally:
        _ours.discard(run_id)
        with contextlib.suppress(
            ObjectStoreError, StoreUnreachableError
        ):  # the next run finds that it is dead
            remove(objects, f"{_FOLDER}/{run_id}")


def writer_of(layout: Layout) -> Holder | None:
    """Who writes a warehouse now; null when nobody does."""
    here = holder(layout.lock)
    if here is not None or layout.objects is None:
        return here
    tickets = _tickets(layout.objects)
    return _holder(tickets[0]) if tickets else None


def _acquire(objects: Objects, run_id: str, deadline: float) -> None:
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
    """A run that writes beside this one; null when there is none.

    Where all others came later, they are given a moment to withdraw: so of runs that start at once,
    one goes on.
    """
    for _ in range(_LOOKS_OF_THE_FIRST):
        others = [ticket for ticket in _tickets(objects) if ticket.run_id != run_id]
        if not others:
            return None
        if others[0].run_id < run_id:
            break
        time.sleep(_POLL_SECONDS)
    return others[0]


def _tickets(objects: Objects) -> list[Ticket]:
    """The tickets of runs that are not known to be dead, in order of run; those of dead ones are removed."""
    found = []
    for name in names_of(objects, _FOLDER):
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
    """Whether a run is dead for sure: its process is gone from this machine, or was before a reboot."""
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
    """The ticket of this process."""
    return Ticket(
        run_id,
        os.getpid(),
        socket.gethostname(),
        _read("/etc/machine-id") or _read("/proc/sys/kernel/random/boot_id"),
        _read("/proc/sys/kernel/random/boot_id"),
        str(Path("/proc/self/ns/pid").readlink()),
        _started(os.getpid()) or 0,
    )


def _started(pid: int) -> int | None:
    """When a process started; null when there is none."""
    said = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return int(said[19]) if said and said[0] != "Z" else None


def _read(path: str) -> str:
    with contextlib.suppress(OSError):
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _holder(ticket: Ticket) -> Holder:
    return Holder(ticket.pid, ticket.host, ticket.run_id)
