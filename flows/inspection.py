"""This file answers questions about a warehouse or a file, for the command line; it writes nothing."""

import csv
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import duckdb

from transforms.attributes import LARGEST_SIDECAR_BYTES, read_attributes
from transforms.describe import Given, describe
from transforms.errors import UsageError
from transforms.extract import extract
from transforms.schemas import DOCUMENTS
from transforms.version import PIPELINE_VERSION
from warehouse.checks import Check
from warehouse.database import connect_read_only
from warehouse.landing import RawFile, read_file, read_sidecar, source_path
from warehouse.layout import Layout
from warehouse.lock import holder
from warehouse.publish import require_published

_ROWS_AT_ONCE = 1_000
_MOST_ROWS_SHOWN = 200


def status(root: Path) -> dict[str, object]:
    """What the warehouse holds, when it last changed, and who writes to it now."""
    layout = require_published(Layout(root.absolute()))
    writer = holder(layout.lock)
    with connect_read_only(layout.published) as connection:
        counts = connection.execute("""
            select
                (select count(*) from documents) as documents,
                (select count(*) from current_sources) as files,
                (select count(*) from current_sources where is_duplicate) as duplicates,
                (select count(*) from current_sources where reject_reason is not null) as rejected,
                (select count(*) from parquet_parts) as parquet_parts,
                (select sum(size_bytes)::bigint from parquet_parts) as parquet_bytes,
                (select max(run_id) from runs) as last_run_id,
                (select max(finished_at) from runs) as last_changed_at
        """)
        names = [column[0] for column in counts.description or ()]
        values = dict(zip(names, counts.fetchall()[0], strict=True))
    return {
        "warehouse": str(layout.root),
        "generation": layout.published_generation(),
        **values,
        "database_bytes": layout.published.stat().st_size,
        "writer": writer._asdict() if writer else None,
    }


def answer(root: Path, query: str, form: Literal["box", "csv", "json"]) -> None:
    """Print what a query finds in the published warehouse.

    Raises:
        UsageError: the query is wrong; the message is DuckDB's.
    """
    layout = require_published(Layout(root.absolute()))
    try:
        with connect_read_only(layout.published) as connection:
            if form == "box":
                _print_box(connection, query)
            else:
                _print_rows(connection.execute(query) or connection.execute("select 1 limit 0"), form)
    except duckdb.Error as error:
        raise UsageError(str(error)) from error


def describe_files(files: Sequence[Path], max_bytes: int) -> Iterator[dict[str, object]]:
    """What the pipeline would say of each file: the columns of `documents`, `encoding` and `reject_reason`.

    Raises:
        UsageError: there is no such file.
    """
    for file in files:
        if not file.is_file():
            raise UsageError(f"no file at {file}")
        yield _describe_file(file, max_bytes)


def as_lines(found: dict[str, object]) -> str:
    """Names and values, one a line, for a person."""
    width = max(map(len, found))
    return "\n".join(f"{name:<{width}}  {_shown(value)}" for name, value in found.items())


def as_page(row: dict[str, object]) -> str:
    """What is known of a file, and then its text."""
    facts = {name: value for name, value in row.items() if name != "text"}
    return f"{as_lines(facts)}\n\n{row['text']}\n" if row["text"] else as_lines(facts)


def check_lines(checks: Iterable[Check]) -> str:
    """What the rules found, one a line, with the first rows that break each."""
    return "\n".join(
        f"{'broken' if check.broken_count else 'ok':<7} {check.name}: {check.rule}"
        + (f" ({check.broken_count:,} rows break it)" if check.broken_count else "")
        + "".join(f"\n          {as_json(row)}" for row in check.sample)
        for check in checks
    )


def _describe_file(file: Path, max_bytes: int) -> dict[str, object]:
    target = file.resolve()
    folder, name = os.fsencode(target.parent), os.fsencode(target.name)
    reading = read_file(folder, RawFile(name, source_path(name), 0, 0), max_bytes)
    row: dict[str, object] = dict.fromkeys((*DOCUMENTS.schema.names, "encoding", "reject_reason", "reject_detail"))
    row |= {"first_source_path": source_path(os.fsencode(file)), "pipeline_version": PIPELINE_VERSION}
    if reading.payload is None:
        return row | {"reject_reason": reading.reject_reason, "reject_detail": reading.reject_detail}
    extracted = extract(reading.payload)._asdict()
    row |= {name: value for name, value in extracted.items() if name in row}
    if extracted["text"] is None:
        return row
    sidecar = read_sidecar(folder, name, LARGEST_SIDECAR_BYTES)
    attributes = read_attributes(source_path(os.fsencode(target)), sidecar)
    [description] = describe([extracted["text"]], [Given(attributes, datetime.now(UTC))]).to_pylist()
    return {**row, "attributes": attributes, **description}


def _print_box(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    found = connection.sql(query)
    if found is not None:
        found.show(max_rows=_MOST_ROWS_SHOWN, max_width=_terminal_width())


def _terminal_width() -> int:
    return os.get_terminal_size().columns if sys.stdout.isatty() else 160


def _print_rows(found: duckdb.DuckDBPyConnection, form: str) -> None:
    names = [column[0] for column in found.description or ()]
    if len(set(names)) < len(names) and form == "json":
        raise UsageError("two columns have one name; JSON needs names of their own: add `as`")
    rows = iter(lambda: found.fetchmany(_ROWS_AT_ONCE), [])
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        for some in rows:
            writer.writerows(some)
        return
    print("[", end="")
    separator = ""
    for row in (row for some in rows for row in some):
        shown = as_json(dict(zip(names, row, strict=True)))
        print(separator, shown, sep="", end="")
        separator = ",\n "
    print("]")


def as_json(found: object) -> str:
    """JSON with moments and dates in ISO 8601, and text as it is written."""
    return json.dumps(_finite(found), default=_iso, ensure_ascii=False, allow_nan=False)


def _finite(found: object) -> object:
    """JSON has no infinity and no NaN: they are null."""
    if isinstance(found, dict):
        return {name: _finite(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_finite(value) for value in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _shown(value: object) -> str:
    return (
        "-"
        if value is None
        else f"{value:,}"
        if isinstance(value, int) and not isinstance(value, bool)
        else str(value)
    )
