"""Look into a warehouse, for the command line; nothing is written."""

from warehouse.database.connection import connect_read_only
from warehouse.generations.published import require_published
from warehouse.storage.store import Store


def status(store: Store) -> dict[str, object]:
    """Return what the warehouse holds, when it last changed, and who writes to it now."""
    layout = require_published(store)
    writer = store.writer()
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
        "warehouse": store.name,
        "generation": layout.published_generation(),
        **values,
        "database_bytes": layout.published.stat().st_size,
        "writer": writer._asdict() if writer else None,
    }
