"""Check that a worker of a cluster has the version, the disk and the landing zone of a run.

A worker that does not see the landing zone would take every file for vanished, and one of another
version would describe texts otherwise; both are found here, not later in the warehouse. It never
imports Prefect.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from flows.workers.blame import Job, Result, run_held
from transforms.errors import TerminalError
from transforms.version import PIPELINE_VERSION
from warehouse.landing.zone import LandingZone


class WorkerSetupError(TerminalError):
    """A worker of the cluster is not set up for this run; the message says what to do."""


class WorkerSetup(NamedTuple):
    """Requirements of a run on each of its workers."""

    pipeline_version: str
    # Null for a run that reads no files.
    landing_zone: LandingZone | None
    # Null where the workers share no folder with the run.
    lock: Path | None
    # What the run has written in the lock; on another disk, or after the run, it differs.
    lock_payload: bytes | None


def worker_setup(landing_zone: LandingZone | None, lock: Path | None) -> WorkerSetup:
    """Return what the workers of the run that holds a lock must have.

    The lock is null where the workers share no folder with the run.
    """
    return WorkerSetup(PIPELINE_VERSION, landing_zone, lock, lock.read_bytes() if lock else None)


def run_on_worker(setup: WorkerSetup, function: Callable[[Job], Result], job: Job) -> Result:
    """Check this worker, then run a job on it.

    Each attempt leaves its file under a name of its own: a worker that was given up may still be at
    the same slice, and read files that have changed since. The run goes on with the attempt whose
    name was returned.

    Raises:
        WorkerSetupError: the worker has another version, or does not see the warehouse or the
            landing zone of the run.
    """
    require_setup(setup)
    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # a worker has one core
    own = job.target.with_name(f"{uuid4().hex}-{job.target.name}")
    return run_held(function, job._replace(target=own))


def require_setup(setup: WorkerSetup) -> None:
    """Check that this process is set up for a run.

    Raises:
        WorkerSetupError: it is not; the message says what to do.
    """
    worker = f"the worker on {socket.gethostname()}"
    if setup.pipeline_version != PIPELINE_VERSION:
        raise WorkerSetupError(
            f"{worker} has pipeline version {PIPELINE_VERSION} "
            f"and this run {setup.pipeline_version}: "
            "install the same zakhira on every machine of the cluster"
        )
    if setup.lock is not None and _payload(setup.lock) != setup.lock_payload:
        raise WorkerSetupError(
            f"{worker} does not see the lock of this run at {setup.lock}: "
            "the warehouse must be on a disk that all machines of the cluster share, "
            "under one path, or at a URL with ZAKHIRA_STAGING"
        )
    if setup.landing_zone is not None and not setup.landing_zone.is_visible():
        raise WorkerSetupError(
            f"{worker} sees nothing in the landing zone {setup.landing_zone}: "
            "it must be on a disk that all machines of the cluster share, "
            "under one path, or at a URL"
        )


def _payload(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
