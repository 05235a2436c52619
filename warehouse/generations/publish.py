"""Make a generation and show it to the readers.

A generation is made of one that no reader needs any more, brought up to date, or where there is
none, of a copy of the newest; the first is a copy of the work database. It is made by another
process (`warehouse.generations.build`) before any reader can open it, and then shown in one step:
by a link in a folder, by a pointer at a URL. Readers hold their generation as long as they like;
nothing they do can stop a run.
"""

import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from warehouse.database.arrow import query_arrow
from warehouse.database.errors import WarehouseError
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.build import MANIFEST, read_whole, require_rows
from warehouse.storage.files import is_open
from warehouse.storage.layout import Layout
from warehouse.storage.staging import StagedFile
from warehouse.storage.store import PublishError, Store

_log = logging.getLogger("zakhira")


def publish(store: Store, database: WorkDatabase, keep: int) -> int:
    """Show readers what is committed; return the number of the generation they now see.

    Does nothing where they see it as it was published. Keeps the newest `keep` generations.

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
        _make_and_show(store, number, manifest, keep)
    store.retire(keep)
    return number


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


def _make_and_show(store: Store, number: int, manifest: pa.Table, keep: int) -> None:
    """Make a generation in a folder of its own, and show it.

    The process that a killed run started may still be at work in another such folder.
    """
    layout = store.layout
    layout.staging.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="publish-", dir=layout.staging) as aside:
        made = Path(aside) / layout.generation(number).name
        if not store.has_generation(number):
            StagedFile(made.with_name(MANIFEST)).write_table(manifest)
            _make_generation(store, number, keep, made)
        store.show_generation(number, made)


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


def _make_generation(store: Store, number: int, keep: int, made: Path) -> None:
    """Make a generation of the cheapest base that does."""
    layout, aside = store.layout, made.parent
    reason = None
    for base in store.bases(made, keep):
        reason = _make(layout, number, aside, base)
        if reason is None:
            return
        for left in (made, layout.log_of(made)):
            left.unlink(missing_ok=True)
    raise PublishError(f"could not publish {made.name}: {reason}")


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
