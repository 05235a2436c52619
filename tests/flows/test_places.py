"""Where a warehouse may lie: folders of any name that DuckDB opens, made there or moved there."""

import re
from pathlib import Path

import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings, read_settings
from tests.place import TEXTS, Place
from transforms.errors import UsageError

NAMES = (
    "env=prod",
    # A column of ours, with a value of another type.
    "first_seen_at=yesterday",
    # The plural of a word that ends in a letter which joins the next one.
    "خبرنامه\u200cها",
    "two\nlines",
)


def test_a_warehouse_lives_below_folders_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ingest twice, compact, rebuild: every command that reads Parquet.
    monkeypatch.setattr("warehouse.compaction.plan._FEWEST_PARTS", 2)
    folder = tmp_path.joinpath(*NAMES)
    folder.mkdir(parents=True)
    place = Place(folder)
    settings = Settings(landing=place.landing, warehouse=place.layout.root, workers=1)
    for name, text in TEXTS.items():
        place.put(name, text)
        place.ingest(keep_generations=1)
    for _ in range(2):
        maintain.fn(settings.model_copy(update={"keep_generations": 1}))
    assert rebuild_warehouse(settings)
    maintain.fn(settings)
    assert place.ask("select count(*) from documents") == [(len(TEXTS),)]


@pytest.mark.usefixtures("ingested")
def test_a_warehouse_that_was_moved_below_a_key_and_a_value_goes_on(place: Place) -> None:
    moved = place.landing.parent / "env=prod"
    moved.mkdir()
    settings = Settings(landing=place.landing, warehouse=moved / "warehouse", workers=1)
    place.layout.root.rename(moved / "warehouse")
    place.layout = settings.store.layout
    place.put("d.txt", "نیا پل\n\nدریا پر نیا پل بن گیا۔")
    assert place.ingest().new_documents == 1
    assert rebuild_warehouse(settings)
    assert place.ask("select count(*) from documents") == [(len(TEXTS) + 1,)]


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("what?", "the character ? (U+003F)"),
        ("back\\slash", "the character \\ (U+005C)"),
        ("caf\udce9", "the byte 0xE9, which is no UTF-8"),
    ],
    ids=ascii,
)
def test_a_folder_that_duckdb_cannot_open_is_refused_by_the_character(
    name: str, known_as: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=re.escape(f"with {known_as} in it")) as refused:
        read_settings(warehouse=str(tmp_path / name / "warehouse"))
    assert str(refused.value).startswith("--warehouse: ")
    str(refused.value).encode()
