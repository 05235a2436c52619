"""Errors of the disk are told of the file they are errors of."""

import errno
import os
from pathlib import Path

import pytest

from warehouse.storage.files import StorageError, storage_errors


@pytest.mark.parametrize(
    ("name", "is_of_the_warehouse"),
    [
        ("data/warehouse/state/lock", True),
        ("data/warehouse", True),
        # The folder in which the warehouse is to be made.
        ("data", True),
        # What writes to an open file does not say which.
        (None, True),
        ("data/warehouse-2/lock", False),
        ("bin/python", False),
    ],
)
def test_only_what_is_met_in_a_warehouse_is_its_fault(
    name: str | None, is_of_the_warehouse: bool, tmp_path: Path
) -> None:
    root = tmp_path / "data/warehouse"
    file = str(tmp_path / name) if name else None
    met = OSError(errno.EACCES, os.strerror(errno.EACCES), file)
    with pytest.raises((StorageError, PermissionError)) as told, storage_errors(root):
        raise met
    assert isinstance(told.value, StorageError) is is_of_the_warehouse
    if is_of_the_warehouse:
        assert str(told.value).startswith(f"cannot write {file or root}: no permission")
