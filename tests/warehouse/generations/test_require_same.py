"""Maintenance finds a work database that is damaged, or that somebody changed."""

import duckdb
import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from tests.place import Place
from warehouse.database.errors import WarehouseError


def settings_of(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root)


def require_cure(place: Place, before: list[tuple[object, ...]]) -> None:
    rebuild_warehouse(settings_of(place))
    maintain.fn(settings_of(place))
    assert place.ask("select * from documents order by content_hash") == before


@pytest.mark.usefixtures("ingested")
def test_a_changed_text_is_found_by_table_and_cured_by_a_rebuild(place: Place) -> None:
    before = place.ask("select * from documents order by content_hash")
    with duckdb.connect(str(place.layout.work_database)) as connection:
        connection.execute("update documents set text = 'x' where first_source_path = 'a.txt'")
    with pytest.raises(WarehouseError, match=r"differ in documents: .* zakhira rebuild"):
        maintain.fn(settings_of(place))
    require_cure(place, before)


@pytest.mark.usefixtures("ingested")
def test_a_flipped_block_is_found_and_cured_by_a_rebuild(place: Place) -> None:
    before = place.ask("select * from documents order by content_hash")
    payload = bytearray(place.layout.work_database.read_bytes())
    for offset in range(len(payload) // 3, len(payload), len(payload) // 9):
        payload[offset : offset + 16] = bytes(16 * [255])
    place.layout.work_database.write_bytes(payload)
    with pytest.raises(WarehouseError, match="zakhira rebuild"):
        maintain.fn(settings_of(place))
    require_cure(place, before)
