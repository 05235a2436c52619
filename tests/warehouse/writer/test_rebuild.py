"""A rebuild takes the parts of this warehouse, each once, and reads again what was lost."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from tests.place import TEXTS, Place
from tests.versions import be_version
from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS
from warehouse.checks import run_checks
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.parquet import PartError

_STRAY = "20200101T000000-000000Z-abcdef.00001.parquet"


def settings_of(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root)


def part_of(place: Place, table: str) -> Path:
    return min(place.layout.shown(table).glob("*.parquet"))


@pytest.mark.usefixtures("ingested")
def test_a_copy_of_a_part_under_the_name_of_a_past_run_stops_a_rebuild(place: Place) -> None:
    stray = part_of(place, "documents").with_name(_STRAY)
    shutil.copy(part_of(place, "documents"), stray)
    before = place.files()
    with pytest.raises(PartError, match=rf"1 parts are of no run .*{_STRAY}.*move them out"):
        rebuild_warehouse(settings_of(place), accept_loss=True)
    assert place.files() == before
    stray.unlink()
    rebuild_warehouse(settings_of(place))
    assert place.ask("select count(*) from documents") == [(3,)]


@pytest.mark.usefixtures("ingested")
def test_a_copy_of_a_part_stops_a_rebuild_that_has_no_old_database_too(place: Place) -> None:
    original = part_of(place, "documents")
    shutil.copy(original, original.with_name(_STRAY))
    place.layout.work_database.unlink()
    for generation in place.layout.generations().values():
        generation.unlink()
    with pytest.raises(PartError, match="3 documents are in two parts") as caught:
        rebuild_warehouse(settings_of(place))
    assert _STRAY in str(caught.value)
    assert original.name in str(caught.value)


@pytest.mark.usefixtures("ingested")
def test_parts_of_the_newest_run_are_no_strays(place: Place) -> None:
    place.layout.work_database.unlink()
    place.put("d.txt", "نیا پل تیار\n\nسکھر: دریا پر نیا پل آج کھول دیا گیا ہے۔")
    place.ingest()
    for generation in list(place.layout.generations().values())[1:]:
        generation.unlink()
    place.layout.work_database.unlink()
    rebuild_warehouse(settings_of(place))
    assert place.ask("select count(*) from documents") == [(4,)]


@pytest.mark.usefixtures("ingested")
def test_files_whose_documents_were_lost_are_read_again_and_no_others(place: Place) -> None:
    place.put("d.txt", "نیا پل تیار\n\nسکھر: دریا پر نیا پل آج کھول دیا گیا ہے۔")
    place.ingest()
    part_of(place, "documents").unlink()
    part_of(place, "document_metadata").unlink()
    place.layout.work_database.unlink()
    for generation in place.layout.generations().values():
        generation.unlink()
    rebuild_warehouse(settings_of(place), accept_loss=True)
    assert place.ask("select count(*) from documents") == [(1,)]
    summary = place.ingest()
    assert (summary.new_documents, summary.unchanged) == (3, 1)
    assert place.ask("select count(*) from documents") == [(4,)]
    assert place.ask("select count(*) from current_sources") == [(4,)]
    assert place.ingest().unchanged == 4


@pytest.mark.parametrize("damage", [b"wrong", None], ids=["changed", "removed"])
def test_a_copy_in_quarantine_that_is_not_as_it_was_is_found_and_made_again(
    place: Place, damage: bytes | None
) -> None:
    place.put("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    place.ingest()
    [(kept,)] = place.ask("select quarantine_path from rejected_files")
    copy = place.layout.root / kept
    if damage is None:
        copy.unlink()
    else:
        copy.write_bytes(damage)
    store = settings_of(place).store
    broken = [check.name for check in run_checks(store) if check.broken_count]
    assert broken == ["rejected_files_are_in_quarantine"]
    place.ingest(retry="binary")
    assert copy.read_bytes() == (place.landing / "image.txt").read_bytes()
    assert not any(check.broken_count for check in run_checks(store))


CAME_LATER = ["url", "dated_on", "dated_by", "publisher", "landing_zone", "first_modified_at"]


def test_parts_without_the_columns_that_came_later_get_what_their_sources_tell(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("subh/a.txt", TEXTS["a.txt"])
    (place.landing / "a.txt").unlink()
    place.put("subh/copy.txt", TEXTS["a.txt"])
    place.ingest()
    query = "select {} from documents order by content_hash"
    known = "publisher, landing_zone, first_modified_at"
    days = "published_on, dated_on, dated_by, pipeline_version = '999.9'"
    before = place.ask(query.format(known))
    assert {publisher for publisher, *_ in before} == {"subh", None}
    for table in (DOCUMENTS, DOCUMENT_METADATA):
        part = part_of(place, table.name)
        rows = pq.read_table(part, partitioning=None).drop_columns(CAME_LATER)
        pq.write_table(rows, part, compression="zstd", write_page_checksum=True)
    shutil.rmtree(place.layout.state)
    shutil.rmtree(place.layout.versions)
    rebuild_warehouse(settings_of(place))
    assert place.ask(query.format(known)) == before
    assert place.ask("select count(dated_on) from documents") == [(0,)]
    be_version(monkeypatch, "999.9")
    assert place.ingest().redescribed == 3
    found = place.ask(query.format(days))
    assert [by for _, _, by, _ in found] == ["modified"] * 3
    assert all(is_new for *_, is_new in found)
    for table in (DOCUMENTS, DOCUMENT_METADATA):
        files = sorted(place.layout.shown(table.name).glob("*.parquet"))
        rows = pq.read_table(files[0], partitioning=None, columns=["content_hash", *CAME_LATER])
        shown = rows.sort_by("content_hash").to_pylist()
        parquet = [tuple(row[name] for name in known.split(", ")) for row in shown]
        assert (len(files), parquet) == (1, before)
        assert [row["dated_by"] for row in shown] == ["modified"] * 3
    assert [check for check in run_checks(FolderStore(place.layout)) if check.broken_count] == []
