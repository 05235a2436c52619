"""Names for Prefect: it takes all of them, and no two warehouses share a key."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.context import FlowRunContext
from prefect.types.names import (
    RESTRICTED_ASSET_CHARACTERS,
    raise_on_name_alphanumeric_dashes_only,
    validate_valid_asset_key,
)

from flows.orchestration import names
from warehouse.storage.folder_store import FolderStore

PLACES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=600)
FOLDERS = PLACES.map(lambda text: f"/{text}")


@given(FOLDERS, FOLDERS)
def test_prefect_takes_every_key_and_two_places_have_two(first: str, second: str) -> None:
    keys = [names.artifact_key(FolderStore.at(Path(place)), "checks") for place in (first, second)]
    for key in keys:
        assert raise_on_name_alphanumeric_dashes_only(key) == key
        assert key.endswith("-checks")
        assert len(key) <= 60
    is_same = Path(first).resolve() == Path(second).resolve()
    assert (keys[0] == keys[1]) is is_same


def test_a_link_to_a_warehouse_has_its_key_and_a_namesake_does_not(tmp_path: Path) -> None:
    for folder in ("a/news", "b/news"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a/news")
    first, namesake, link = (
        names.artifact_key(FolderStore.at(tmp_path / name), "ingest-summary")
        for name in ("a/news", "b/news", "link")
    )
    assert first == link
    assert first != namesake
    assert re.fullmatch(r"news-[0-9a-f]{8}-ingest-summary", first)


@given(st.one_of(FOLDERS, PLACES.map(lambda text: f"s3://{text}")))
def test_prefect_takes_every_uri_as_the_key_of_an_asset(place: str) -> None:
    found = names.uri(place)
    assert names.asset(place, "Parquet", "for BI tools").key == found
    assert validate_valid_asset_key(found) == found
    assert len(found) <= 512


@pytest.mark.parametrize("character", RESTRICTED_ASSET_CHARACTERS)
def test_a_character_that_prefect_refuses_makes_no_two_places_one(character: str) -> None:
    assert names.uri(f"/srv/a{character}b") != names.uri("/srv/a_b")


@pytest.mark.parametrize("length", [512, 513])
def test_a_long_place_is_cut_only_where_it_must_be(length: int) -> None:
    place = "/" + "x" * (length - len("file:///"))
    assert (names.uri(place) == f"file://{place}") is (length == 512)


@given(PLACES)
def test_a_short_name_is_one_line_that_steers_nothing(place: str) -> None:
    found = names.short_name(f"/{place}")
    assert 1 <= len(found) <= 60
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found)


def test_settings_that_cannot_be_read_do_not_keep_a_run_from_its_own_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert FlowRunContext.get() is None
    monkeypatch.setenv("ZAKHIRA_WAREHOUSE", "/srv/news")
    assert re.fullmatch(r"news \d{4}-\d\d-\d\d \d\d:\d\d", names.flow_run_name())
    monkeypatch.setenv("ZAKHIRA_WORKERS", "none")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", names.flow_run_name())
