"""The contract of the tables: what their columns are and mean, for other programs.

It is made of the declarations alone (`transforms/schemas.py`, `warehouse/sql/views`): DuckDB is
asked for the types of the views, and no warehouse is opened. ODCS is the Open Data Contract
Standard of Bitol (Linux Foundation).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb
import yaml

from flows.settings import Settings
from transforms.schemas import CHECK_RESULTS, DESCRIPTIONS, DOCUMENT_METADATA, TABLES, Table
from transforms.version import PIPELINE_VERSION
from warehouse.database.ddl import table_ddl, tables_ddl, view_columns_ddl, views_ddl

Form = Literal["odcs", "json-schema", "dbt"]

_ABOUT = "A corpus of texts: raw files, the distinct documents in them, and what is known of each."
_ODCS_VERSION = "v3.1.0"
_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# What no database holds, with its place below the warehouse.
_FILES = {
    DOCUMENT_METADATA: "parquet/document_metadata/*.parquet",
    DESCRIPTIONS: "parquet/descriptions/*.parquet",
    CHECK_RESULTS: "check_results.parquet",
}
_KEYS = {table.name: table.key for table in (*TABLES, *_FILES) if table.key}


class _Type(NamedTuple):
    """A type of DuckDB in the words of others."""

    logical: str
    json: dict[str, Any]


_TYPES = {
    "BIGINT": _Type("integer", {"type": "integer"}),
    "BOOLEAN": _Type("boolean", {"type": "boolean"}),
    "DATE": _Type("date", {"type": "string", "format": "date"}),
    "DOUBLE": _Type("number", {"type": "number"}),
    "TIMESTAMP WITH TIME ZONE": _Type("timestamp", {"type": "string", "format": "date-time"}),
    "VARCHAR": _Type("string", {"type": "string"}),
}
_LIST = "[]"


def _type_of(name: str) -> _Type:
    """Return a type of DuckDB in the words of others.

    >>> _type_of("BIGINT[]").json
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    if name.endswith(_LIST):
        item = _type_of(name.removesuffix(_LIST))
        return _Type("array", {"type": "array", "items": item.json})
    return _TYPES[name]


class _Column(NamedTuple):
    name: str
    type: str
    is_required: bool
    description: str
    is_key: bool


class _Relation(NamedTuple):
    """A table or view as it is declared."""

    name: str
    # table, view or file
    kind: str
    description: str
    columns: list[_Column]


def contract(form: Form, settings: Settings) -> str:
    """Return the contract of a warehouse's tables in a form; the warehouse need not be there."""
    relations = list(_relations())
    if form == "json-schema":
        return json.dumps(_json_schema(relations), ensure_ascii=False, indent=2)
    made = _odcs(relations, settings) if form == "odcs" else _dbt(relations, settings)
    text: str = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100)
    return text.rstrip()


def _relations() -> Iterator[_Relation]:
    """Yield tables, views and files, as an empty database with all of them describes them."""
    with duckdb.connect() as connection:
        connection.execute(tables_ddl() + views_ddl() + "".join(map(table_ddl, _FILES)))
        connection.execute(view_columns_ddl(connection))
        columns = connection.execute("""
            select table_name, column_name, data_type, not is_nullable, coalesce(comment, '')
            from duckdb_columns()
            where schema_name = 'main' and not internal
            order by table_name, column_index
        """).fetchall()
        comments = connection.execute("""
            select view_name, comment from duckdb_views()
            where schema_name = 'main' and not internal
            order by view_name
        """).fetchall()
    declared = [*_of_tables((table for table in TABLES if table not in _FILES), "table")]
    declared += [(name, "view", comment) for name, comment in comments]
    for name, kind, description in [*declared, *_of_tables(_FILES, "file")]:
        found = [
            _Column(column, kind_of_value, is_required, comment, _KEYS.get(name) == column)
            for relation, column, kind_of_value, is_required, comment in columns
            if relation == name
        ]
        yield _Relation(name, kind, description, found)


def _of_tables(tables: Iterable[Table], kind: str) -> Iterator[tuple[str, str, str]]:
    for table in tables:
        yield table.name, kind, table.description


def _odcs(relations: Sequence[_Relation], settings: Settings) -> dict[str, Any]:
    return {
        "apiVersion": _ODCS_VERSION,
        "kind": "DataContract",
        "id": "zakhira",
        "name": "zakhira",
        "version": version("zakhira"),
        "status": "active",
        "description": {"purpose": _ABOUT},
        "customProperties": [{"property": "pipelineVersion", "value": PIPELINE_VERSION}],
        "servers": [_server(settings)],
        "schema": [
            {
                "name": relation.name,
                "physicalType": relation.kind,
                "description": relation.description,
                "properties": [_odcs_property(column) for column in relation.columns],
            }
            for relation in relations
        ],
    }


def _server(settings: Settings) -> dict[str, str]:
    """Return where the tables are: the database, or the Parquet of a warehouse at a URL."""
    if isinstance(settings.warehouse, Path):
        database = str(settings.store.layout.published)
        return {"server": "warehouse", "type": "duckdb", "database": database, "schema": "main"}
    location = f"{settings.store.name}/parquet/*/*.parquet"
    kind = "s3" if location.startswith("s3://") else "custom"
    return {"server": "warehouse", "type": kind, "location": location, "format": "parquet"}


def _odcs_property(column: _Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "logicalType": _type_of(column.type).logical,
        "physicalType": column.type,
        "required": column.is_required,
        "description": column.description,
    }
    if column.is_key:
        found |= {"primaryKey": True, "primaryKeyPosition": 1, "unique": True}
    if column.type.endswith(_LIST):
        item = _type_of(column.type.removesuffix(_LIST))
        found["items"] = {"name": "item", "logicalType": item.logical}
    return found


def _json_schema(relations: Sequence[_Relation]) -> dict[str, Any]:
    """Return a schema with a definition for the rows of each table, as JSON has them."""
    return {
        "$schema": _JSON_SCHEMA,
        "title": "zakhira",
        "description": f"{_ABOUT} Each definition is a row of a table, as `zakhira sql --json` and "
        "`zakhira export` to JSON lines print it.",
        "$defs": {relation.name: _row_schema(relation) for relation in relations},
    }


def _row_schema(relation: _Relation) -> dict[str, Any]:
    return {
        "type": "object",
        "description": relation.description,
        "properties": {
            column.name: {**_json_type(column), "description": column.description}
            for column in relation.columns
        },
        "required": [column.name for column in relation.columns],
        "additionalProperties": False,
    }


def _json_type(column: _Column) -> dict[str, Any]:
    found = _type_of(column.type).json
    return found if column.is_required else found | {"type": [found["type"], "null"]}


def _dbt(relations: Sequence[_Relation], settings: Settings) -> dict[str, Any]:
    """Return sources of dbt; dbt-duckdb reads those that no database holds from their files."""
    held = [_dbt_table(relation) for relation in relations if relation.kind != "file"]
    files = [_dbt_file(relation, settings) for relation in relations if relation.kind == "file"]
    return {
        "version": 2,
        "sources": [
            {
                "name": "zakhira",
                "description": _ABOUT,
                "database": "zakhira",
                "schema": "main",
                "tables": held,
            },
            {
                "name": "zakhira_files",
                "description": "What lies beside the database of zakhira, in Parquet alone.",
                "tables": files,
            },
        ],
    }


def _dbt_table(relation: _Relation) -> dict[str, Any]:
    return {
        "name": relation.name,
        "description": relation.description,
        "columns": [_dbt_column(column) for column in relation.columns],
    }


def _dbt_file(relation: _Relation, settings: Settings) -> dict[str, Any]:
    places = {table.name: place for table, place in _FILES.items()}
    location = f"{settings.store.name}/{places[relation.name]}".replace("'", "''")
    rows = f"read_parquet('{location}', hive_partitioning = false)"
    # A file need not be there yet, and a test of it would fail.
    untested = [column._replace(is_required=False, is_key=False) for column in relation.columns]
    table = _dbt_table(relation._replace(columns=untested))
    return table | {"config": {"meta": {"external_location": rows}}}


def _dbt_column(column: _Column) -> dict[str, Any]:
    tests = ["not_null"] * column.is_required + ["unique"] * column.is_key
    found = {
        "name": column.name,
        "description": column.description,
        "data_type": column.type.lower(),
    }
    return found | ({"data_tests": tests} if tests else {})
