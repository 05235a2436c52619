"""This file makes a generation visible to the readers.

A generation is a copy of the work database, read whole in another process before any reader can open it,
and swapped in by a link. Readers hold their generation as long as they like; nothing they do can stop a run.
The copy is made by that other process too: a process that closes a file it has open elsewhere drops DuckDB's lock.
"""

import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from transforms.errors import TerminalError, UsageError
from warehouse.database import connect
from warehouse.files import flush, move
from warehouse.layout import Layout
from warehouse.object_publish import fetch_published, publish_objects
from warehouse.object_state import require_state_of
from warehouse.rebuild import has_parts
from warehouse.tickets import writer_of

_READ_ONLY = 0o444


class PublishError(TerminalError):
    """The copy of the work database could not be made, or did not read back whole."""


def publish(layout: Layout, keep: int) -> int:
    """Show readers what is committed; the number of the generation they now see.

    Does nothing where they see it already. Keeps the newest `keep` generations.

    Raises:
        PublishError: the copy did not read back whole; readers keep the generation they have.
    """
    with connect(layout.work_database, layout.spill) as connection:
        (number,) = connection.execute("select generation from pipeline.state").fetchall()[0]
        connection.execute("checkpoint")
    if layout.objects:
        publish_objects(layout, layout.objects, number, keep, partial(_make_copy, layout))
        return int(number)
    if layout.published_generation() != number:
        layout.staging.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="publish-", dir=layout.staging) as aside:
            if not layout.generation(number).exists():
                _make_generation(layout, number, Path(aside))
            _point_readers_at(layout, number, Path(aside))
    retire(layout, keep)
    return int(number)


def require_published(layout: Layout) -> Layout:
    """The same layout, if readers have something to see.

    Raises:
        UsageError: nothing has been published yet; the message says why, and what to do.
    """
    if layout.objects:
        require_state_of(layout, layout.objects)
        fetch_published(layout, layout.objects)
    if layout.published_generation() is None:
        raise UsageError(_why_unpublished(layout))
    return layout


def _why_unpublished(layout: Layout) -> str:
    """A run is at it, the databases are lost, or there is nothing."""
    writer = writer_of(layout)
    if writer:
        who = f"run {writer.run_id} (pid {writer.pid} on {writer.host})"
        return f"{who} is writing {layout.name} and has published nothing yet: wait for it to end"
    if has_parts(layout):
        where = shlex.quote(layout.url or str(layout.root))
        return f"no database at {layout.name}, but its Parquet is there: run zakhira rebuild --warehouse {where}"
    return f"no warehouse at {layout.name}: run zakhira ingest first"


def retire(layout: Layout, keep: int) -> None:
    """Remove all but the newest generations; never the one that readers are sent to."""
    for number in list(layout.generations())[:-keep]:
        if number != layout.published_generation():
            layout.generation(number).unlink()


def _make_generation(layout: Layout, number: int, aside: Path) -> None:
    """Copy, verify, and put in place; aside is ours alone: a killed run's copying process may still be at work."""
    copied = aside / layout.generation(number).name
    _make_copy(layout, copied)
    copied.chmod(_READ_ONLY)
    move(copied, layout.generation(number))


def _make_copy(layout: Layout, target: Path) -> None:
    """A verified copy of the work database, which must be closed."""
    if layout.work_database.with_name(layout.work_database.name + ".wal").exists():
        raise PublishError(f"{layout.work_database} is still open somewhere: close it and run again")
    _copy_and_read(layout.work_database, target)


def _copy_and_read(source: Path, target: Path) -> None:
    """Copy and verify in a process of its own."""
    command = [sys.executable, "-P", "-m", "warehouse.verification", str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().rpartition("\n")[2]
        raise PublishError(f"could not publish {target.name}: {reason}")


def _point_readers_at(layout: Layout, number: int, aside: Path) -> None:
    """Swap the link in one step; a relative one, so the warehouse folder can be moved.

    Raises:
        PublishError: a file that is not ours has the link's name.
    """
    if layout.published.exists() and not layout.published.is_symlink():
        raise PublishError(f"{layout.published} is a file of somebody else's: move it away and run again")
    link = aside / "link"
    link.symlink_to(layout.generation(number).relative_to(layout.root))
    link.replace(layout.published)
    flush(layout.root)
