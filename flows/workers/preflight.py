"""This file is what a worker of a cluster asks before it takes a slice: is this the version and the disk of the run?

A worker that does not see the landing zone would call every file vanished, and one of another
version would describe texts otherwise; both are found here, not later in the warehouse. It never
imports Prefect.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, Self, TypeVar
from uuid import uuid4

from transforms.errors import TerminalError
from transforms.version import PIPELINE_VERSION
from warehouse.landing.zone import Zone
from warehouse.storage.layout import Layout
from warehouse.storage.staging import Staged

Result = TypeVar("Result")


class StagingJob(Protocol):
    """A job that leaves a file."""

    @property
    def target(self) -> Staged:
        """Where."""
        ...

    def _replace(self, *, target: Staged) -> Self: ...


Job = TypeVar("Job", bound=StagingJob)


class WorkerSetupError(TerminalError):
    """A worker of the cluster is not set up for this run; the message says where and how."""


class WorkerSetup(NamedTuple):
    """Where a run works, as each of its workers must see it."""

    pipeline_version: str
    # Null for one at a URL, which every machine sees.
    landing_zone: Path | None
    # Null where the workers share no folder with the run.
    lock: Path | None
    # What the run has written in the lock: on another disk, or for a run that is over, it is
    # another.
    lock_payload: bytes | None


def worker_setup(landing_zone: Zone | None, layout: Layout) -> WorkerSetup:
    """The site of the run that holds a warehouse's lock, as this machine sees it."""
    folder = landing_zone if isinstance(landing_zone, Path) else None
    if layout.slices_url:
        return WorkerSetup(PIPELINE_VERSION, folder, None, None)
    return WorkerSetup(PIPELINE_VERSION, folder, layout.lock, layout.lock.read_bytes())


def run_on_worker(site: WorkerSetup, function: Callable[[Job], Result], job: Job) -> Result:
    """What a function makes of a job, on a worker that is set up for the run.

    The file it leaves has a name of this attempt's own: a worker that was given up may still be at
    the same slice, and read files that have changed since. The run goes on with the attempt whose
    name it was told.

    Raises:
        WorkerSetupError: it has another version, or does not see the warehouse or the landing zone
        of the run.
    """
    require_setup(site)
    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # a worker is one core's
    own = job.target.with_name(f"{uuid4().hex}-{job.target.name}")
    return function(job._replace(target=own))


def require_setup(site: WorkerSetup) -> None:
    """Fail where this process is not set up for a run.

    Raises:
        WorkerSetupError: see there.
    """
    worker = f"the worker on {socket.gethostname()}"
    if site.pipeline_version != PIPELINE_VERSION:
        raise WorkerSetupError(
            f"{worker} has pipeline version {PIPELINE_VERSION} and this run {site.pipeline_version}: "
            "install the same zakhira on every machine of the cluster"
        )
    if site.lock is not None and _payload(site.lock) != site.lock_payload:
        raise WorkerSetupError(
            f"{worker} does not see the lock of this run at {site.lock}: "
            "the warehouse must be on a disk that all machines of the cluster share, under one path, or at a URL "
            "with ZAKHIRA_STAGING"
        )
    if site.landing_zone is not None and not _is_filled(site.landing_zone):
        raise WorkerSetupError(
            f"{worker} sees nothing in the landing zone {site.landing_zone}: "
            "it must be on a disk that all machines of the cluster share, under one path, or at a URL"
        )


def _payload(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _is_filled(folder: Path) -> bool:
    """Whether a folder has anything in it; a place where nothing is mounted has not."""
    try:
        with os.scandir(folder) as entries:
            return any(entries)
    except OSError:
        return False
