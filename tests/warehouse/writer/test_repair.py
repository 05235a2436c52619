"""A part that is lost or damaged is written again while any database has its rows."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse, repair_warehouse
from flows.settings import Settings
from tests.faults.warehouses import contents
from tests.place import TEXTS, MadeOnce, Place
from transforms.describe import preview
from transforms.errors import TerminalError
from warehouse.checks import run_checks
from warehouse.storage.part_names import is_compacted
from warehouse.writer.repair import Repaired

TABLES = ["documents", "document_metadata", "sources", "removals", "runs", "near_duplicates"]


def settings_of(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, grace_hours=0)


def remove(part: Path) -> None:
    part.unlink()


def truncate(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-20])


def flip(part: Path) -> None:
    payload = bytearray(part.read_bytes())
    payload[len(payload) // 2] ^= 1
    part.write_bytes(payload)


def broken(place: Place) -> list[str]:
    return [check.name for check in run_checks(settings_of(place).store) if check.broken_count]


def live(place: Place) -> None:
    """Three runs: new texts, a rejected file, a near-duplicate, a file that went."""
    place.ingest()
    long = " ".join(f"لفظ{number}" for number in range(150))
    place.put("long.txt", long)
    place.put("longer.txt", f"{long} اضافہ")
    place.put("empty.txt", b"")
    place.ingest()
    (place.landing / "a.txt").unlink()
    place.put("d.txt", "نیا پل تیار\n\nسکھر: دریا پر نیا پل آج کھول دیا گیا ہے۔")
    place.ingest()


@pytest.fixture
def history(place: Place, made_once: MadeOnce) -> Place:
    """A warehouse of three runs."""
    return made_once.fill(place, live)


@pytest.mark.parametrize("damage", [remove, truncate, flip])
@pytest.mark.parametrize("table", TABLES)
def test_every_part_of_a_table_comes_back_as_it_was(
    history: Place, table: str, damage: Callable[[Path], None]
) -> None:
    before = contents(history.layout.root)
    parts = sorted(history.layout.shown(table).glob("*.parquet"))
    payloads = {part: part.read_bytes() for part in parts}
    for part in parts:
        damage(part)
    assert "parts_are_as_written" in broken(history)
    planned = repair_warehouse(settings_of(history), is_rehearsal=True)
    assert len(planned) == len(parts)
    assert "parts_are_as_written" in broken(history)
    repaired = repair_warehouse(settings_of(history), is_rehearsal=False)
    assert all(isinstance(each, Repaired) and each.is_equal for each in repaired)
    assert {part: part.read_bytes() for part in parts} == payloads
    assert broken(history) == []
    assert contents(history.layout.root) == before
    assert repair_warehouse(settings_of(history), is_rehearsal=True) == []


def test_all_of_parquet_comes_back(history: Place) -> None:
    before = contents(history.layout.root)
    for part in history.layout.parquet.glob("*/*.parquet"):
        part.unlink()
    repair_warehouse(settings_of(history), is_rehearsal=False)
    assert broken(history) == []
    assert contents(history.layout.root) == before
    history.layout.work_database.unlink()
    rebuild_warehouse(settings_of(history))
    assert contents(history.layout.root) == before


def test_maintenance_writes_a_lost_part_again(history: Place) -> None:
    before = contents(history.layout.root)
    min(history.layout.shown("documents").glob("*.parquet")).unlink()
    checks = maintain.fn(settings_of(history))
    assert not any(check.broken_count for check in checks)
    assert contents(history.layout.root) == before


def test_a_rebuild_writes_lost_parts_again_from_a_generation(history: Place) -> None:
    before = contents(history.layout.root)
    for table in ("documents", "document_metadata", "sources"):
        min(history.layout.shown(table).glob("*.parquet")).unlink()
    history.layout.work_database.write_bytes(b"no database")
    rebuild_warehouse(settings_of(history))
    assert broken(history) == []
    assert contents(history.layout.root) == before


def live_and_be_described_anew(place: Place) -> None:
    with pytest.MonkeyPatch.context() as older:
        for module in ("workers.describe_slice", "steps.redescribe", "steps.finish"):
            older.setattr(f"flows.{module}.PIPELINE_VERSION", "0.1.0")
        older.setattr("transforms.describe.find_title", lambda *_: ("سرخی", "first_line"))
        live(place)
    place.put("e.txt", "آخری خبر\n\nکوئٹہ: آج شہر میں برف باری ہوئی۔")
    assert place.ingest().redescribed > 2


@pytest.fixture
def redescribed(place: Place, made_once: MadeOnce) -> Place:
    """A warehouse that an older version made, and this one has described otherwise."""
    return made_once.fill(place, live_and_be_described_anew)


@pytest.mark.parametrize("table", ["documents", "document_metadata", "descriptions"])
def test_descriptions_that_changed_since_come_back_with_what_is_known_now(
    redescribed: Place, table: str
) -> None:
    before = redescribed.ask("select * from documents order by content_hash")
    for part in redescribed.layout.shown(table).glob("*.parquet"):
        part.unlink()
    repair_warehouse(settings_of(redescribed), is_rehearsal=False)
    assert broken(redescribed) == []
    assert redescribed.ask("select * from documents order by content_hash") == before
    redescribed.layout.work_database.unlink()
    for generation in redescribed.layout.generations().values():
        generation.unlink()
    rebuild_warehouse(settings_of(redescribed))
    columns = "* exclude (pipeline_version)"
    found = redescribed.ask(f"select {columns} from documents order by content_hash")
    names = [name for (name, *_) in redescribed.ask("describe documents")]
    place = names.index("pipeline_version")
    assert found == [(*row[:place], *row[place + 1 :]) for row in before]


def test_a_compacted_part_comes_back_with_its_rows(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.compaction.plan._FEWEST_PARTS", 2)
    for number, text in enumerate(TEXTS.values()):
        place.put(f"more/{number}.txt", f"{text}\n\nمزید {number}")
        place.ingest()
    for _ in range(2):
        maintain.fn(settings_of(place).model_copy(update={"keep_generations": 1}))
    before = contents(place.layout.root)
    [part] = [p for p in place.layout.shown("documents").glob("*") if is_compacted(p.stem)]
    part.unlink()
    repair_warehouse(settings_of(place), is_rehearsal=False)
    assert part.exists()
    assert broken(place) == []
    assert contents(place.layout.root) == before


def test_a_preview_is_that_of_describing() -> None:
    assert preview("آج صبح سے بارش ہے۔") == "آج صبح سے بارش ہے۔"


@pytest.mark.parametrize("is_rebuilt", [True, False])
def test_a_damaged_part_whose_rows_no_database_has_is_let_be(
    history: Place, *, is_rebuilt: bool
) -> None:
    part = min(history.layout.shown("documents").glob("*.parquet"))
    flip(part)
    damaged = part.read_bytes()
    for database in (history.layout.work_database, history.layout.published.resolve()):
        with duckdb.connect(str(database)) as connection:
            connection.execute("delete from documents")
    message = "restore (it|them)" if is_rebuilt else "zakhira rebuild"
    with pytest.raises(TerminalError, match=message):
        if is_rebuilt:
            rebuild_warehouse(settings_of(history))
        else:
            repair_warehouse(settings_of(history), is_rehearsal=False)
    assert part.read_bytes() == damaged
