"""Every damaged state is one line that names the thing and the command that cures it."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from flows.cli import exit_codes, main
from tests import corpus
from warehouse.database.errors import MemoryShortError, WarehouseError, database_errors
from warehouse.storage.files import StorageError
from warehouse.storage.layout import Layout


def cut(share: float, file: Path) -> None:
    os.truncate(file, int(file.stat().st_size * share))


def flip_every_block(file: Path) -> None:
    """One bit after the checksum of each block: a disk that fails."""
    payload = bytearray(file.read_bytes())
    for start in range(3 * 4096 + 100, len(payload), 1 << 18):
        payload[start] ^= 1
    file.chmod(0o644)
    file.write_bytes(payload)


def spoil_head(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(b"nothing that DuckDB knows" * 1000 + file.read_bytes()[25_000:])


def put_a_wrong_log(file: Path) -> None:
    Layout.log_of(file).write_bytes(b"no log" * 1000)


def lose_rows(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("delete from documents where rowid < 2")


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


class Case(NamedTuple):
    """A damaged file, a command, and what the command says; {file} is what was damaged."""

    damage: Callable[[Path], None]
    file: str
    command: str
    line: str
    exit_code: int = exit_codes.FAILED


WORK, PUBLISHED, LOCK = "state/work.duckdb", "warehouse.duckdb", "state/lock"
CURE = "; (to make it again, )?run: zakhira rebuild"
IS_DAMAGED = rf"{{file}} (is damaged|cannot be opened) \(.*\){CURE}"
CASES = (
    Case(partial(cut, 0.5), WORK, "ingest", IS_DAMAGED),
    Case(partial(cut, 0.5), WORK, "maintain", IS_DAMAGED),
    Case(partial(cut, 0), WORK, "ingest", IS_DAMAGED),
    Case(flip_every_block, WORK, "ingest", IS_DAMAGED),
    Case(spoil_head, WORK, "ingest", IS_DAMAGED),
    Case(put_a_wrong_log, WORK, "ingest", rf"{{file}}\.wal is damaged, or no log of.*{CURE}"),
    Case(lose_rows, WORK, "ingest", r"documents has \d+ rows; its parts have .*zakhira rebuild"),
    Case(partial(cut, 0.5), PUBLISHED, "check", IS_DAMAGED),
    Case(partial(cut, 0.5), PUBLISHED, "sql", IS_DAMAGED),
    Case(flip_every_block, PUBLISHED, "check", IS_DAMAGED),
    Case(flip_every_block, PUBLISHED, "status", IS_DAMAGED),
    Case(spoil_head, PUBLISHED, "status", IS_DAMAGED),
    Case(partial(cut, 0), PUBLISHED, "sql", IS_DAMAGED),
    *(
        Case(make_a_folder, LOCK, command, "{file} is no file, .*: move it away and run again")
        for command in ("ingest", "status", "maintain", "rebuild")
    ),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone, and its warehouse."""
    folder = tmp_path_factory.mktemp("sound")
    corpus.write(folder / "landing", corpus.landing_zone(30))
    assert run("ingest", folder, folder / "warehouse") == exit_codes.DONE
    return folder


def run(command: str, folder: Path, warehouse: Path) -> int:
    """Run a command in this process; its exit code."""
    arguments = {
        "ingest": [str(folder / "landing"), "--no-prefect"],
        "sql": ["select max(text), count(distinct title), max(run_id) from documents, sources"],
    }
    words = [command, *arguments.get(command, []), "--warehouse", str(warehouse)]
    return exit_codes.guarded(partial(main._run, words))  # noqa: SLF001 - without its streams


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.file}-{case.command}-{case.line[:12]}"
)
def test_a_damaged_state_is_one_line_that_names_the_cure(
    case: Case, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "warehouse"
    shutil.copytree(sound / "warehouse", warehouse, symlinks=True)
    file = warehouse / case.file
    case.damage(file.resolve())
    assert run(case.command, sound, warehouse) == case.exit_code
    said = capsys.readouterr().err
    assert re.fullmatch(f"zakhira: {case.line.format(file=re.escape(str(file)))}\n", said), said
    if case.file == LOCK:
        file.rmdir()
    assert run("rebuild", sound, warehouse) == exit_codes.DONE
    assert run("check", sound, warehouse) == exit_codes.DONE


@pytest.mark.parametrize("damage", [partial(cut, 0.5), partial(cut, 0), spoil_head])
def test_the_next_run_publishes_anew_where_the_head_or_the_size_tells(
    damage: Callable[[Path], None], sound: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    shutil.copytree(sound / "warehouse", warehouse, symlinks=True)
    damage((warehouse / PUBLISHED).resolve())
    for command in ("ingest", "check", "status"):
        assert run(command, sound, warehouse) == exit_codes.DONE


EIO, EFBIG = os.strerror(errno.EIO), os.strerror(errno.EFBIG)


@pytest.mark.parametrize(
    ("error", "told", "line"),
    [
        (
            duckdb.IOException(f'IO Error: Could not fsync "w": {EIO}'),
            StorageError,
            "cannot use w: the disk does not answer (IO Error: Could not fsync",
        ),
        (
            duckdb.FatalException(f"FATAL Error: invalidated\nOriginal: {EIO}"),
            StorageError,
            "cannot use w: the disk does not answer (FATAL Error: invalidated): see the system log",
        ),
        (
            duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block"),
            MemoryShortError,
            "not enough memory for w (Out of Memory Error: could not allocate block): free some",
        ),
        (
            duckdb.TransactionException(f"Failed to commit: {EFBIG}"),
            StorageError,
            "cannot write w: files may not be so large here; raise the limit (ulimit -f)",
        ),
        (
            duckdb.FatalException("FATAL Error: what nobody has seen"),
            WarehouseError,
            "w is damaged (FATAL Error: what nobody has seen); run: zakhira rebuild",
        ),
    ],
    ids=["EIO", "EIO in a checkpoint", "memory", "too large", "fatal"],
)
def test_what_meets_duckdb_is_told_as_what_it_is(
    error: duckdb.Error, told: type[Exception], line: str
) -> None:
    with pytest.raises(told, match=re.escape(line)), database_errors(Path("w")):
        raise error


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (MemoryError(), "there is not enough memory: free some and run again; "),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "Too many open files; "),
        (OSError(errno.EIO, EIO, "/x"), "/x: Input/output error; "),
        (IndexError("list index out of range"), "IndexError: list index out of range; "),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_that_nobody_thought_of_is_one_line_too(
    error: Exception, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert exit_codes.guarded(fail) == exit_codes.FAILED
    said = capsys.readouterr().err
    assert said.startswith(f"zakhira: {line}what was committed is intact")
    assert said.count("\n") == 1
    assert exit_codes.guarded(fail, with_traceback=True) == exit_codes.FAILED
    assert "Traceback" in capsys.readouterr().err
