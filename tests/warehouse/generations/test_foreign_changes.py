"""A generation is made of what we wrote: what somebody else wrote into one is never copied on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.place import TEXTS, MadeOnce, Place
from transforms.errors import UsageError
from warehouse.checks import run_checks
from warehouse.generations.published import require_published
from warehouse.storage.files import head_hash_of
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout
from warehouse.storage.store import PublishError

_KEEP = 3
_SPOIL = "update documents set title = 'spoilt'; create table bi_cache as select 1 as one"
# A client that dies with a change in its log, as a BI server does that is killed.
_SPOIL_AND_DIE = f"""
import duckdb, os, sys
client = duckdb.connect(sys.argv[1])
client.execute({_SPOIL!r})
os.kill(os.getpid(), 9)
"""


def keep_three(place: Place) -> None:
    """As many generations as are kept, open to whoever is root."""
    place.ingest()
    for number in range(_KEEP - 1):
        one_more(place, number)


@pytest.fixture
def full(place: Place, made_once: MadeOnce) -> Place:
    """A warehouse with as many generations as are kept, open to whoever is root."""
    return made_once.fill(place, keep_three)


def one_more(place: Place, number: int) -> None:
    place.put(f"more-{number}.txt", f"خبر نمبر {number}\n\nدریا پر پل نمبر {number} بن گیا۔")
    place.ingest(keep_generations=_KEEP)
    for path in place.layout.generations().values():
        path.chmod(0o644)


def change(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(_SPOIL)


def leave_a_log(database: Path) -> None:
    subprocess.run([sys.executable, "-c", _SPOIL_AND_DIE, str(database)], check=False)
    assert Layout.log_of(database.resolve()).exists()


def leave_a_log_beside_the_link(database: Path) -> None:
    """As DuckDB 1.4 does, which follows no link for its name."""
    leave_a_log(database)
    Layout.log_of(database.resolve()).rename(Layout.log_of(database))


def leave_a_log_and_no_file(database: Path) -> None:
    leave_a_log(database)
    database.resolve().unlink()


_SPOILERS = (change, leave_a_log, leave_a_log_beside_the_link, leave_a_log_and_no_file)


def is_spoilt(place: Place) -> bool:
    query = """
        select count(*) from documents where title = 'spoilt'
        union all select count(*) from duckdb_tables() where table_name = 'bi_cache'
    """
    return place.ask(query) != [(0,), (0,)]


def found_by_check(place: Place) -> list[str]:
    return [
        str(row["path"])
        for check in run_checks(FolderStore(place.layout))
        if check.name == "generations_are_as_published"
        for row in check.sample
    ]


@pytest.mark.parametrize("spoil", _SPOILERS)
def test_what_a_reader_wrote_is_in_no_later_generation(
    full: Place, spoil: Callable[[Path], None]
) -> None:
    spoil(full.layout.published)
    for number in range(_KEEP, 2 * _KEEP + 1):
        one_more(full, number)
        assert not is_spoilt(full)
    assert full.ask("select count(*) from documents") == [(len(TEXTS) + 2 * _KEEP,)]
    assert found_by_check(full) == []
    assert list(full.layout.root.rglob("*duckdb.wal")) == []


@pytest.mark.parametrize("spoil", [change, leave_a_log])
def test_a_run_with_nothing_new_publishes_once_more_and_says_why(
    full: Place, spoil: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    before = full.layout.published.resolve()
    spoil(full.layout.published)
    full.ingest(keep_generations=_KEEP)
    assert not is_spoilt(full)
    assert found_by_check(full) == []
    assert f"{before} was changed by another program" in caplog.text
    caplog.clear()
    full.ingest(keep_generations=_KEEP)
    assert caplog.text == ""


def test_check_names_the_file_and_the_log(full: Place) -> None:
    assert found_by_check(full) == []
    oldest, *_, newest = full.layout.generations().values()
    change(oldest)
    leave_a_log(newest)
    named = [oldest, Layout.log_of(newest)]
    assert found_by_check(full) == [full.layout.key(path) for path in named]


def test_opening_a_generation_read_write_without_a_change_costs_nothing(full: Place) -> None:
    before = [path.stat().st_ino for path in full.layout.generations().values()]
    with duckdb.connect(str(full.layout.published)) as connection:
        connection.execute("from documents").fetchall()
        connection.execute("force checkpoint")
    assert found_by_check(full) == []
    one_more(full, _KEEP)
    after = [path.stat().st_ino for path in full.layout.generations().values()]
    assert after == [*before[1:], before[0]]


@pytest.mark.parametrize("lost", ["{}", "", "[1]", None], ids=repr)
def test_without_seals_the_next_generations_are_copies_of_the_work_database(
    full: Place, lost: str | None
) -> None:
    """As after an update from a version that kept none; nothing is known to be wrong."""
    change(full.layout.generation(min(full.layout.generations())))
    if lost is None:
        full.layout.seals.unlink()
    else:
        full.layout.seals.write_text(lost)
    assert found_by_check(full) == []
    for number in range(_KEEP, 2 * _KEEP):
        one_more(full, number)
        assert not is_spoilt(full)


def test_every_change_of_a_database_changes_its_head(tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    heads = []
    for statement in (
        "create table t as select range as x from range(100_000)",
        "update t set x = -1 where x = 70_000",
        "delete from t where x = 3",
        "create view v as from t",
        "comment on table t is 'c'",
    ):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
        heads.append(head_hash_of(path))
    assert len(set(heads)) == len(heads)


def copied_through_links(place: Place) -> Place:
    """What `cp -rL`, `scp -r` and some file servers make of a warehouse."""
    copy = Layout(Path(shutil.copytree(place.layout.root, place.layout.root.parent / "copy")))
    assert not copy.published.is_symlink()
    place.layout = copy
    return place


def test_a_copy_made_through_links_is_read_and_the_next_run_makes_the_link(full: Place) -> None:
    number = full.layout.published_generation()
    copied_through_links(full)
    assert require_published(FolderStore(full.layout)).published_generation() == number
    assert found_by_check(full) == []
    full.ingest(keep_generations=_KEEP)
    assert full.layout.published.readlink() == Path(
        os.path.relpath(full.layout.generation(int(number or 0)), full.layout.root)
    )
    one_more(full, _KEEP)
    assert full.layout.published_generation() != number


def test_a_copy_that_somebody_changed_is_left_to_him_and_the_messages_say_so(full: Place) -> None:
    copied_through_links(full)
    change(full.layout.published)
    before = full.layout.published.read_bytes()
    said = "warehouse.duckdb is no file of ours as it was published: move it away"
    with pytest.raises(UsageError, match=said):
        require_published(FolderStore(full.layout))
    with pytest.raises(PublishError, match=said):
        full.ingest()
    assert full.layout.published.read_bytes() == before
    full.layout.published.unlink()
    full.ingest()
    assert not is_spoilt(full)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o444), (0o077, 0o400), (0o027, 0o440)])
def test_a_generation_is_open_to_whom_the_umask_lets(place: Place, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        place.ingest()
    finally:
        os.umask(before)
    assert place.layout.published.stat().st_mode & 0o777 == mode
