"""Parquet parts: what is in the file, and what must never be."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests import rows
from transforms.errors import SchemaError
from transforms.schemas import DOCUMENTS, SOURCES
from warehouse.storage.files import hash_of
from warehouse.storage.parquet import read_part, write_part
from warehouse.storage.part_names import part_name, run_of

RUN_ID = "20260307T061700-123000Z-3f9a1c"


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    table = rows.documents("پہلی خبر", "دوسری خبر")
    one = write_part(table, DOCUMENTS, tmp_path / "r1.00000.parquet", "r1")
    two = write_part(table, DOCUMENTS, tmp_path / "r1.00001.parquet", "r1")
    assert one.file_hash == two.file_hash == hash_of(tmp_path / "r1.00000.parquet")


def test_a_part_read_again_tells_what_was_said_when_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / f"{part_name(RUN_ID, 3)}.parquet"
    written = write_part(rows.documents("a", "b"), DOCUMENTS, path, RUN_ID)
    assert read_part(path, DOCUMENTS) == written
    assert run_of(path.stem) == RUN_ID


def test_the_words_of_a_text_stay_out_of_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_part(rows.documents("confidential words"), DOCUMENTS, path, "r1")
    footer = path.read_bytes()[-pq.read_metadata(path).serialized_size - 8 :]
    assert b"confidential" not in footer
    statistics = pq.read_metadata(path).row_group(0)
    has = {
        statistics.column(i).path_in_schema: statistics.column(i).is_stats_set
        for i in range(statistics.num_columns)
    }
    assert has["language"] and not has["text"] and not has["title"]


def test_columns_are_zstd_and_hashes_have_a_bloom_filter(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_part(rows.documents("a"), DOCUMENTS, path, "r1")
    group = pq.read_metadata(path).row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    assert {column.compression for column in columns} == {"ZSTD"}
    import duckdb

    query = "select path_in_schema from parquet_metadata(?) where bloom_filter_offset is not null"
    assert duckdb.execute(query, [str(path)]).fetchall() == [("content_hash",)]


def test_every_column_carries_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_part(rows.documents("a"), DOCUMENTS, path, "r1")
    schema = pq.read_schema(path)
    comments = {field.name: field.metadata[b"comment"].decode() for field in schema}
    assert comments == {column.name: column.description for column in DOCUMENTS.columns}


def test_texts_come_in_row_groups_of_ten_thousand(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    texts = [str(number) for number in range(10_001)]
    write_part(rows.documents(*texts), DOCUMENTS, path, "r1")
    metadata = pq.read_metadata(path)
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [10_000, 1]


def test_text_that_is_not_utf8_is_refused_before_it_is_written(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"], pa.binary()).buffers())
    table = rows.documents("a").set_column(1, "text", broken)
    with pytest.raises(SchemaError, match="UTF8"):
        write_part(table, DOCUMENTS, tmp_path / "part.parquet", "r1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["missing", "unknown", "null"])
def test_a_table_that_is_not_as_declared_is_refused(tmp_path: Path, change: str) -> None:
    table = rows.documents("a")
    table = {
        "missing": table.drop_columns(["language"]),
        "unknown": table.append_column("langauge", pa.array(["ur"])),
        "null": table.set_column(0, "content_hash", pa.nulls(1, pa.string())),
    }[change]
    with pytest.raises(SchemaError):
        write_part(table, DOCUMENTS, tmp_path / "part.parquet", "r1")


def test_polars_reads_the_documented_types(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_part(
        rows.documents("a", published_on=rows.NOON.date(), published_at=rows.NOON),
        DOCUMENTS,
        path,
        "r1",
    )
    assert pl.read_parquet(path).schema["first_seen_at"] == pl.Datetime("us", "UTC")
    assert pl.read_parquet(path)["published_on"].to_list() == [rows.NOON.date()]


def test_sources_need_no_document(tmp_path: Path) -> None:
    table = rows.sources("a.txt", content_hash=None, reject_reason="empty")
    assert write_part(table, SOURCES, tmp_path / "part.parquet", "r1").row_count == 1
