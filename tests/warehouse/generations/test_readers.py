"""What other readers make of a published warehouse: DuckDB 1.4, 1.5, 2.0, pandas, Polars."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from flows.ingest import ingest
from flows.settings import Settings
from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, STORED
from warehouse.database.sql import sql_files
from warehouse.storage.layout import Layout

# What only reads, each in a folder of its own: with pandas at hand, all of pyarrow's users would
# load it.
READERS = Path(sys.prefix) / "readers"
ASK = """
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
ask = lambda query: connection.execute(query).fetchone()[0]
rows = {name: ask(f'select count(*) from "{name}"') for name in sys.argv[2:]}
text = connection.execute("select text from documents order by text").fetchall()
seen = str(ask("select first_seen_at from documents limit 1").utcoffset())
bare = "select table_name, column_name from duckdb_columns() where not internal and comment is null"
bare = connection.execute(bare).fetchall()
print(json.dumps({"bare": bare, "version": duckdb.__version__, "rows": rows, "text": text}))
"""
ASK_PANDAS = """
import json, pandas, sys
frame = pandas.read_parquet(sys.argv[1], dtype_backend="pyarrow")
kinds = {name: str(kind.pyarrow_dtype) for name, kind in frame.dtypes.items()}
print(json.dumps({"kinds": kinds, "text": sorted(frame["text"])}))
"""
TEXTS = [
    "آموں کی فصل تیار ہے۔",
    "شہر میں کتاب میلہ شروع ہوا۔",
    "A short note in English about the weather.",
]


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    root = tmp_path_factory.mktemp("readers")
    (root / "landing").mkdir()
    for number, text in enumerate(TEXTS):
        (root / "landing" / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest.fn(Settings(landing=root / "landing", warehouse=root / "warehouse", workers=1))
    return Layout(root / "warehouse")


@pytest.mark.parametrize("version", ["1.4", "1.5", "installed"])
def test_duckdb_of_any_version_since_1_4_reads_every_table_and_view(
    layout: Layout, version: str
) -> None:
    names = [*(table.name for table in STORED), "parquet_parts", *sql_files("views")]
    reader = None if version == "installed" else f"duckdb-{version}"
    found = _ask(reader, ASK, str(layout.published), *names)
    assert found["version"].startswith(version) or version == "installed"
    assert found["rows"]["documents"] == len(TEXTS)
    assert found["bare"] == [], "every column of every table and view is explained"
    assert [text for (text,) in found["text"]] == sorted(TEXTS)


def _ask(reader: str | None, question: str, *arguments: str) -> Any:
    """What a program says that finds a reader before all that is installed."""
    environment = dict(os.environ)
    if reader:
        assert (READERS / reader).is_dir(), f"run: make .venv/readers/{reader}"
        environment["PYTHONPATH"] = str(READERS / reader)
    command = [sys.executable, "-c", question, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_parquet_has_the_documented_types_in_pandas(layout: Layout) -> None:
    found = _ask("pandas", ASK_PANDAS, str(layout.parquet / "documents"))
    assert found["kinds"] == {column.name: str(column.type) for column in DOCUMENTS.columns}
    assert found["text"] == sorted(TEXTS)


def test_parquet_has_the_documented_types_in_polars(layout: Layout) -> None:
    frame = pl.scan_parquet(layout.parquet / "documents" / "*.parquet").collect()
    kinds = {
        pa.string(): pl.String,
        pa.int64(): pl.Int64,
        pa.float64(): pl.Float64,
        pa.bool_(): pl.Boolean,
        pa.date32(): pl.Date,
        pa.timestamp("us", "UTC"): pl.Datetime("us", "UTC"),
    }
    assert dict(frame.schema) == {column.name: kinds[column.type] for column in DOCUMENTS.columns}


def test_the_metadata_parquet_is_the_documents_without_their_text(layout: Layout) -> None:
    metadata = pl.read_parquet(layout.parquet / "document_metadata" / "*.parquet")
    documents = pl.read_parquet(layout.parquet / "documents" / "*.parquet")
    assert metadata.columns == DOCUMENT_METADATA.schema.names
    assert metadata.drop("preview").equals(documents.drop("text", "boilerplate", "cuts"))
    assert metadata["preview"].to_list() == documents["text"].to_list(), (
        "short texts are their own preview"
    )
