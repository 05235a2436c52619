"""Bounds of the user's own: figures of a publisher for which a run fails (`warehouse/sql/bounds`).

They look at what came lately: an old corpus would hide what goes wrong today, and what went wrong
once would be an alarm for ever. A publisher of few files is not measured, so that chance is no
alarm.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from transforms.errors import ZakhiraError
from warehouse.checks import Check, Kind
from warehouse.database.arrow import query_arrow
from warehouse.database.comments import heading
from warehouse.database.connection import connect_read_only, with_little_memory
from warehouse.database.sql import sql_files

# Files or documents; of so few a share of 0.1 beyond a bound is rarely chance.
LEAST_FILES = 20
_SAMPLE_ROWS = 5


def run_bounds(database: Path, bounds: Mapping[str, float], now: datetime) -> list[Check]:
    """Measure a published generation by some bounds, given by their names.

    A broken row is a publisher. Figures are of the 24 hours before `now`.
    """
    return [_measure(database, name, bound, now) for name, bound in bounds.items()]


def _measure(database: Path, name: str, bound: float, now: datetime) -> Check:
    query = sql_files("bounds")[name]
    rule = f"{heading(query)}; the bound is {bound:g}"
    check = Check(name, rule, 0, [], kind=Kind.BOUND)
    values = {"bound": bound, "now": now, "least": LEAST_FILES}
    try:
        with connect_read_only(database) as connection:
            found = with_little_memory(connection, lambda: query_arrow(connection, query, values))
    except (duckdb.Error, ZakhiraError) as error:
        return check._replace(error=str(error))
    sample = found.slice(0, _SAMPLE_ROWS).to_pylist()
    return check._replace(broken_count=found.num_rows, sample=sample)
