"""Damage a warehouse at rest as disks and people do, and mend it as the documents say."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import duckdb

from tests.faults.processes import wait_until
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout


class Damage(NamedTuple):
    """A damage, what `zakhira check` says of it, and what mends it."""

    # Does it; false where there is nothing to damage.
    do: Callable[[Layout, Random], bool]
    # The check that names it; empty where the command says it in other words, null where nothing
    # has to be said.
    check: str | None
    # Commands, the first of which may say with exit code 1 what is damaged.
    mending: tuple[tuple[str, ...], ...]
    # Commands that the damage stops with exit code 1, before it is mended.
    stopped: tuple[tuple[str, ...], ...] = ()
    # Whether the first of the mending commands rebuilds the work database by itself.
    is_rebuilt: bool = False

    @property
    def name(self) -> str:
        """What was done, in words."""
        return self.do.__name__.replace("_", " ")


def _parts(layout: Layout, table: str = "*") -> list[Path]:
    return sorted(layout.parquet.glob(f"{table}/*.parquet"))


def lose_a_part(layout: Layout, random: Random) -> bool:
    """A file of Parquet is gone."""
    random.choice(_parts(layout)).unlink()
    return True


def flip_a_byte_of_a_part(layout: Layout, random: Random) -> bool:
    """A bit of a file of Parquet has changed, its size and time have not."""
    path = random.choice(_parts(layout))
    path.chmod(0o644)
    return _flip(path, random)


def lose_the_work_database(layout: Layout, _random: Random) -> bool:
    """The pipeline's own database is gone."""
    layout.work_database.unlink()
    return True


def lose_the_state(layout: Layout, _random: Random) -> bool:
    """All that is the pipeline's own is gone."""
    shutil.rmtree(layout.state)
    return True


def lose_the_generations(layout: Layout, _random: Random) -> bool:
    """The published databases are gone, and so is the link."""
    shutil.rmtree(layout.versions)
    layout.published.unlink()
    return True


def lose_all_databases(layout: Layout, random: Random) -> bool:
    """Only Parquet and the quarantine are left."""
    return lose_the_generations(layout, random) and lose_the_state(layout, random)


def lose_a_part_and_the_work_database(layout: Layout, random: Random) -> bool:
    """What is in neither is in the published generation."""
    return lose_a_part(layout, random) and lose_the_work_database(layout, random)


def cut_the_work_database(layout: Layout, random: Random) -> bool:
    """The end of the pipeline's own database is gone."""
    size = layout.work_database.stat().st_size
    os.truncate(layout.work_database, random.randrange(size // 2))
    return True


def cut_the_generation(layout: Layout, random: Random) -> bool:
    """The end of the published database is gone."""
    path = layout.published.resolve()
    path.chmod(0o644)
    os.truncate(path, random.randrange(path.stat().st_size // 2))
    return True


def write_to_the_generation(layout: Layout, _random: Random) -> bool:
    """Somebody opens the published database for writing, as soon as no reader has it open."""
    path = layout.published.resolve()
    path.chmod(0o644)
    wait_until(lambda: _write_to(path), f"no reader has {path} open")
    return True


def _write_to(path: Path) -> bool:
    with suppress(duckdb.IOException), duckdb.connect(str(path)) as connection:
        connection.execute("create table notes as select 'mine' as note")
        return True
    return False


def leave_something_in_staging(layout: Layout, random: Random) -> bool:
    """A dead program has left files where unfinished work is."""
    folder = layout.staging / "20200101T000000-000000Z-abcdef" / "parts" / "documents"
    folder.mkdir(parents=True)
    (folder / "left.parquet").write_bytes(random.randbytes(1000))
    (layout.staging / "slices").mkdir(exist_ok=True)
    (layout.staging / "slices" / "left.arrow").write_bytes(random.randbytes(1000))
    return True


def spoil_a_copy_in_quarantine(layout: Layout, random: Random) -> bool:
    """The copy of a rejected file has changed, while the file itself is still there."""
    query = """
        select distinct file_hash from current_sources
        where reject_reason is not null and file_hash is not null and size_bytes > 0
            and member_path is null
        order by all
    """
    with connect_read_only(layout.published) as connection:
        copies = [
            layout.rejected(file_hash) for (file_hash,) in connection.execute(query).fetchall()
        ]
    copies = [path for path in copies if path.exists()]
    if not copies:
        return False
    path = random.choice(copies)
    path.chmod(0o644)
    return _flip(path, random)


def _flip(path: Path, random: Random) -> bool:
    place = random.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ (1 << random.randrange(8))]))
    return True


_INGEST = ("ingest",)
_REPAIR = ("repair", "--yes")
DAMAGES = (
    Damage(lose_a_part, "parts_are_as_written", (("maintain",),)),
    Damage(lose_a_part, "parts_are_as_written", (_REPAIR,)),
    Damage(flip_a_byte_of_a_part, "parts_are_as_written", (_REPAIR,)),
    Damage(lose_the_work_database, None, (_INGEST,), is_rebuilt=True),
    Damage(lose_the_state, None, (_INGEST,), is_rebuilt=True),
    Damage(lose_the_generations, None, (_INGEST,)),
    Damage(lose_all_databases, None, (("rebuild",),)),
    Damage(lose_a_part_and_the_work_database, "parts_are_as_written", (("rebuild",),)),
    Damage(cut_the_work_database, "work_database_can_be_read", (("rebuild",),), (_INGEST,)),
    Damage(cut_the_generation, "", (("rebuild",),)),
    Damage(write_to_the_generation, "generations_are_as_published", (_INGEST,)),
    Damage(spoil_a_copy_in_quarantine, "rejected_files_are_in_quarantine", (("retry",),)),
    Damage(leave_something_in_staging, None, (_INGEST,)),
)
