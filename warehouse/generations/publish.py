"""This file makes a generation visible to the readers.

A generation is made of one that nobody needs any more, brought up to date, or where there is none,
of a copy of the newest; the first is a copy of the work database. It is made by another process
(`warehouse.generations.build`) before any reader can open it, and swapped in by a link. Readers
hold their generation as long as they like; nothing they do can stop a run.
"""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from transforms.errors import TerminalError, UsageError
from warehouse.database.arrow import query_arrow
from warehouse.database.work_database import WorkDatabase, log_of
from warehouse.generations.build import MANIFEST, require_rows
from warehouse.generations.remote import fetch_published, publish_objects
from warehouse.locking.store_lock import writer_of
from warehouse.storage.files import flush, is_open, move
from warehouse.storage.layout import Layout
from warehouse.storage.parts import has_parts
from warehouse.storage.staging import write_table
from warehouse.storage.state_binding import require_state_of

_READ_ONLY = 0o444


class PublishError(TerminalError):
    """A generation could not be made."""


def publish(layout: Layout, database: WorkDatabase, keep: int) -> int:
    """Show readers what is committed; the number of the generation they now see.

    Does nothing where they see it already. Keeps the newest `keep` generations.

    Raises:
        PublishError: it could not be made; readers keep the generation they have.
        WarehouseError: the work database has not the rows that its parts have.
    """
    number, manifest = _committed(database)
    if layout.objects:
        publish_objects(
            layout, layout.objects, number, keep, partial(_make_first, layout, number, manifest)
        )
        return number
    if layout.published_generation() != number:
        layout.staging.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="publish-", dir=layout.staging) as aside:
            if not layout.generation(number).exists():
                write_table(manifest, Path(aside) / MANIFEST)
                _make_generation(layout, number, keep, Path(aside))
            _point_readers_at(layout, number, Path(aside))
    retire(layout, keep)
    return number


def _committed(database: WorkDatabase) -> tuple[int, pa.Table]:
    """The number of the generation that shows what is committed, and its manifest."""
    with database.connect() as connection:
        require_rows(connection)
        ((number,),) = connection.execute("select generation from pipeline.state").fetchall()
        manifest = query_arrow(connection, "from parquet_parts")
        connection.execute("checkpoint")
    if log_of(database.path).exists():
        raise PublishError(f"{database.path} is still open somewhere: close it and run again")
    return number, manifest


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


def _make_generation(layout: Layout, number: int, keep: int, aside: Path) -> None:
    """Make it and put it in place; aside is ours alone: the process of a killed run may still be at work."""
    made = aside / layout.generation(number).name
    for base in _bases(layout, keep, made):
        reason = _make(layout, number, aside, base)
        if reason is None:
            made.chmod(_READ_ONLY)
            move(made, layout.generation(number))
            return
        for left in (made, log_of(made)):
            left.unlink(missing_ok=True)
    raise PublishError(f"could not publish {made.name}: {reason}")


def _make_first(layout: Layout, number: int, manifest: pa.Table, made: Path) -> None:
    """Make a generation of the work database, for a URL: it goes there whole in any case."""
    write_table(manifest, made.parent / MANIFEST)
    if reason := _make(layout, number, made.parent, layout.work_database):
        raise PublishError(f"could not publish {made.name}: {reason}")


def _bases(layout: Layout, keep: int, made: Path) -> Iterator[Path]:
    """What a generation can be made of, the cheapest first."""
    if _take_retired(layout, keep, made):
        yield made
    newest = layout.published_generation()
    if newest is not None:
        yield layout.generation(newest)
    yield layout.work_database


def _take_retired(layout: Layout, keep: int, made: Path) -> bool:
    """Take the oldest generation away, if with the new one there are enough, and nobody has it open."""
    oldest = next(iter(layout.generations()), None)
    if (
        oldest is None
        or len(layout.generations()) < max(keep, 2)
        or oldest == layout.published_generation()
    ):
        return False
    if is_open(layout.generation(oldest)):
        return False
    layout.generation(oldest).rename(made)
    if is_open(made):  # by somebody just now: what is read there must not change
        made.unlink()
        return False
    return True


def _make(layout: Layout, number: int, aside: Path, base: Path) -> str | None:
    """Make a generation in a process of its own; why it could not be done, null where it was.

    Of its own, because a process that closes a file it has open elsewhere drops DuckDB's lock.
    """
    arguments = map(str, (layout.root, number, aside, base))
    command = [sys.executable, "-P", "-m", "warehouse.generations.build", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else None


def _point_readers_at(layout: Layout, number: int, aside: Path) -> None:
    """Swap the link in one step; a relative one, so the warehouse folder can be moved.

    Raises:
        PublishError: a file that is not ours has the link's name.
    """
    if layout.published.exists() and not layout.published.is_symlink():
        raise PublishError(
            f"{layout.published} is a file of somebody else's: move it away and run again"
        )
    link = aside / "link"
    link.symlink_to(layout.generation(number).relative_to(layout.root))
    link.replace(layout.published)
    flush(layout.root)
