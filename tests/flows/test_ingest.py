"""The main job, end to end without Prefect: what a run adds, and what it never does twice."""

import multiprocessing
import re
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from flows.ingest import ingest
from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.run.batches import Summary
from flows.settings import Settings
from flows.steps.finish import RejectBudgetError
from flows.workers.process_pool import ProcessPool
from tests.place import OLD_NS, TEXTS, Place
from tests.versions import be_version
from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.generations import publish as publishing
from warehouse.landing.folder_zone import FolderZone
from warehouse.ledger import sources
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import PartError
from warehouse.writer.commit import _move

pytestmark = pytest.mark.usefixtures("clean")


def counts(summary: Summary) -> dict[str, int]:
    return {
        name: value
        for name, value in summary._asdict().items()
        if name not in ("run_id", "seconds") and value
    }


def test_every_file_becomes_a_document_and_again_nothing_happens(place: Place) -> None:
    assert counts(place.ingest()) == {"seen": 3, "new_documents": 3}
    before = place.files()
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert place.files() == before


@pytest.mark.usefixtures("ingested")
def test_an_unchanged_file_is_not_even_opened(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FolderZone, "read_file", _refuse)
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    with pytest.raises(AssertionError, match="was read"):
        place.ingest(verify=True)
    monkeypatch.undo()
    place.ingest()  # clears what the failed one left in staging


def _refuse(*_: object) -> None:
    raise AssertionError("was read")


@pytest.mark.usefixtures("ingested")
def test_verify_reads_everything_and_writes_nothing_new(place: Place) -> None:
    documents = place.ask("from documents order by content_hash")
    assert counts(place.ingest(verify=True)) == {"seen": 3, "unchanged": 3}
    assert place.ask("from documents order by content_hash") == documents


@pytest.mark.usefixtures("ingested")
def test_verify_finds_an_edit_that_kept_size_and_time(place: Place) -> None:
    place.put("a.txt", TEXTS["a.txt"].replace("صبح", "شام"))
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert counts(place.ingest(verify=True)) == {
        "seen": 3,
        "unchanged": 2,
        "new_documents": 1,
        "edited": 1,
    }


@pytest.mark.usefixtures("ingested")
def test_a_copy_is_a_duplicate_that_names_its_owner(place: Place) -> None:
    place.put("z/copy.txt", TEXTS["a.txt"])
    assert counts(place.ingest()) == {"seen": 4, "unchanged": 3, "duplicates": 1}
    assert place.ask("select source_path, owner_path, has_same_bytes from duplicate_files") == [
        ("z/copy.txt", "a.txt", True)
    ]
    assert place.ask("select owner_landing_zone from duplicate_files") == [(str(place.landing),)]


def test_the_first_path_of_a_batch_owns_a_text_whatever_the_slices(place: Place) -> None:
    for number in range(9):
        place.put(f"copy-{number}.txt", TEXTS["c.txt"])
    assert counts(place.ingest(slice_files=2, batch_files=5)) == {
        "seen": 12,
        "new_documents": 3,
        "duplicates": 9,
    }
    assert place.ask("select first_source_path from documents order by all") == [
        ("a.txt",), ("b.txt",), ("c.txt",),
    ]  # fmt: skip


def test_a_copy_that_differs_in_spelling_only_is_the_same_document(place: Place) -> None:
    place.put("d.txt", TEXTS["a.txt"].replace("ی", "ي").replace("ک", "ك").replace("\n", "\r\n"))
    assert counts(place.ingest()) == {"seen": 4, "new_documents": 3, "duplicates": 1}
    assert place.ask("select has_same_bytes from duplicate_files") == [(False,)]


@pytest.mark.usefixtures("ingested")
def test_a_touched_file_is_nothing_new_and_read_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("a.txt", TEXTS["a.txt"], OLD_NS + 1)
    generation = place.layout.published_generation()
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert place.layout.published_generation() == generation
    assert place.ask("select count(*) from sources") == [(3,)]
    monkeypatch.setattr(FolderZone, "read_file", _refuse)
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}


@pytest.mark.usefixtures("ingested")
def test_an_edited_file_is_a_new_version_and_the_old_document_stays(place: Place) -> None:
    place.put("a.txt", TEXTS["a.txt"] + "\n\nمزید تفصیل بعد میں۔", OLD_NS + 1)
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 2, "new_documents": 1, "edited": 1}
    assert place.ask("select count(*) from documents") == [(4,)]
    assert place.ask("select count(*) from sources where source_path = 'a.txt'") == [(2,)]
    assert place.ask("select count(*) from current_sources") == [(3,)]


@pytest.mark.usefixtures("ingested")
def test_a_file_put_back_as_it_was_is_a_version_again_and_no_new_document(place: Place) -> None:
    place.put("a.txt", "اور کچھ۔", OLD_NS + 1)
    place.ingest()
    place.put("a.txt", TEXTS["a.txt"])
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3, "edited": 1}
    assert place.ask("select count(*) from sources where source_path = 'a.txt'") == [(3,)]
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}


def test_a_file_written_just_as_the_run_looked_is_read_again_until_a_look_is_safely_later(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(FolderZone, "read_file", _counting(read))
    monkeypatch.setattr("warehouse.ledger.sources.RACY_NS", 10**15)
    place.put("now.txt", "ابھی ابھی لکھا گیا۔", time.time_ns())
    for reads in (4, 5, 6):
        place.ingest()
        assert len(read) == reads, "as long as the clock may hide a change"
    assert place.ask("select count(*) from sources where source_path = 'now.txt'") == [(1,)]
    monkeypatch.setattr("warehouse.ledger.sources.RACY_NS", 0)
    place.ingest()
    assert len(read) == 6, "the last look came after the file was written"


def _counting(read: list[object]) -> Callable[..., object]:
    read_file = FolderZone.read_file

    def count(zone: FolderZone, file: Any, limit: int) -> object:
        read.append(file)
        return read_file(zone, file, limit)

    return count


@pytest.mark.usefixtures("ingested")
def test_a_file_that_has_gone_is_removed_and_its_document_stays(place: Place) -> None:
    (place.landing / "b.txt").unlink()
    assert counts(place.ingest()) == {"seen": 2, "unchanged": 2, "removed": 1}
    assert place.ask("select source_path, removed_at is not null from removals") == [
        ("b.txt", True)
    ]
    assert place.ask("select count(*) from documents") == [(3,)]
    assert counts(place.ingest()) == {"seen": 2, "unchanged": 2}


@pytest.mark.usefixtures("ingested")
def test_a_file_that_comes_back_is_a_source_again(place: Place) -> None:
    (place.landing / "b.txt").unlink()
    place.ingest()
    place.put("b.txt", TEXTS["b.txt"])
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert place.ask("select count(*) from sources where source_path = 'b.txt'") == [(2,)]
    assert place.ask("select count(*) from current_sources") == [(3,)]
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}


@pytest.mark.usefixtures("ingested")
def test_a_file_left_out_by_the_patterns_is_not_gone(place: Place) -> None:
    assert counts(place.ingest(patterns=("a*.txt",))) == {
        "seen": 1,
        "unchanged": 1,
        "names_left_out": 2,
        "endings_left_out": {".txt": 2},
    }


def test_two_landing_zones_share_a_warehouse_and_nothing_else(place: Place, tmp_path: Path) -> None:
    place.ingest()
    other = tmp_path / "other"
    shutil.copytree(place.landing, other)
    (other / "a.txt").unlink()
    settings = Settings(landing=other, warehouse=place.layout.root, workers=1)
    assert counts(ingest.fn(settings)) == {"seen": 2, "duplicates": 2}
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}


REJECTED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "blank"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(64), "binary"),
    "archive.txt": (b"PK\x03\x04" + bytes(64), "binary"),
    "lost.txt": (b"????? ?? ????? ??? ???????? ???? " * 4, "lost_text"),
}


def test_a_file_without_text_is_rejected_with_its_reason_and_kept(place: Place) -> None:
    for name, (payload, _) in REJECTED.items():
        place.put(name, payload)
    assert counts(place.ingest()) == {"seen": 8, "new_documents": 3, "rejected": 5}
    found = place.ask(
        "select source_path, reject_reason, quarantine_path "
        "from rejected_files order by source_path"
    )
    assert {name: reason for name, reason, _ in found} == {
        name: reason for name, (_, reason) in REJECTED.items()
    }
    for name, _, path in found:
        assert (place.layout.root / path).read_bytes() == REJECTED[name][0]
    assert counts(place.ingest()) == {"seen": 8, "unchanged": 8}


def test_a_file_over_the_limit_is_rejected_and_kept_without_being_read_whole(place: Place) -> None:
    place.put("large.txt", b"x" * 5000)
    assert counts(place.ingest(max_file_bytes=4999)) == {
        "seen": 4,
        "new_documents": 3,
        "rejected": 1,
    }
    ((reason, detail, path),) = place.ask(
        "select reject_reason, reject_detail, quarantine_path from rejected_files"
    )
    assert (reason, detail) == ("too_large", "5,000 bytes; the limit is 4,999")
    assert (place.layout.root / path).read_bytes() == b"x" * 5000


def test_too_many_rejects_fail_the_run_and_all_the_rest_is_committed(place: Place) -> None:
    for number in range(10):
        place.put(f"empty-{number}.txt", b"")
    with pytest.raises(RejectBudgetError, match="10 of 13"):
        place.ingest()
    assert place.ask("select count(*) from documents") == [(3,)]
    assert counts(place.ingest()) == {"seen": 13, "unchanged": 13}


def test_a_few_rejects_are_no_alarm_however_large_their_share(place: Place) -> None:
    for path in place.landing.iterdir():
        path.write_bytes(b"")
    assert counts(place.ingest()) == {"seen": 3, "rejected": 3}


def test_there_must_be_a_landing_zone(place: Place, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no landing zone"):
        ingest.fn(Settings(landing=tmp_path / "nowhere", warehouse=place.layout.root))


def test_an_empty_landing_zone_makes_an_empty_warehouse_that_answers(place: Place) -> None:
    for path in place.landing.iterdir():
        path.unlink()
    assert counts(place.ingest()) == {}
    assert place.ask("select count(*) from documents") == [(0,)]


def test_old_generations_are_kept_as_many_as_asked(place: Place) -> None:
    for number in range(5):
        place.put(f"n{number}.txt", f"خبر نمبر {number}")
        place.ingest(keep_generations=2)
    assert len(place.layout.generations()) == 2
    assert place.layout.published.resolve() == max(place.layout.generations().items())[1]


def test_a_run_tells_what_it_did_in_its_own_row(place: Place) -> None:
    place.put("copy.txt", TEXTS["a.txt"])
    place.put("empty.txt", b"")
    summary = place.ingest()
    ((run_id, seen, new, duplicate, rejected, removed, outcome),) = place.ask("""
        select run_id, seen_count, new_document_count, duplicate_count, rejected_count,
            removed_count, outcome
        from runs
    """)
    assert (run_id, seen, new, duplicate, rejected, removed) == (summary.run_id, 5, 3, 1, 1, 0)
    assert outcome == "completed"


def test_workers_find_what_one_process_finds_and_end_before_a_generation_is_shown(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[tuple[str, bool]] = []

    def noting(step: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            at_work.append((step.__name__, bool(multiprocessing.active_children())))
            return step(*arguments)

        return noted

    for number in range(40):
        # No line that is learned: from how many pages depends on the batches.
        place.put(f"more/{number}.txt", f"خبر {'ب' * (number % 30 + 1)} شہر سے")
    place.ingest()
    monkeypatch.setattr("flows.run.context.ProcessPool", ProcessPool)
    other = Layout(tmp_path / "other")
    monkeypatch.setattr(sources, "decide", noting(sources.decide))
    monkeypatch.setattr(publishing, "_make", noting(publishing._make))
    monkeypatch.setattr(FolderStore, "show_generation", noting(FolderStore.show_generation))
    ingest.fn(
        Settings(
            landing=place.landing, warehouse=other.root, workers=2, slice_files=5, batch_files=20
        )
    )
    assert set(at_work) == {("decide", True), ("_make", True), ("show_generation", False)}
    columns = "* exclude (first_run_id, first_seen_at)"
    with connect_read_only(other.published) as connection:
        found = connection.execute(
            f"select {columns} from documents order by content_hash"
        ).fetchall()
    assert found == place.ask(f"select {columns} from documents order by content_hash")


def test_a_file_rejected_for_its_size_becomes_a_document_once_the_limit_is_raised(
    place: Place,
) -> None:
    place.ingest(max_file_bytes=10)
    assert place.ask("select count(*) from rejected_files") == [(3,)]
    assert counts(place.ingest(verify=True)) == {"seen": 3, "new_documents": 3}
    assert place.ask("select count(*) from rejected_files") == [(0,)]


def test_a_clock_that_went_back_misleads_nobody(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(hours=1)

    with monkeypatch.context() as patched:
        patched.setattr("flows.run.context.datetime", Ahead)
        place.ingest()
    place.put("a.txt", TEXTS["a.txt"] + "\n\nاضافہ۔", OLD_NS + 1)
    (place.landing / "b.txt").unlink()
    outcomes = {"unchanged": 1, "new_documents": 1, "edited": 1, "removed": 1}
    assert counts(place.ingest()) == {"seen": 2, **outcomes}
    assert counts(place.ingest()) == {"seen": 2, "unchanged": 2}
    assert place.ask("select count(*) from run_history where seconds < 0") == [(0,)]


def test_an_older_version_is_refused_by_what_a_newer_one_wrote(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        be_version(patched, "999.1")
        place.ingest()
    before = place.files()
    settings = Settings(landing=place.landing, warehouse=place.layout.root, workers=1)
    for write in (ingest.fn, maintain.fn, rebuild_warehouse):
        with pytest.raises(UsageError, match=r"by a newer zakhira \(.*, rules 999\.1\).*update it"):
            write(settings)
    assert place.files() == before
    be_version(monkeypatch, "999.2")
    assert place.ingest().unchanged == 3


@pytest.mark.usefixtures("ingested")
def test_a_landing_zone_that_moved_is_the_same_by_its_name(place: Place) -> None:
    name = str(place.landing)
    place.landing = place.landing.rename(place.landing.with_name("moved"))
    (place.landing / "b.txt").unlink()
    assert counts(place.ingest(landing_name=name)) == {"seen": 2, "unchanged": 2, "removed": 1}
    assert place.ask("select count(*), count(distinct landing_zone) from current_sources") == [
        (2, 1)
    ]


@pytest.mark.usefixtures("ingested")
def test_what_is_left_out_is_counted_and_not_held_for_gone(place: Place) -> None:
    place.put(".hidden.txt", "چھپی ہوئی خبر")
    place.put("upload.txt", "آدھی خبر", time.time_ns())
    found = place.ingest(min_age=3600, ignore=(".*", "a.txt"))
    assert counts(found) == {
        "seen": 2, "unchanged": 2, "ignored_left_out": 2, "young_left_out": 1
    }  # fmt: skip
    assert counts(place.ingest(ignore=())) == {"seen": 5, "unchanged": 3, "new_documents": 2}


@pytest.mark.usefixtures("ingested")
def test_a_file_that_comes_back_is_no_copy_of_itself(place: Place) -> None:
    (place.landing / "b.txt").unlink()
    place.ingest()
    place.put("b.txt", TEXTS["b.txt"])
    place.ingest()
    assert place.ask("from duplicate_files") == []


@pytest.mark.usefixtures("ingested")
def test_the_overview_counts_no_document_whose_file_is_gone(place: Place) -> None:
    (place.landing / "b.txt").unlink()
    place.ingest()
    assert place.ask("select sum(documents)::int from corpus_overview") == [(2,)]
    assert place.ask("select count(*) from documents") == [(3,)]


def test_a_warehouse_inside_its_landing_zone_would_eat_itself_and_is_refused(place: Place) -> None:
    with pytest.raises(UsageError, match="lies inside the landing zone"):
        ingest.fn(Settings(landing=place.landing, warehouse=place.landing / "warehouse"))
    assert not (place.landing / "warehouse").exists()


@pytest.mark.usefixtures("ingested")
def test_deleted_generations_come_back_with_the_next_run(place: Place) -> None:
    shutil.rmtree(place.layout.versions)
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert place.ask("select count(*) from documents") == [(3,)]
    shutil.rmtree(place.layout.versions)
    place.layout.work_database.unlink()
    assert counts(place.ingest()) == {"seen": 3, "unchanged": 3}
    assert place.ask("select count(*) from documents") == [(3,)]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_rebuild_after_a_kill_between_commit_and_move_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    place.put("d.txt", "ایک اور خبر، جو ابھی لکھی گئی۔")
    before = list(place.layout.parquet.glob("*/*.parquet"))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("warehouse.writer.commit._move", _moving_only(moved))
        place.ingest()
    assert len(list(place.layout.parquet.glob("*/*.parquet"))) == len(before) + moved
    rebuild_warehouse(Settings(warehouse=place.layout.root))
    assert place.ask("select count(*) from documents") == [(4,)]
    assert counts(place.ingest()) == {"seen": 4, "unchanged": 4}


def _moving_only(moved: int) -> Callable[..., None]:
    moves = iter(range(moved))

    def move_or_die(*arguments: Any) -> None:
        if next(moves, None) is None:
            raise KeyboardInterrupt
        _move(*arguments)

    return move_or_die


@pytest.mark.usefixtures("ingested")
def test_there_is_nothing_to_rebuild_from_without_parquet_and_nothing_is_touched(
    place: Place,
) -> None:
    place.layout.parquet.rename(place.layout.root / "elsewhere")
    before = place.files()
    with pytest.raises(UsageError, match="nothing to rebuild from"):
        rebuild_warehouse(Settings(warehouse=place.layout.root))
    assert place.files() == before
    (place.layout.root / "elsewhere").rename(place.layout.parquet)


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("name", ["export", "20000101T000000-000000Z-000000.00000"])
def test_a_rebuild_names_the_file_that_is_no_part_and_touches_nothing(
    place: Place, name: str
) -> None:
    junk = place.layout.part("documents", name)
    junk.write_bytes(b"no Parquet")
    before = place.files()
    with pytest.raises(PartError, match=re.escape(str(junk))):
        rebuild_warehouse(Settings(warehouse=place.layout.root))
    junk.unlink()
    assert place.files() == {path: found for path, found in before.items() if path in place.files()}


@pytest.mark.usefixtures("ingested")
def test_verify_brings_back_the_texts_of_a_lost_part(place: Place) -> None:
    place.put("b2.txt", TEXTS["b.txt"])
    place.ingest()
    for table in ("documents", "document_metadata"):
        for part in (place.layout.parquet / table).iterdir():
            part.unlink()
    for database in (place.layout.work_database, *place.layout.generations().values()):
        database.unlink()
    rebuild_warehouse(Settings(warehouse=place.layout.root), accept_loss=True)
    assert place.ask("select count(*) from documents") == [(0,)]
    assert counts(place.ingest(verify=True)) == {"seen": 4, "new_documents": 3, "duplicates": 1}
    assert counts(place.ingest(verify=True)) == {"seen": 4, "unchanged": 4}
    assert place.ask("select source_path, owner_path from duplicate_files") == [("b2.txt", "b.txt")]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("name", ["a.txt", "story.md", ".hidden"])
def test_one_file_is_a_landing_zone_of_which_the_rest_is_neither_read_nor_gone(
    place: Place, name: str
) -> None:
    file = place.put(name, "ایک اور خبر\n\nکوئٹہ: آج صبح شہر میں برف پڑی اور بچے کھیلنے نکلے۔")
    place.put("unread.txt", "بارش\n\nپشاور: رات بھر بارش ہوتی رہی اور صبح دھوپ نکل آئی۔")
    (place.landing / "b.txt").unlink()
    settings = Settings(landing=file, warehouse=place.layout.root)
    first = ingest.fn(settings)
    assert (first.seen, first.new_documents, first.removed) == (1, 1, 0)
    assert counts(ingest.fn(settings)) == {"seen": 1, "unchanged": 1}
    zones = place.ask("select distinct landing_zone from current_sources")
    assert zones == [(str(place.landing),)]
    whole = counts(place.ingest())
    assert (whole["new_documents"], whole["removed"]) == (1, 1)


def test_one_file_beside_the_warehouse_is_read(place: Place) -> None:
    file = place.put("../one.txt", TEXTS["a.txt"])
    settings = Settings(landing=file, warehouse=place.layout.root)
    assert counts(ingest.fn(settings)) == {"seen": 1, "new_documents": 1}
    with pytest.raises(UsageError, match="keep them apart"):
        ingest.fn(Settings(landing=file.parent, warehouse=place.layout.root))


def test_an_ending_in_capitals_is_the_same_ending(place: Place) -> None:
    place.put("D.TXT", "ایک اور خبر\n\nکوئٹہ: آج صبح شہر میں برف پڑی۔")
    place.put("E.Md", "x")
    summary = place.ingest()
    assert (summary.new_documents, summary.endings_left_out) == (4, {".md": 1})
