"""Make a generation and show it to the readers.

A generation is made of one that no reader needs any more, brought up to date, or where there is
none, of a copy of the newest; the first is a copy of the work database. It is made by another
process (`warehouse.generations.build`) before any reader can open it, and then shown in one step:
by a link in a folder, by a pointer at a URL. Readers hold their generation as long as they like;
nothing they do can stop a run.

Most of that can be done while a run still compares documents: a draft is made of what is committed,
and gets the last rows when it is published.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from transforms.errors import ZakhiraError
from warehouse.database.arrow import query_arrow
from warehouse.database.errors import WarehouseError
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.build import MADE, MANIFEST, complete, read_whole, require_rows
from warehouse.storage.files import copy, is_open, storage_errors
from warehouse.storage.layout import Layout
from warehouse.storage.staging import StagedFile
from warehouse.storage.store import PublishError, Store

_log = logging.getLogger("zakhira")

# What a generation can be made of, the cheapest first, given where it will be.
Bases = Callable[[Path], Iterable[Path]]


def publish(store: Store, database: WorkDatabase, keep: int, draft: "Draft | None" = None) -> int:
    """Show readers what is committed; return the number of the generation they now see.

    Does nothing where they see it as it was published. Keeps the newest `keep` generations. A draft
    is used where it can be; whoever made it closes it.

    Raises:
        PublishError: it could not be made; readers keep the generation they have.
        WarehouseError: the work database has not the rows that its parts have.
    """
    number, manifest = _committed(database)
    if store.published_generation() == number and store.is_changed(number):
        path = store.layout.generation(number)
        _log.warning("%s was changed by another program: publishing a new generation", path)
        number = _count_on(database)
    if store.published_generation() == number:
        store.fetch_published()
    else:
        _make_and_show(store, number, manifest, partial(store.bases, keep=keep), draft)
    store.retire(keep)
    return number


def publish_anew(store: Store, database: WorkDatabase) -> int:
    """Publish a generation made of the work database alone, and remove all others.

    Nothing of an earlier generation is in it. Returns its number.

    Raises:
        PublishError: it could not be made; readers keep the generation they have.
        WarehouseError: the work database has not the rows that its parts have.
    """
    layout = store.layout
    number, manifest = _committed(database)
    _make_and_show(store, number, manifest, lambda _made: [layout.work_database])
    store.retire(1)
    # Of a warehouse at a URL, those that this machine has fetched; two may have one number.
    for path in list(layout.versions.glob("*.duckdb")):
        if layout.number_of(path) is not None and path.name != layout.published.resolve().name:
            path.unlink(missing_ok=True)
    return number


class Draft:
    """A generation that another process makes of what is committed now, while a run goes on.

    It knows nothing of what is committed later: `complete` adds that.
    """

    def __init__(self, store: Store, database: WorkDatabase, keep: int) -> None:
        """Begin; the database is copied before this returns, where it is the base.

        Raises:
            PublishError: another process has the database open.
            StorageError: the disk is full or cannot be written.
            WarehouseError: the work database has not the rows that its parts have.
        """
        self._layout = store.layout
        number, manifest = _committed(database)
        self._folder = _folder_aside(self._layout)
        self._made = Path(self._folder.name) / MADE
        self._maker = ThreadPoolExecutor(1, "draft")
        try:
            base = self._base(store, manifest, keep)
        except BaseException:
            self.close()
            raise
        self._reason = self._maker.submit(_make, self._layout, number, self._made.parent, base)

    def _base(self, store: Store, manifest: pa.Table, keep: int) -> Path:
        """Put into the folder what the process needs; return the base."""
        StagedFile(self._made.with_name(MANIFEST)).write_table(manifest)
        base = next(store.bases(self._made, keep))
        if base != self._layout.work_database:
            return base
        copied = self._made.with_name(base.name)  # the run goes on writing there
        with storage_errors(self._layout.root):
            copy(base, copied)
        return copied

    def complete(self, number: int, manifest: pa.Table, made: Path) -> bool:
        """Wait for the process, move what it made, and add the rest; return whether that can be."""
        try:
            if self._reason.result() is not None:
                return False
            self._made.rename(made)
            complete(self._layout, number, made, manifest, is_indexed=True)
        except (ZakhiraError, duckdb.Error, OSError) as error:
            _log.debug("a draft cannot be published: %s", error)
            return False
        return True

    def close(self) -> None:
        """Wait for the process, and remove what it made."""
        self._maker.shutdown()
        self._folder.cleanup()


def require_same(store: Store) -> None:
    """Fail where the work database and the generation that shows it have not the same rows.

    Reads both whole.

    Raises:
        WarehouseError: they differ, or one is damaged; the message says what to do.
    """
    layout = store.layout
    try:
        committed, published = map(read_whole, (layout.work_database, layout.published.resolve()))
    except duckdb.Error as error:
        raise WarehouseError(f"{store.name} is damaged ({error}); run: zakhira rebuild") from error
    differing = [name for name, found in committed.items() if published.get(name) != found]
    if differing:
        raise WarehouseError(
            f"{layout.work_database} and what is published differ in {', '.join(differing)}: "
            "another program changed one of them; zakhira rebuild makes both from Parquet"
        )


def _make_and_show(
    store: Store, number: int, manifest: pa.Table, bases: Bases, draft: Draft | None = None
) -> None:
    """Make a generation in a folder of its own, and show it."""
    with _folder_aside(store.layout) as aside:
        made = Path(aside) / MADE
        if not store.has_generation(number):
            StagedFile(made.with_name(MANIFEST)).write_table(manifest)
            if not (draft and draft.complete(number, manifest, made)):
                _make_generation(store.layout, number, made, bases)
        store.show_generation(number, made)


def _folder_aside(layout: Layout) -> "TemporaryDirectory[str]":
    """Make a folder for a generation in the making.

    The process that a killed run started may still be at work in another such folder.
    """
    layout.staging.mkdir(parents=True, exist_ok=True)
    return TemporaryDirectory(prefix="publish-", dir=layout.staging)


def _committed(database: WorkDatabase) -> tuple[int, pa.Table]:
    """Return the number of the generation that shows what is committed, and its manifest."""
    with database.connect() as connection:
        require_rows(connection)
        ((number,),) = connection.execute("select generation from pipeline.state").fetchall()
        manifest = query_arrow(connection, "from parquet_parts")
        connection.execute("checkpoint")
    _require_closed(database.path)
    return number, manifest


def _require_closed(database: Path) -> None:
    """Fail where a database has a log, although all that it knows of was written into the file.

    Raises:
        PublishError: another process has it open.
        WarehouseError: the log is none that DuckDB knows.
    """
    log = Layout.log_of(database)
    if not log.exists():
        return
    if is_open(database):
        raise PublishError(f"{database} is still open somewhere: close it and run again")
    raise WarehouseError(f"{log} is damaged, or no log of this database; run: zakhira rebuild")


def _count_on(database: WorkDatabase) -> int:
    """Return a new number for the generation that shows what is committed."""
    with database.connect() as connection:
        query = "update pipeline.state set generation = generation + 1 returning generation"
        ((number,),) = connection.execute(query).fetchall()
    return int(number)


def _make_generation(layout: Layout, number: int, made: Path, bases: Bases) -> None:
    """Make a generation of the cheapest base that does."""
    reason = None
    _remove(made)
    for base in bases(made):
        reason = _make(layout, number, made.parent, base)
        if reason is None:
            return
        _remove(made)
    raise PublishError(f"could not publish {made.name}: {reason}")


def _remove(made: Path) -> None:
    """Remove a generation that cannot be published, if there is one, and its log."""
    for left in (made, Layout.log_of(made)):
        left.unlink(missing_ok=True)


def _make(layout: Layout, number: int, aside: Path, base: Path) -> str | None:
    """Make a generation in a process of its own; return why it could not be done, or null.

    Of its own, because a process that closes a file it has open elsewhere drops DuckDB's lock.

    Raises:
        PublishError: the process cannot be started.
    """
    arguments = map(str, (layout.root, number, aside, base))
    command = [sys.executable, "-P", "-m", "warehouse.generations.build", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise PublishError(f"could not start {command[0]}: {error.strerror}") from error
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else None
