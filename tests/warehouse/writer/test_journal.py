"""A journal of takedowns is read as it was written, or not at all: it comes from outside."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from warehouse.database.errors import WarehouseError
from warehouse.storage.folder_store import FolderStore
from warehouse.writer.journal import Entry, append_entries, read_entries

_ENTRY = Entry("20260307", datetime(2026, 3, 7, tzinfo=UTC), False, "0" * 64, None, "a request")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore.at(tmp_path / "warehouse")


def test_entries_are_read_as_they_were_written(store: FolderStore) -> None:
    entries = [_ENTRY, _ENTRY._replace(reason="ایک درخواست", band_hashes=[1, 2])]
    for entry in entries:
        append_entries(store, [entry])
    assert read_entries(store) == entries


@pytest.mark.parametrize(
    "wrong",
    [
        # It would be the name of a file to remove.
        {"content_hash": None, "file_hash": "../../../raw.txt"},
        {"content_hash": "../raw.txt"},
        {"content_hash": None},
        {"file_hash": "0" * 64},
        {"content_hash": 5},
        {"content_hash": ["0" * 64]},
        {"is_lifted": "no"},
        {"takedown": 5},
        {"moment": "yesterday"},
        {"reason": None},
        {"reason": "\udce9"},
        {"band_hashes": ["a"]},
        {"title": "a text"},
    ],
)
def test_a_line_that_is_no_entry_is_named(store: FolderStore, wrong: dict[str, Any]) -> None:
    append_entries(store, [_ENTRY])
    line = _ENTRY._asdict() | {"moment": _ENTRY.moment.isoformat()} | wrong
    store.write_journal(store.read_journal() + json.dumps(line).encode() + b"\n")
    with pytest.raises(WarehouseError, match="line 2 is no entry"):
        read_entries(store)


@pytest.mark.parametrize("line", [b"", b"[]", b"5", b"\xff", b"[" * 100_000])
def test_a_line_that_is_no_object_is_named(store: FolderStore, line: bytes) -> None:
    store.write_journal(line + b"\n")
    with pytest.raises(WarehouseError, match="line 1 is no entry"):
        read_entries(store)
