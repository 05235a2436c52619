"""Fetch rows of `documents` with their texts, without reading the texts of other rows.

Texts are most of the database. A join would read every one of them, and DuckDB keeps what it has
read until a file is closed: so rows are found by the narrow columns, fetched by row number, and the
database is closed and opened again now and then. Rows that lie together are fetched together, so a
fetch in the order of paths reads little else.
"""

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from warehouse.database.arrow import query_arrow
from warehouse.database.sql import quote
from warehouse.database.work_database import WorkDatabase

# Rows that DuckDB reads together.
VECTOR_ROWS = 2_048
# Vectors read with one connection; only the wanted rows of them are kept.
_VECTORS_AT_ONCE = 16


def fetch_documents(
    database: WorkDatabase, content_hashes: pa.ChunkedArray, columns: Sequence[str]
) -> pa.Table:
    """Return columns of the documents with these hashes, in the order of their rows."""
    wanted = pa.table({"content_hash": content_hashes})
    with database.connect() as connection:
        connection.register("wanted", wanted)
        vectors = vectors_with(connection, "select content_hash from wanted")
        empty = query_arrow(connection, f"select {_column_list(columns)} from documents limit 0")
        connection.unregister("wanted")
    found = [empty]
    query = f"""
        select {_column_list(columns)} from documents semi join wanted using (content_hash)
        where rowid between ? and ? order by rowid
    """
    for start in range(0, len(vectors), _VECTORS_AT_ONCE):
        with database.connect() as connection:
            connection.register("wanted", wanted)
            ranges = row_ranges(vectors[start : start + _VECTORS_AT_ONCE])
            found += [query_arrow(connection, query, between) for between in ranges]
            connection.unregister("wanted")
    return pa.concat_tables(found)


def vectors_with(connection: duckdb.DuckDBPyConnection, hashes: str) -> list[int]:
    """Return the numbers of the vectors with the documents whose `content_hash` a query finds."""
    query = f"""
        select distinct rowid // {VECTOR_ROWS} from documents
        where content_hash in ({hashes}) order by all
    """
    return [vector for (vector,) in connection.execute(query).fetchall()]


def row_ranges(vectors: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of each run of consecutive vectors.

    >>> list(row_ranges([1, 2, 9]))
    [(2048, 6143), (18432, 20479)]
    """
    start = 0
    for end, vector in enumerate(vectors, 1):
        if end == len(vectors) or vectors[end] != vector + 1:
            yield vectors[start] * VECTOR_ROWS, (vector + 1) * VECTOR_ROWS - 1
            start = end


def _column_list(columns: Sequence[str]) -> str:
    return ", ".join(map(quote, columns))
