"""Errors of the work database, and how DuckDB errors become ours."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from transforms.errors import TerminalError, TransientError
from warehouse.storage.files import StorageError


class DatabaseBusyError(TransientError):
    """Somebody else has the work database open for a moment."""


class WarehouseError(TerminalError):
    """The warehouse is not there, or not in a state this version can use."""


@contextlib.contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of a file into our own errors."""
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        if "lock on file" in message:
            raise DatabaseBusyError(
                f"{path} is open elsewhere; nobody but zakhira may open it: {message}"
            ) from error
        if "No space left" in message or "out of disk space" in message.lower():
            raise StorageError(
                f"cannot write {path}: the disk is full; free some space and run again"
            ) from error
        if "ermission denied" in message or "ead-only file system" in message:
            raise StorageError(f"cannot write {path}: it is read-only for this user") from error
        if "not a valid DuckDB database file" in message:
            raise WarehouseError(f"{path} is damaged; run: zakhira rebuild") from error
        raise
