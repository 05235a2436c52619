"""The documents of the project say what the code says."""

from collections.abc import Mapping
from pathlib import Path

from flows.settings import Settings
from tests.golden import golden
from transforms.schemas import DOCUMENT_METADATA, PARQUET_PARTS, STORED, RejectReason, Table
from warehouse.database.comments import heading
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase

DOCS = Path(__file__).parent.parent / "docs"


def section(table: Table) -> str:
    rows = "".join(
        f"| `{column.name}` | {column.type} | {'yes' if column.is_required else ''} | {column.description} |\n"
        for column in table.columns
    )
    head = "| column | type | required | meaning |\n|---|---|---|---|\n"
    return f"## {table.name}\n\n{table.description}\n\n{head}{rows}\n"


def queries(title: str, folder: str) -> str:
    lines = "".join(
        f"| `{name}` | {heading(query)} |\n" for name, query in sql_files(folder).items()
    )
    return f"## {title}\n\n| name | |\n|---|---|\n{lines}\n"


def columns(views: Mapping[str, str], folder: Path) -> str:
    """The columns of each view, with their comments in DuckDB."""
    with WorkDatabase(folder / "work.duckdb", folder).create() as connection:
        ask = "select column_name, comment from duckdb_columns() where table_name = ? order by column_index"
        found = {view: connection.execute(ask, [view]).fetchall() for view in views}
    return "".join(
        f"### {view}\n\n{heading(views[view])}\n\n| column | meaning |\n|---|---|\n"
        + "".join(f"| `{column}` | {comment} |\n" for column, comment in rows)
        + "\n"
        for view, rows in found.items()
    )


def test_the_tables_page_is_made_of_the_schemas(tmp_path: Path) -> None:
    head = """# Tables, views and checks

Made from `transforms/schemas.py` and `warehouse/sql`; the same sentences are the comments in DuckDB and the field
metadata in Parquet. `_at` is a UTC moment, `_on` a calendar date, `_hash` a SHA-256 in lower-case hex, `_score` a
share from 0 to 1.

"""
    tables = "".join(map(section, (*STORED, PARQUET_PARTS, DOCUMENT_METADATA)))
    views = "## Views\n\n" + columns(sql_files("views"), tmp_path)
    found = head + tables + views + queries("Checks", "checks")
    golden("../../docs/tables.md", found.rstrip() + "\n")


def test_every_reject_reason_is_explained_in_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert [reason for reason in RejectReason if f"`{reason}`" not in readme] == []


def test_every_setting_is_explained_in_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    expected = {name: f"`ZAKHIRA_{name.upper()}`" for name in Settings.model_fields}
    assert [name for name, shown in expected.items() if shown not in readme] == []
    assert [
        field.description
        for field in Settings.model_fields.values()
        if str(field.description) not in readme
    ] == []
