"""Queries for documents to describe again."""

from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.database.sql import sql_files
from warehouse.ledger.boilerplate_lines import MOST_PAGES
from warehouse.ledger.watermarks import get_watermark


class Described(NamedTuple):
    """With what all documents are described: a version of the rules, and the last run that learned boilerplate."""

    version: str
    lines: str


def described(connection: duckdb.DuckDBPyConnection) -> Described:
    """With what the last pass that came to its end described."""
    version, _, lines = (get_watermark(connection, "describe") or "").partition(" ")
    return Described(version, lines)


def newest_lines(connection: duckdb.DuckDBPyConnection) -> str:
    """The last run that learned boilerplate; the empty string before the first."""
    return str(
        connection.execute("select coalesce(max(run_id), '') from boilerplate_lines").fetchall()[0][
            0
        ]
    )


def outdated(connection: duckdb.DuckDBPyConnection, known: Described, version: str) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) that another version described."""
    query = (
        "select content_hash, first_source_path from documents where ? and pipeline_version <> ?"
    )
    return connection.execute(query, [known.version != version, version]).to_arrow_table()


def last_row(connection: duckdb.DuckDBPyConnection) -> int:
    """The last row of `documents`; -1 where there is none."""
    return int(
        connection.execute("select coalesce(max(rowid), -1) from documents").fetchall()[0][0]
    )


def rows_with_new_lines(
    connection: duckdb.DuckDBPyConnection, known: Described, last: int | None = None
) -> list[tuple[int, int]]:
    """Between which rows, in turn, to look for lines that were learned since; between none where none was.

    `last` is the last row that may have one, null where any may.
    """
    has_new = connection.execute(
        "from boilerplate_lines where run_id > ? limit 1", [known.lines]
    ).fetchall()
    end = (last_row(connection) if last is None else last) + 1 if has_new else 0
    return [(first, min(first + MOST_PAGES, end) - 1) for first in range(0, end, MOST_PAGES)]


def with_new_lines(
    connection: duckdb.DuckDBPyConnection, known: Described, rows: tuple[int, int]
) -> pa.Table:
    """The documents (`content_hash`, `first_source_path`) between two rows in which such a line stands."""
    query = f"""
        with
            documents as (
                from main.documents
                where rowid between $first and $last
                    and publisher_of(first_source_path) in (
                        select publisher from boilerplate_lines where run_id > $lines
                    )
            ),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("passes")["with_new_lines"]}
    """
    first, last = rows
    return connection.execute(
        query, {"first": first, "last": last, "lines": known.lines}
    ).to_arrow_table()
