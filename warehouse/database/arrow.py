"""Query results as Arrow tables."""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

# DuckDB 2.0 copies what `execute` found once more, and warns; in 1.5 a relation with parameters
# takes ten times as long as `execute`.
_HAS_FAST_RELATIONS = not duckdb.__version__.startswith("1.")


def query_arrow(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Sequence[object] | Mapping[str, object] | None = None,
) -> pa.Table:
    """Return the rows of a query as an Arrow table, in the order of the query."""
    if _HAS_FAST_RELATIONS:
        return connection.sql(query, params=parameters).to_arrow_table()
    return connection.execute(query, parameters).to_arrow_table()


def query_batches(
    connection: duckdb.DuckDBPyConnection, query: str, row_count: int
) -> pa.RecordBatchReader:
    """Return the rows of a query as they are read, so many at a time, in its order."""
    if _HAS_FAST_RELATIONS:
        return connection.sql(query).to_arrow_reader(row_count)
    return connection.execute(query).to_arrow_reader(row_count)
