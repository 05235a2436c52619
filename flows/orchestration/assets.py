"""What a run made of what, told to lineage tools: Prefect's assets, and OpenLineage's datasets.

The key of an asset is the URI of its place, so that each warehouse has its own. The listener of
OpenLineage (the package openlineage-prefect) looks for tables that a task leaves with a description
that says `ol-dataset` and ends with `_input` or `_output`.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast

from prefect.artifacts import create_table_artifact
from prefect.assets import Asset
from prefect.context import AssetContext

from flows.orchestration.delivery import delivery
from flows.orchestration.names import asset, uri
from flows.run.batches import Summary
from flows.run.context import IngestRun
from warehouse.database.connection import connect_read_only
from warehouse.storage.part_names import run_of
from warehouse.storage.store import part_keys


class Lineage(NamedTuple):
    """An asset that a step makes, and the one that it makes it of."""

    made: Asset
    read: Asset


def parquet(run: IngestRun) -> Lineage:
    """Return the Parquet of a warehouse, made of a landing zone."""
    zone = asset(run.zone.name, "landing zone", "Raw text files.")
    return Lineage(_parquet(run), zone)


def duckdb(run: IngestRun) -> Lineage:
    """Return the published database of a warehouse, made of its Parquet."""
    about = "The published generation, which analysts open."
    return Lineage(asset(_place(run, run.layout.published), "DuckDB", about), _parquet(run))


def _parquet(run: IngestRun) -> Asset:
    about = "The record, and what BI tools read."
    return asset(_place(run, run.layout.parquet), "Parquet", about)


def _place(run: IngestRun, path: Path) -> str:
    """Return the place of a path below the warehouse, in its folder or at its URL."""
    return f"{run.store.name}/{run.layout.key(path)}"


def record_parquet(run: IngestRun, summary: Summary) -> Summary:
    """Add to the Parquet asset what the run added; return the summary unchanged."""
    _record(_parquet(run), summary, lambda: _parquet_facts(run))
    return summary


def record_duckdb(run: IngestRun, summary: Summary) -> Summary:
    """Add to the DuckDB asset what readers see now; return the summary unchanged."""
    if _record(duckdb(run).made, summary, lambda: _duckdb_facts(run)):
        _leave_dataset(uri(run.zone.name), "raw_files", "input")
        _leave_dataset(uri(_place(run, run.layout.published)), "documents", "output")
    return summary


def _record(made: Asset, summary: Summary, facts: Callable[[], dict[str, object]]) -> bool:
    """Add facts to the materialization under way, or cancel it; return whether anything changed."""
    context = AssetContext.get()
    if context is None:
        return False
    changed = (summary.new_documents, summary.duplicates, summary.rejected, summary.edited)
    if any(changed) or summary.removed:
        context.add_asset_metadata(made.key, facts())
        return True
    context.downstream_assets.discard(made)
    return False


def _leave_dataset(place: str, name: str, side: str) -> None:
    """Leave the place and name of a dataset where the listener of OpenLineage looks for it."""
    words = {"input": "what the run read", "output": "what the run wrote"}[side]
    dataset = {"database_uri": place, "table": name}
    delivery.write(
        lambda: create_table_artifact(
            table=[dataset], description=f"{words}, for OpenLineage: ol-dataset_{side}"
        )
    )


def _parquet_facts(run: IngestRun) -> dict[str, object]:
    files = [key for key in part_keys(run.store) if run_of(Path(key).stem) == run.run.run_id]
    facts = [run.store.facts_of(key) for key in files]
    rows: Counter[str] = Counter()
    for file, found in zip(files, facts, strict=True):
        rows[Path(file).parent.name] += cast("int", found["row_count"])
    return {
        "path": _place(run, run.layout.parquet),
        "run_id": run.run.run_id,
        "new_rows": dict(rows),
        "new_files": len(files),
        "new_bytes": sum(cast("int", found["size_bytes"]) for found in facts),
    }


def _duckdb_facts(run: IngestRun) -> dict[str, object]:
    query = "select table_name, sum(row_count)::bigint from parquet_parts group by all order by all"
    with connect_read_only(run.layout.published) as connection:
        rows = dict(connection.execute(query).fetchall())
    return {
        "path": str(run.layout.published),
        "run_id": run.run.run_id,
        "generation": run.layout.published_generation(),
        "rows": rows,
        "bytes": run.layout.published.stat().st_size,
    }
