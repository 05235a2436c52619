"""Errors of the work database, and the translation of DuckDB errors into ours."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from transforms.errors import TerminalError, TransientError
from warehouse.storage.files import StorageError

# What DuckDB says of a file whose bytes are not as it wrote them.
_DAMAGES = (
    "not a valid DuckDB database file",
    "Corrupt database file",
    "replaying WAL",
    "Failed to deserialize",
    "Could not read enough bytes",
)


class DatabaseBusyError(TransientError):
    """Another process has the work database open for a moment."""


class WarehouseError(TerminalError):
    """The warehouse is missing, or not in a state that this version can use."""


@contextlib.contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB errors about a file into our own.

    Raises:
        DatabaseBusyError: another process has it open.
        StorageError: the disk is full, or read-only for this user.
        WarehouseError: it is damaged.
    """
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        if "lock on file" in message:
            raise DatabaseBusyError(
                f"{path} is open in another process; only zakhira may open it: {message}"
            ) from error
        if "No space left" in message or "out of disk space" in message.lower():
            raise StorageError(
                f"cannot write {path}: the disk is full; free some space and run again"
            ) from error
        if "ermission denied" in message or "ead-only file system" in message:
            raise StorageError(f"cannot write {path}: it is read-only for this user") from error
        if isinstance(error, duckdb.FatalException) or any(sign in message for sign in _DAMAGES):
            raise WarehouseError(f"{path} is damaged; run: zakhira rebuild") from error
        raise
