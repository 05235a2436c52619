"""What readers find: the published generation, and whether it can be searched."""

import shlex
from typing import TYPE_CHECKING

from transforms.errors import UsageError
from warehouse.storage.layout import Layout
from warehouse.storage.store import Store, has_parts

if TYPE_CHECKING:
    import duckdb


def require_published(store: Store) -> Layout:
    """Return the layout in which readers find what is published, on this machine.

    Raises:
        UsageError: nothing has been published yet; the message says why, and what to do.
    """
    store.bind_state()
    store.fetch_published()
    if store.layout.published_generation() is None:
        raise UsageError(_why_unpublished(store))
    return store.layout


def _why_unpublished(store: Store) -> str:
    """Say that a run is at work, that the databases are lost, or that there is nothing.

    Or that a file which is none of ours, as one that somebody changed in a copy, has the name.
    """
    writer = store.writer()
    if writer:
        who = f"run {writer.run_id} (pid {writer.pid} on {writer.host})"
        return f"{who} is writing {store.name} and has published nothing yet: wait for it to end"
    if store.layout.published.is_file():
        return (
            f"{store.layout.published} is no file of ours as it was published: "
            "move it away and run zakhira ingest"
        )
    if has_parts(store):
        return (
            f"no database at {store.name}, but its Parquet is there: "
            f"run zakhira rebuild --warehouse {shlex.quote(store.address)}"
        )
    return f"no warehouse at {store.name}: run zakhira ingest first"


def has_index(connection: "duckdb.DuckDBPyConnection") -> bool:
    """Check whether a generation has an index: those of earlier versions have none."""
    query = "select 1 from duckdb_functions() where function_name = 'search' limit 1"
    return bool(connection.execute(query).fetchall())
