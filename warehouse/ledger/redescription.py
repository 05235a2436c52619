"""Queries for documents to describe again, after rules or boilerplate lines changed."""

from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.database.arrow import query_arrow
from warehouse.database.sql import sql_files
from warehouse.ledger.boilerplate_lines import MAX_PAGES
from warehouse.ledger.watermarks import get_watermark, set_watermark

_WATERMARK = "describe"


class DescriptionBasis(NamedTuple):
    """The rules and the boilerplate lines by which all documents are described."""

    pipeline_version: str
    # The last run that learned lines; the empty string before the first.
    learning_run: str


def last_basis(connection: duckdb.DuckDBPyConnection) -> DescriptionBasis:
    """Return what the last complete pass described by."""
    version, _, learning_run = (get_watermark(connection, _WATERMARK) or "").partition(" ")
    return DescriptionBasis(version, learning_run)


def set_basis(connection: duckdb.DuckDBPyConnection, basis: DescriptionBasis) -> None:
    """Remember what all documents are described by now."""
    set_watermark(connection, _WATERMARK, f"{basis.pipeline_version} {basis.learning_run}")


def newest_learning_run(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the last run that learned boilerplate; the empty string before the first."""
    query = "select coalesce(max(run_id), '') from boilerplate_lines"
    return str(connection.execute(query).fetchall()[0][0])


def documents_of_other_versions(
    connection: duckdb.DuckDBPyConnection, known: DescriptionBasis, version: str
) -> pa.Table:
    """Return the documents that another version described, `known` being the last basis.

    With `content_hash` and `first_source_path`. Reads nothing if `known` is of this version.
    """
    query = (
        "select content_hash, first_source_path from documents where ? and pipeline_version <> ?"
    )
    has_changed = known.pipeline_version != version
    return query_arrow(connection, query, [has_changed, version])


def documents_with_failures(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the documents of which a question failed.

    With `content_hash` and `first_source_path`.
    """
    query = "select content_hash, first_source_path from documents where failed_questions notnull"
    return query_arrow(connection, query)


def last_row(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the last row of `documents`; -1 where there is none."""
    query = "select coalesce(max(rowid), -1) from documents"
    return int(connection.execute(query).fetchall()[0][0])


def row_ranges_to_search(
    connection: duckdb.DuckDBPyConnection, known: DescriptionBasis, last: int | None = None
) -> list[tuple[int, int]]:
    """Return ranges of rows (first, last) in which to look for lines learned since `known`.

    None where no line was. `last` is the last row that may have one, null where any may.
    """
    query = "from boilerplate_lines where run_id > ? limit 1"
    if not connection.execute(query, [known.learning_run]).fetchall():
        return []
    end = (last_row(connection) if last is None else last) + 1
    return [(first, min(first + MAX_PAGES, end) - 1) for first in range(0, end, MAX_PAGES)]


def documents_with_new_lines(
    connection: duckdb.DuckDBPyConnection, known: DescriptionBasis, rows: tuple[int, int]
) -> pa.Table:
    """Return the documents of a range of rows that have a line learned since `known`.

    With `content_hash` and `first_source_path`.
    """
    query = f"""
        with
            documents as (
                from main.documents
                where rowid between $first and $last
                    and publisher_of(first_source_path) in (
                        select publisher from boilerplate_lines where run_id > $learning_run
                    )
            ),
            edge_lines as ({sql_files("views")["edge_lines"]})
        {sql_files("boilerplate")["documents_with_new_lines"]}
    """
    first, last = rows
    return query_arrow(
        connection, query, {"first": first, "last": last, "learning_run": known.learning_run}
    )
