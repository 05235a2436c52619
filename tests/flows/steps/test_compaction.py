"""When a run ends, Parquet has the newest description of every document, as DuckDB has."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse, repair_warehouse
from flows.settings import Settings
from tests.inline_pool import InlinePool
from tests.place import MadeOnce, Place
from tests.versions import be_version
from transforms.page.title import Title
from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS
from warehouse.checks import run_checks
from warehouse.compaction import compact as compaction
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.parquet import Part
from warehouse.storage.part_names import is_compacted
from warehouse.writer.repair import Repaired

pytestmark = pytest.mark.usefixtures("clean")


def ingest_twice(place: Place) -> None:
    place.ingest()
    place.put("later.txt", "Rain in the hills\n\nIt rained for three days in the hills.")
    place.ingest()


@pytest.fixture
def upgrade(
    place: Place, made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], None]:
    """Two parts of documents, and a version that gives the texts of Karachi another title."""
    made_once.fill(place, ingest_twice)

    def install(title: str) -> None:
        def other_title(text: str, _boilerplate: object) -> Title:
            return Title(title if "کراچی" in text else text.split("\n", 1)[0], "first_line")

        be_version(monkeypatch, f"9.{len(title)}")
        monkeypatch.setattr("transforms.describe.find_title", other_title)

    return install


def titles(place: Place, table: str) -> list[str]:
    """The titles by glob."""
    glob = place.layout.shown(table) / "*.parquet"
    return [title for (title,) in place.ask(f"select title from '{glob}' order by all")]


def require_newest(place: Place) -> None:
    expected = [title for (title,) in place.ask("select title from documents order by all")]
    assert titles(place, "documents") == titles(place, "document_metadata") == expected


def settings(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, workers=1)


def parts(place: Place, table: str) -> list[str]:
    return sorted(path.stem for path in place.layout.shown(table).glob("*.parquet"))


def test_after_an_ingest_that_described_again_only_the_parts_of_these_documents_are_others(
    place: Place, upgrade: Callable[[str], None]
) -> None:
    (_, second) = parts(place, "documents")
    for title in ("KARACHI", "THE PORT"):
        upgrade(title)
        assert place.ingest().redescribed == 1
        require_newest(place)
        assert titles(place, "documents")[0] in {title, "Rain in the hills"}
        assert [name for name in parts(place, "documents") if not is_compacted(name)] == [second]
    rebuild_warehouse(settings(place))
    require_newest(place)


def test_workers_end_before_parts_are_written_anew(
    place: Place, upgrade: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    write_anew = compaction.compact

    def compact(*args: Any) -> list[Part]:
        happened.append("compact")
        return write_anew(*args)

    monkeypatch.setattr(InlinePool, "close", lambda _: happened.append("close"))
    monkeypatch.setattr(compaction, "compact", compact)
    upgrade("KARACHI")
    place.ingest()
    assert happened[:2] == ["close", "compact"]


def test_after_maintenance_that_described_again_too(
    place: Place, upgrade: Callable[[str], None]
) -> None:
    upgrade("KARACHI")
    maintain.fn(settings(place))
    require_newest(place)


def test_a_run_that_changes_nothing_writes_no_part_anew(
    place: Place, upgrade: Callable[[str], None]
) -> None:
    upgrade("KARACHI")
    place.ingest()
    before = place.files()
    place.ingest()
    assert place.files() == before


@pytest.mark.parametrize("before", ["build", "replace_in_manifest", "show"])
def test_what_a_dead_run_did_not_merge_the_next_one_does(
    place: Place, upgrade: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    upgrade("KARACHI")
    with monkeypatch.context() as patch:
        patch.setattr(f"warehouse.compaction.compact.{before}", die)
        with pytest.raises(KeyboardInterrupt):
            place.ingest()
    assert place.ingest().redescribed == 0
    require_newest(place)


def test_a_part_that_is_lost_is_missed_though_a_folder_shown_before_has_it(
    place: Place, upgrade: Callable[[str], None]
) -> None:
    upgrade("KARACHI")
    place.ingest()
    (untouched,) = [name for name in parts(place, "documents") if not is_compacted(name)]
    place.layout.part("documents", untouched).unlink()
    assert list(place.layout.compacted.glob(f"documents/*/{untouched}.parquet"))
    broken = [check.name for check in run_checks(FolderStore(place.layout)) if check.broken_count]
    assert broken == ["parquet_holds_the_documents", "parts_are_as_written"]
    (repaired,) = repair_warehouse(settings(place), is_rehearsal=False)
    assert isinstance(repaired, Repaired)
    assert (repaired.lost.name, repaired.is_equal) == (untouched, True)
    require_newest(place)


def test_where_folders_cannot_be_swapped_a_warning_says_what_parquet_lacks_and_no_rule_is_broken(
    place: Place,
    upgrade: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(22, "as on NFS")

    monkeypatch.setattr("warehouse.storage.part_folders.exchange", refuse)
    upgrade("KARACHI")
    with caplog.at_level(logging.WARNING, "zakhira"):
        place.ingest()
    assert "1 part of documents lacks new descriptions" in caplog.text
    assert "KARACHI" not in titles(place, "documents")
    assert titles(place, "descriptions") == ["KARACHI"]


def test_replaced_parts_go_after_the_grace_period_without_maintenance(
    place: Place, upgrade: Callable[[str], None]
) -> None:
    upgrade("KARACHI")
    place.ingest(grace_hours=0)
    for table in (DOCUMENTS, DOCUMENT_METADATA):
        (shown,) = (place.layout.compacted / table.name).iterdir()
        assert shown == place.layout.shown(table.name).resolve()
