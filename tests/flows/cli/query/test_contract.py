"""The contract names and explains every column, in forms that other programs take."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from flows.cli.query.contract import contract
from flows.settings import Settings
from tests.command import COMMAND
from tests.place import Place
from transforms.schemas import CHECK_RESULTS, TABLES
from warehouse.database.sql import sql_files

DECLARED = {table.name: table for table in (*TABLES, CHECK_RESULTS)}
NAMES = {*DECLARED, *sql_files("views")}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "it's a warehouse")


def columns_of(tables: list[dict[str, Any]], key: str) -> dict[str, list[str]]:
    """The columns of each table of a contract; all have a description."""
    found = {}
    for table in tables:
        assert table["description"]
        assert all(column["description"] for column in table[key]), table["name"]
        found[table["name"]] = [column["name"] for column in table[key]]
    return found


def all_columns(settings: Settings) -> dict[str, list[str]]:
    found = json.loads(contract("json-schema", settings))["$defs"]
    return {name: list(row["properties"]) for name, row in found.items()}


def test_it_has_every_table_and_view_and_every_declared_column(settings: Settings) -> None:
    found = all_columns(settings)
    assert found.keys() == NAMES
    for name, table in DECLARED.items():
        assert found[name] == table.schema.names


def test_odcs_is_valid_by_its_own_schema(settings: Settings) -> None:
    found = yaml.safe_load(contract("odcs", settings))
    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text())
    validator = jsonschema.Draft201909Validator(schema)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert columns_of(found["schema"], "properties") == all_columns(settings)
    assert found["servers"][0]["database"] == str(settings.store.layout.published)
    wrong = found | {"schema": [found["schema"][0] | {"colums": []}]}
    assert list(validator.iter_errors(wrong)), "it is the schema that says so"


def test_odcs_of_a_warehouse_at_a_url_names_its_parquet(tmp_path: Path) -> None:
    settings = Settings(warehouse="s3://corpus/news?region=eu-west-1", state=tmp_path)
    found = yaml.safe_load(contract("odcs", settings))["servers"]
    assert [(each["type"], each["location"]) for each in found] == [
        ("s3", "s3://corpus/news/parquet/*/*.parquet")
    ]
    assert list(tmp_path.iterdir()) == []


def test_dbt_sources_name_and_explain_every_column(settings: Settings) -> None:
    database, beside = yaml.safe_load(contract("dbt", settings))["sources"]
    tables = [*database["tables"], *beside["tables"]]
    assert columns_of(tables, "columns") == all_columns(settings)
    tests = {
        (table["name"], column["name"]): column.get("data_tests", [])
        for table in tables
        for column in table["columns"]
    }
    assert tests["documents", "content_hash"] == ["not_null", "unique"]
    assert tests["documents", "title"] == []
    # They may not be there yet.
    assert tests["descriptions", "content_hash"] == tests["check_results", "status"] == []
    locations = [table["config"]["meta"]["external_location"] for table in beside["tables"]]
    assert len(locations) == 3
    assert all("it''s a warehouse/" in location for location in locations)


def rows(place: Place, name: str) -> list[dict[str, Any]]:
    query = [*COMMAND, "sql", "--json", f"from {name} limit 3"]
    warehouse = ["--warehouse", str(place.layout.root)]
    done = subprocess.run([*query, *warehouse], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_rows_are_as_the_json_schema_says(place: Place) -> None:
    place.put("khabar/a.txt", "شہر میں کتاب میلہ شروع\n\nکراچی: میلہ آج صبح شروع ہو گیا۔")
    place.put("empty.txt", "")
    place.ingest()
    found = json.loads(contract("json-schema", Settings(warehouse=place.layout.root)))
    jsonschema.Draft202012Validator.check_schema(found)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    for name in (
        "documents",
        "sources",
        "runs",
        "publishers",
        "near_duplicate_clusters",
        "changes",
    ):
        validator = jsonschema.Draft202012Validator(found["$defs"][name], format_checker=checker)
        for row in rows(place, name):
            assert [error.message for error in validator.iter_errors(row)] == [], name
            missing = dict(list(row.items())[1:])
            assert not validator.is_valid(missing) and not validator.is_valid(row | {"x": 1})


def test_values_of_a_key_are_unique(place: Place) -> None:
    place.put("copy.txt", "شہر میں کتاب میلہ شروع\n\nکراچی: میلہ آج صبح شروع ہو گیا۔")
    place.ingest()
    held = [table for table in DECLARED.values() if table.key]
    assert len(held) == 5
    for table in held:
        source = table.name
        if table.name == "document_metadata":
            source = f"read_parquet('{place.layout.shown(table.name)}/*.parquet')"
        assert place.ask(f"select count(*) - count(distinct {table.key}) from {source}") == [(0,)]
