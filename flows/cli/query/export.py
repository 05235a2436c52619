"""Export what a query finds to a file of its own: CSV, Excel, Parquet or JSON lines."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO

import duckdb

from flows.cli.formats import as_cell, to_json
from flows.cli.query.answer import require_one_name_each
from flows.cli.query.session import interruptible, opened, query_errors, rows_of, statements
from flows.cli.query.workbook import MOST_ROWS, Written, write_workbook
from flows.run.messages import counted
from transforms.errors import TerminalError, UsageError
from warehouse.storage.files import flush
from warehouse.storage.store import Store

_ROWS_A_GROUP = 10_000
# What Excel takes for the sign of UTF-8 in a CSV file.
_BOM = "\ufeff"
_ENDINGS = (".csv", ".xlsx", ".parquet", ".jsonl")
_HAS_ZONE = "WITH TIME ZONE"


class Exported(NamedTuple):
    """What an export wrote; only Excel has sheets, and texts that were cut."""

    file: str
    size_bytes: int
    rows: int
    sheets: int
    cut_texts: int


class ExportError(TerminalError):
    """The file cannot be written; the message says why."""


def export(
    store: Store, query: str, file: Path, *, with_bom: bool = False, is_replaced: bool = False
) -> Exported:
    """Write what a query finds to a file, which appears whole or not at all.

    Takes the memory of a batch of rows, whatever their number.

    Raises:
        UsageError: the query is wrong, or not one; the file is there, or its ending none of ours.
        ExportError: the file cannot be written.
    """
    ending = file.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(f"{file}: the ending tells the form: one of {', '.join(_ENDINGS)}")
    if with_bom and ending != ".csv":
        raise UsageError("--bom is for CSV: the other forms say themselves what they are")
    if file.exists() and not is_replaced:
        raise UsageError(f"{file} is there: pass --overwrite to replace it, or name another file")
    # As Parquet, a large integer is a decimal.
    with query_errors(), opened(store, is_lossless=False) as connection:
        asked = statements(connection, query)
        if len(asked) != 1:
            raise UsageError(f"export takes one query; these are {len(asked)}")
        with _whole(file) as sink:
            written = _write(connection, asked[0], ending, sink, with_bom=with_bom)
    return Exported(str(file), file.stat().st_size, *written)


@contextmanager
def _whole(file: Path) -> Iterator[BinaryIO]:
    """Open a file that has its name only after the block; a block that fails leaves none.

    Raises:
        ExportError: it cannot be written.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with partial.open("xb") as sink:
            yield sink
        flush(partial)
        partial.replace(file)
        flush(file.parent)
    except OSError as error:
        raise ExportError(f"cannot write {file}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def _write(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement,
    ending: str,
    sink: BinaryIO,
    *,
    with_bom: bool,
) -> Written:
    """Write what a statement finds, in the form of an ending."""
    if ending == ".parquet":
        return Written(_write_parquet(connection, statement, sink))
    found = rows_of(connection, statement)
    if ending == ".xlsx":
        return write_workbook(sink, list(map(_head, found.names, found.types)), found.rows)
    lines = io.TextIOWrapper(sink, encoding="utf-8", newline="")
    if ending == ".csv":
        count = _write_csv(lines, found.names, found.rows, with_bom=with_bom)
    else:
        count = _write_json_lines(lines, found.names, found.rows)
    lines.detach()
    return Written(count)


def _head(name: str, kind: str) -> str:
    """Return the head of a column of Excel, where a moment has no zone.

    >>> _head("seen_at", "TIMESTAMP WITH TIME ZONE"), _head("title", "VARCHAR")
    ('seen_at (UTC)', 'title')
    """
    return f"{name} (UTC)" if _HAS_ZONE in kind else name


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, sink: BinaryIO
) -> int:
    """Write Parquet, group by group; return how many rows.

    Raises:
        UsageError: Parquet has no type for a column.
    """
    import pyarrow as pa  # noqa: PLC0415 - the other forms need no Arrow
    import pyarrow.parquet as pq  # noqa: PLC0415

    found = connection.sql(statement)
    if found is None:
        raise UsageError("this statement finds no rows to export")
    batches = interruptible(connection, lambda: found.to_arrow_reader(_ROWS_A_GROUP))
    count = 0
    try:
        with closing(pq.ParquetWriter(sink, batches.schema, compression="zstd")) as writer:
            for batch in iter(lambda: interruptible(connection, lambda: next(batches, None)), None):
                writer.write_batch(batch)
                count += batch.num_rows
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise UsageError(f"Parquet: {error}: cast the column, as in x::varchar") from error
    return count


def _write_csv(
    lines: TextIO, names: Sequence[str], rows: Iterable[Sequence[Any]], *, with_bom: bool
) -> int:
    """Write CSV with a header; return how many rows."""
    lines.write(_BOM if with_bom else "")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last is the count
        writer.writerow([as_cell(value, to_json) for value in row])
    return count


def _write_json_lines(lines: TextIO, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write an object a line; return how many.

    Raises:
        UsageError: two columns have one name.
    """
    require_one_name_each(names, "JSON")
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last is the count
        lines.write(f"{to_json(dict(zip(names, row, strict=True)))}\n")
    return count


def exported_message(found: Exported) -> str:
    """Return what an export wrote, and what Excel could not take.

    >>> exported_message(Exported("a.csv", 2_000, 3, 0, 0))
    'a.csv: 3 rows'
    """
    parts = [f"{found.file}: {counted(found.rows, 'row')}"]
    if found.sheets > 1:
        parts.append(f"in {found.sheets} sheets of at most {MOST_ROWS:,} rows, as Excel has them")
    if found.cut_texts:
        texts = counted(found.cut_texts, "text")
        verb = "is" if found.cut_texts == 1 else "are"
        parts.append(f"{texts} {verb} cut at 32,767 characters, the most of an Excel cell")
    return "; ".join(parts)
