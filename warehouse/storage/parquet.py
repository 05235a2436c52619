"""Write and read Parquet parts."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import TerminalError
from transforms.schemas import Table, conform
from warehouse.storage.files import flush, hash_of
from warehouse.storage.part_names import run_of

# zstd's own default; pyarrow's is 1. 106 MB against 126 on 42,891 news files, at the same speed.
_COMPRESSION_LEVEL = 3
_TEXT_ROW_GROUP = 10_000
_ROW_GROUP = 100_000
# Of a part, read at a time. Descriptions were merged into 160,000 documents with 640 MiB and these,
# with 740 to 830 and 10,000; with 2,000 it took a tenth longer.
_PIECE_ROWS = 4_096
# Size in memory, where rows are streamed; as much as the raw texts of a batch.
_ROW_GROUP_BYTES = 256 << 20
_BLOOM_ERROR_RATE = 0.01
# The key in a footer's metadata under which a compacted part names those it was made of.
_REPLACES = "zakhira.replaces"


class PartError(TerminalError):
    """A file below `parquet/` is not a part, or cannot be read as one."""


class Part(NamedTuple):
    """One Parquet file of one table: a row of the manifest without its path."""

    table: Table
    name: str
    row_count: int
    size_bytes: int
    file_hash: str
    run_id: str


class Stream(NamedTuple):
    """The rows of a part that is to be written, piece by piece."""

    pieces: Iterable[pa.Table]
    # Of all pieces.
    row_count: int
    # The parts that these rows come from. The footer names them, for a rebuild without a database.
    replaces: tuple[str, ...] = ()


def write_part(rows: pa.Table, table: Table, path: Path, run_id: str) -> Part:
    """Write one part and flush it to the disk; return its manifest row.

    The same rows give the same bytes. Only listed columns get statistics: those of a text column
    would put its first words into the footer.
    """
    rows = conform(rows, table)
    return write_stream(Stream([rows], rows.num_rows), table, path, run_id)


def write_stream(stream: Stream, table: Table, path: Path, run_id: str) -> Part:
    """Write one part as `write_part` does, from pieces of rows that are as declared.

    Holds no more rows than a row group, and the piece that ends it.

    Raises:
        PartError: there are more or fewer rows than were expected.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    size = _TEXT_ROW_GROUP if "text" in table.schema.names else _ROW_GROUP
    written = 0
    with pq.ParquetWriter(
        path, table.schema, **_options(table, min(size, stream.row_count))
    ) as writer:
        for rows in _row_groups(stream.pieces, size):
            writer.write_table(rows, row_group_size=size)
            written += rows.num_rows
            del rows  # or they are held while the next ones are read
        if stream.replaces:
            writer.add_key_value_metadata({_REPLACES: json.dumps(stream.replaces)})
    if written != stream.row_count:
        raise PartError(
            f"{path} has {written} rows instead of {stream.row_count}: see zakhira check"
        )
    flush(path)
    return Part(table, path.stem, written, path.stat().st_size, hash_of(path), run_id)


def rows_of_part(path: Path, table: Table) -> Iterator[pa.Table]:
    """Yield the rows of a part in order, as declared, piece by piece.

    Raises:
        PartError: it cannot be read, or is damaged.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for rows in file.iter_batches(_PIECE_ROWS):
                yield completed(pa.Table.from_batches([rows]), table)
    except (OSError, pa.ArrowException) as error:
        raise PartError(
            f"{path} is damaged ({error}): restore it, or move it away, and run again"
        ) from error


def completed(rows: pa.Table, table: Table) -> pa.Table:
    """Return rows of a part as declared.

    Columns that were declared after it was written are null, as no row has them.
    """
    for column in table.columns:
        if not column.is_required and column.name not in rows.column_names:
            rows = rows.append_column(column.name, pa.nulls(len(rows), column.type))
    return conform(rows, table)


def replaced_by(path: Path) -> tuple[str, ...]:
    """Return the names of the parts that a compacted part was made of."""
    metadata = pq.read_metadata(path).metadata or {}
    return tuple(json.loads(metadata.get(_REPLACES.encode(), b"[]")))


def row_count_of(path: Path) -> int:
    """Return how many rows a part has, by its footer."""
    return int(pq.read_metadata(path).num_rows)


def read_part(path: Path, table: Table) -> Part:
    """Return the manifest row of a part that is there already; reads it whole.

    Raises:
        PartError: it is not a part of ours, or damaged: a page does not have its checksum.
    """
    run_id = run_of(path.stem)
    if run_id is None:
        raise PartError(f"{path} is not a part of this warehouse: move it away and run again")
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            row_count = sum(rows.num_rows for rows in file.iter_batches(_TEXT_ROW_GROUP))
    except (OSError, pa.ArrowException) as error:
        raise PartError(
            f"{path} is damaged ({error}): restore it, or move it away, and run again"
        ) from error
    return Part(table, path.stem, row_count, path.stat().st_size, hash_of(path), run_id)


def _row_groups(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Return the same rows, `size` at a time, or fewer where they fill `_ROW_GROUP_BYTES`."""
    held: list[pa.Table] = []
    row_count = byte_count = 0
    for rows in tables:
        rest = rows
        while rest.num_rows:
            held.append(rest.slice(0, size - row_count))
            rest = rest.slice(held[-1].num_rows)
            row_count += held[-1].num_rows
            byte_count += held[-1].nbytes
            if row_count == size or byte_count >= _ROW_GROUP_BYTES:
                yield _combined(held)
                row_count = byte_count = 0
    if held:
        yield _combined(held)


def _combined(held: list[pa.Table]) -> pa.Table:
    """Return tables as one, and hold them no longer."""
    rows = pa.concat_tables(held).combine_chunks()
    held.clear()
    return rows


def _options(table: Table, ndv: int) -> dict[str, object]:
    """Return the options of the Parquet writer; `ndv` is the number of distinct values at most."""
    bloom = None
    if table.bloom_column:
        bloom = {table.bloom_column: {"ndv": max(ndv, 1), "fpp": _BLOOM_ERROR_RATE}}
    return {
        "compression": "zstd",
        "compression_level": _COMPRESSION_LEVEL,
        "use_dictionary": [column.name for column in table.columns if column.is_repetitive],
        "write_statistics": [column.name for column in table.columns if column.has_statistics],
        "bloom_filter_options": bloom,
        "write_page_checksum": True,
    }
