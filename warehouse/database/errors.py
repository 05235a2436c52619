"""Errors of the work database, and the translation of DuckDB errors into ours."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from transforms.errors import TerminalError, TransientError, ZakhiraError
from warehouse.storage.files import StorageError

# What DuckDB says of a file whose bytes are not as it wrote them.
_DAMAGES = (
    "not a valid DuckDB database file",
    "Corrupt database file",
    "replaying WAL",
    "Failed to deserialize",
    "Could not read enough bytes",
    "Serialization Error",
)


class DatabaseBusyError(TransientError):
    """Another process has the work database open for a moment."""


class WarehouseError(TerminalError):
    """The warehouse is missing, or not in a state that this version can use."""


class OtherTablesError(WarehouseError):
    """The tables of a database have not the columns that this version declares."""


class MemoryShortError(TerminalError):
    """DuckDB has not enough memory for a query."""


class _Cause(NamedTuple):
    """What an error of DuckDB means: parts of its message, our error, and what that says.

    The texts take `path` and `message`, the first line of DuckDB's.
    """

    signs: tuple[str, ...]
    error: type[ZakhiraError]
    text: str


_DAMAGE = _Cause(
    _DAMAGES,
    WarehouseError,
    "{path} is damaged ({message}); run: zakhira rebuild",
)
_BUSY = _Cause(
    ("lock on file",),
    DatabaseBusyError,
    "{path} is open in another process; only zakhira may open it: {message}",
)
# The first that fits.
_CAUSES = (
    _BUSY,
    _Cause(
        ("No space left", "out of disk space"),
        StorageError,
        "cannot write {path}: the disk is full; free some space and run again",
    ),
    _Cause(
        ("ermission denied", "ead-only file system"),
        StorageError,
        "cannot write {path}: it is read-only for this user",
    ),
    _Cause(
        ("File too large",),
        StorageError,
        "cannot write {path}: files may not be so large here; raise the limit (ulimit -f)",
    ),
    _Cause(
        ("Input/output error",),
        StorageError,
        "cannot use {path}: the disk does not answer ({message}): see the system log; what was "
        "committed is intact, the next run goes on from there",
    ),
    _Cause(
        ("Out of Memory Error",),
        MemoryShortError,
        "not enough memory for {path} ({message}): free some and run again; what was committed is "
        "intact, the next run goes on from there",
    ),
    _DAMAGE,
)


def is_busy(error: duckdb.Error) -> bool:
    """Check whether DuckDB says that another process has the file open."""
    return any(sign in str(error) for sign in _BUSY.signs)


@contextlib.contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB errors about a file into our own.

    Raises:
        DatabaseBusyError: another process has it open.
        StorageError: the disk is full, does not answer, or is read-only for this user.
        MemoryShortError: there is not enough memory.
        WarehouseError: it is damaged.
    """
    with _translated(path, _CAUSES):
        yield


@contextlib.contextmanager
def damage_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB errors about a damaged file into our own; others stay.

    Raises:
        WarehouseError: it is damaged.
    """
    with _translated(path, (_DAMAGE,)):
        yield


@contextlib.contextmanager
def earlier_version_errors() -> Iterator[None]:
    """Turn what DuckDB says of a view or column that is not there into what to do about it.

    Only for queries of our own: a published generation that lacks what they ask for was made by an
    earlier version.

    Raises:
        WarehouseError: it was.
    """
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        message = str(error).partition("\n")[0]
        raise WarehouseError(
            f"an earlier version of zakhira published this warehouse ({message}): "
            "run zakhira maintain, then again"
        ) from error


@contextlib.contextmanager
def _translated(path: Path, causes: Sequence[_Cause]) -> Iterator[None]:
    """Raise the error of the first cause that fits a DuckDB error."""
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        is_fatal = isinstance(error, duckdb.FatalException)
        for cause in causes:
            if any(sign in message for sign in cause.signs) or (is_fatal and cause is _DAMAGE):
                text = cause.text.format(path=path, message=message.partition("\n")[0])
                raise cause.error(text) from error
        raise
