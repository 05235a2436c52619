"""Watermarks: how far each pass over the corpus has come."""

import duckdb
import pyarrow as pa

from transforms.schemas import PASSES, conform


def get_watermark(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """Return how far a pass has come; null where it was never made."""
    rows = connection.execute(
        "select reached from pipeline.passes where pass = ?", [name]
    ).fetchall()
    return str(rows[0][0]) if rows else None


def set_watermark(connection: duckdb.DuckDBPyConnection, name: str, how_far: str) -> None:
    """Remember how far a pass has come; write nothing where it came no further."""
    if get_watermark(connection, name) == how_far:
        return
    connection.register("now", conform(pa.table({"pass": [name], "reached": [how_far]}), PASSES))
    connection.execute("delete from pipeline.passes where pass = ?", [name])
    connection.execute("insert into pipeline.passes by name from now")
    connection.unregister("now")
