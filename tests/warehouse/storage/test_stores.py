"""A folder and an object store look the same to the rest of the warehouse."""

import pickle
from pathlib import Path

import pytest

from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.object_zone import ObjectZone
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import COPIES, GENERATIONS, PARTS
from warehouse.storage.object_store import ObjectStore
from warehouse.storage.objects import Objects
from warehouse.storage.staging import StagedFile, StagedObject

_URL = "s3://corpus/warehouse?region=eu-west-1"


@pytest.mark.parametrize(
    "value",
    [
        FolderZone(Path("/landing")),
        ObjectZone.at("s3://corpus/news"),
        FolderStore.at(Path("/warehouse")),
        ObjectStore.at(_URL, Path("/state")),
        ObjectStore.at(_URL, Path("/state"), "s3://staging/slices"),
        StagedFile(Path("/warehouse/state/staging/a.arrow")),
        StagedObject(Objects("s3://staging/slices"), "a.arrow"),
    ],
)
def test_what_a_job_holds_is_the_same_in_another_process(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes


def test_a_store_says_where_it_is_with_and_without_what_is_needed_to_reach_it() -> None:
    store = ObjectStore.at(_URL, Path("/state"))
    assert (store.name, store.address) == ("s3://corpus/warehouse", _URL)
    assert store.places == ("/state", "s3://corpus/warehouse")
    assert store.layout.work_database == Path("/state/work.duckdb")
    folder = FolderStore.at(Path("/warehouse"))
    assert folder.name == folder.address == "/warehouse"
    assert folder.layout.work_database == Path("/warehouse/state/work.duckdb")


def test_slices_of_two_warehouses_at_one_url_lie_apart() -> None:
    slices = [
        ObjectStore.at(url, Path("/state"), "s3://staging/slices").slices
        for url in ("s3://corpus/one", "s3://corpus/two")
    ]
    assert [str(each.name) for each in slices] == ["corpus--one", "corpus--two"]


def test_keys_are_found_by_pattern_at_their_depth_and_in_order(tmp_path: Path) -> None:
    store = FolderStore.at(tmp_path)
    for key in (
        "parquet/sources/b.parquet",
        "parquet/documents/a.parquet",
        "parquet/documents/notes.md",
        "parquet/documents/deeper/c.parquet",
        "quarantine/ab/abcd",
        "versions/warehouse-000001.duckdb",
    ):
        (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / key).touch()
    assert store.find(PARTS) == ["parquet/documents/a.parquet", "parquet/sources/b.parquet"]
    assert store.find(COPIES) == ["quarantine/ab/abcd"]
    assert store.find(GENERATIONS) == ["versions/warehouse-000001.duckdb"]


def test_a_file_is_put_under_its_key_and_is_no_longer_staged(tmp_path: Path) -> None:
    store = FolderStore.at(tmp_path)
    staged = tmp_path / "state" / "staging" / "a"
    staged.parent.mkdir(parents=True)
    staged.write_bytes(b"payload")
    store.put_file(staged, "quarantine/ab/abcd")
    assert store.has("quarantine/ab/abcd") and not staged.exists()
    assert (tmp_path / "quarantine/ab/abcd").read_bytes() == b"payload"
    store.remove("quarantine/ab/abcd")
    store.remove("quarantine/ab/abcd")
    assert not store.has("quarantine/ab/abcd")


def test_bytes_are_put_under_their_key_and_leave_nothing_in_the_scratch_folder(
    tmp_path: Path,
) -> None:
    store, scratch = FolderStore.at(tmp_path), tmp_path / "state" / "staging" / "slices"
    store.put_bytes(b"payload", "quarantine/ab/abcd", scratch)
    assert (tmp_path / "quarantine/ab/abcd").read_bytes() == b"payload"
    assert list(scratch.iterdir()) == []
