"""What is somebody else's is never touched, and what is ours is never lost without a word."""

import os

import duckdb
import pytest

from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from tests.place import TEXTS, Place
from transforms.errors import UsageError
from warehouse.storage.parquet import PartError
from warehouse.storage.store import PublishError


def settings(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, workers=1)


@pytest.mark.parametrize(
    "name",
    [
        "warehouse.duckdb",
        "state/mine",
        "state/staging/mine",
        "parquet/mine.parquet",
        "versions/1",
        "quarantine/x",
    ],
)
def test_a_folder_with_our_names_that_is_no_warehouse_is_left_alone(
    place: Place, name: str
) -> None:
    mine = place.layout.root / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(UsageError, match="is no warehouse"):
        place.ingest()
    assert [path for path in place.layout.root.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_other_things_beside_a_warehouse_are_no_hindrance(place: Place) -> None:
    place.layout.root.mkdir()
    (place.layout.root / "notes.md").write_text("mine")
    (place.layout.state).mkdir()
    assert place.ingest().new_documents == 3
    assert (place.layout.root / "notes.md").read_text() == "mine"


@pytest.mark.usefixtures("ingested")
def test_a_file_that_took_the_place_of_the_link_is_left_alone(place: Place) -> None:
    place.layout.published.unlink()
    place.layout.published.write_text("mine")
    place.put("d.txt", "نئی خبر\n\nآج بارش ہوئی۔")
    with pytest.raises(PublishError, match="no file of ours as it was published"):
        place.ingest()
    assert place.layout.published.read_text() == "mine"


@pytest.mark.usefixtures("ingested")
def test_a_landing_zone_inside_the_warehouse_is_refused(place: Place) -> None:
    place.landing = place.layout.staging / "in"
    place.landing.mkdir(parents=True)
    raw = place.put("a.txt", TEXTS["a.txt"])
    with pytest.raises(UsageError, match="inside the warehouse"):
        place.ingest()
    assert raw.exists()


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    "has_work_database", [True, False], ids=["work database", "published only"]
)
def test_a_rebuild_without_a_part_that_was_known_says_so_and_changes_nothing(
    place: Place, *, has_work_database: bool
) -> None:
    (part,) = (place.layout.parquet / "documents").iterdir()
    part.unlink()
    for database in (place.layout.work_database, place.layout.published.resolve()):
        with duckdb.connect(str(database)) as connection:
            connection.execute("delete from documents")
    if not has_work_database:
        place.layout.work_database.unlink()
    before = place.files()
    with pytest.raises(PartError, match="--accept-loss"):
        rebuild_warehouse(settings(place))
    assert place.files() == before
    if not has_work_database:
        with pytest.raises(PartError, match="--accept-loss"):
            place.ingest()
    rebuild_warehouse(settings(place), accept_loss=True)
    assert place.ask("select count(*) from documents") == [(0,)]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_part_with_a_damaged_page_is_not_taken_in_even_without_a_database(
    place: Place, share: float
) -> None:
    for number in range(40):
        place.put(
            f"n/{number}.txt",
            f"خبر {number}\n\n" + " ".join(str(number * each) for each in range(300)),
        )
    place.ingest()
    (part,) = (place.layout.parquet / "documents").iterdir()
    payload = bytearray(part.read_bytes())
    at = int(len(payload) * share)
    payload[at : at + 4] = bytes(byte ^ 255 for byte in payload[at : at + 4])
    part.write_bytes(payload)
    for database in (
        place.layout.work_database,
        place.layout.published,
        *place.layout.generations().values(),
    ):
        database.unlink()
    with pytest.raises(PartError, match="damaged"):
        rebuild_warehouse(settings(place))


@pytest.mark.parametrize("moment", [2**63 // 10**9 + 10**6, -(2**34)])
def test_a_modification_time_beyond_the_ledger_stops_nothing(place: Place, moment: int) -> None:
    path = place.put("far.txt", "دور کی خبر\n\nآج بارش ہوئی۔")
    os.utime(path, (moment, moment))
    assert place.ingest().new_documents == 4
    assert place.ingest().new_documents == 0


@pytest.mark.usefixtures("ingested")
def test_a_file_that_comes_back_is_no_duplicate_of_itself(place: Place) -> None:
    moved = place.landing.rename(place.landing.with_name("unmounted"))
    place.landing.mkdir()
    assert place.ingest().removed == 3
    place.landing.rmdir()
    moved.rename(place.landing)
    summary = place.ingest()
    assert (summary.seen, summary.unchanged, summary.duplicates, summary.new_documents) == (
        3,
        3,
        0,
        0,
    )
    assert place.ask("select count(*) from current_sources where is_duplicate") == [(0,)]
    assert place.ask("select count(*) from sources") == [(6,)]


@pytest.mark.usefixtures("ingested")
def test_an_edit_that_is_taken_back_is_no_duplicate(place: Place) -> None:
    place.put("a.txt", "دوسری خبر\n\nآج بارش ہوئی۔", 1_700_000_001_000_000_000)
    place.ingest()
    place.put("a.txt", TEXTS["a.txt"], 1_700_000_002_000_000_000)
    assert place.ingest().duplicates == 0
    assert place.ask("select count(*) from duplicate_files") == [(0,)]


def test_memory_that_does_not_suffice_for_a_file_is_its_reason(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transforms.extract import read_payload

    def scarce(payload: bytes) -> object:
        if "میلہ".encode() in payload:
            raise MemoryError
        return read_payload(payload)

    monkeypatch.setattr("transforms.html.read_payload", scarce)
    assert place.ingest().new_documents == 2
    rejected = place.ask("select reject_reason, reject_detail from rejected_files")
    assert [(reason, detail[:11]) for reason, detail in rejected] == [("failed", "MemoryError")]
