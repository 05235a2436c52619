"""Run the checks: one query a rule (`warehouse/sql/checks`), which selects the rows that break it.

Checks read a published generation, the parts its manifest names and the copies in quarantine
without any lock, and the tables of the work database one by one, which a run waits for.
"""

import contextlib
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.schemas import DESCRIPTIONS, DOCUMENT_METADATA, DOCUMENTS, SOURCES
from warehouse.database.arrow import query_arrow
from warehouse.database.comments import heading
from warehouse.database.connection import connect_read_only, with_little_memory
from warehouse.database.errors import earlier_version_errors
from warehouse.database.sql import literal, sql_files
from warehouse.database.work_database import find_damage
from warehouse.generations.published import require_published
from warehouse.landing.quarantine import copy_keys
from warehouse.storage.part_folders import can_swap
from warehouse.storage.part_names import run_of
from warehouse.storage.store import Store, register_rows

_SAMPLE_ROWS = 5
_PART_FILES = pa.schema(
    [
        ("part_path", pa.string()),
        ("row_count", pa.int64()),
        ("size_bytes", pa.int64()),
        ("file_hash", pa.string()),
        ("run_id", pa.string()),
    ]
)
_PROBLEMS = pa.schema([("path", pa.string()), ("problem", pa.string())])


class Severity(StrEnum):
    """How bad a broken row is; the words are those of dbt."""

    # The run fails, after it has published.
    ERROR = "error"
    # The run says so.
    WARN = "warn"


class Kind(StrEnum):
    """Where a check comes from."""

    # Of every warehouse: `warehouse/sql/checks`.
    RULE = "rule"
    # A file of the user's folder.
    OWN = "own"
    # A bound in the settings.
    BOUND = "bound"


class Check(NamedTuple):
    """What one check found."""

    name: str
    rule: str
    broken_count: int
    # The first rows that break the rule.
    sample: list[dict[str, object]]
    severity: Severity = Severity.ERROR
    kind: Kind = Kind.RULE
    # Why it could not be run; null where it was.
    error: str | None = None

    @property
    def status(self) -> str:
        """How it came out, in dbt's words: pass, warn or fail; error where it could not be run."""
        if self.error is not None:
            return "error"
        if not self.broken_count:
            return "pass"
        return "warn" if self.severity == Severity.WARN else "fail"

    @property
    def is_alarm(self) -> bool:
        """Whether a run fails for it: of severity error, and broken, or it could not be run."""
        return self.severity == Severity.ERROR and self.status != "pass"


def run_checks(store: Store) -> list[Check]:
    """Run every rule, in order of name, against the generation readers see.

    Raises:
        UsageError: nothing has been published yet.
        WarehouseError: the generation is damaged, or of an earlier version.
    """
    layout = require_published(store)
    with earlier_version_errors(), connect_read_only(layout.published) as connection:
        # Without a place to spill it needs more memory.
        with contextlib.suppress(FileNotFoundError):
            connection.execute(f"set temp_directory = {literal(gettempdir())}")
        _register_parts(connection, store)
        _register_quarantine(connection, store)
        _register_changed_files(connection, store)
        _register_damaged_databases(connection, store)
        return [
            with_little_memory(connection, partial(_run, connection, name, query))
            for name, query in sql_files("checks").items()
        ]


def _run(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> Check:
    (broken,) = connection.execute(f"select count(*) from ({query})").fetchall()[0]
    sample = f"from ({query}) limit {_SAMPLE_ROWS if broken else 0}"
    rows = query_arrow(connection, sample).to_pylist()
    return Check(name, heading(query), int(broken), rows)


def _register_parts(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Register what lies in the warehouse: `part_files`, and `parquet_<table>`.

    The latter holds the rows of the parts that are as they were written.
    """
    written = dict(connection.execute("select part_path, file_hash from parquet_parts").fetchall())
    locations = store.locate_parts(written.keys())
    rows = [_part_file(store, key, location) for key, location in locations.items()]
    connection.register("part_files", pa.Table.from_pylist(rows, _PART_FILES))
    whole = [
        str(row["part_path"])
        for row in rows
        if row["part_path"] in written and row["file_hash"] == written[str(row["part_path"])]
    ]
    layout = store.layout
    for table in (DOCUMENTS, DOCUMENT_METADATA, SOURCES):
        prefix = layout.key(layout.shown(table.name)) + "/"
        parts = [locations[key] for key in whole if key.startswith(prefix)]
        register_rows(connection, store, table, parts, f"parquet_{table.name}")
    _register_descriptions(connection, store)


def _register_descriptions(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Register `parquet_descriptions`: what documents in Parquet may lack.

    Where folders can be swapped, runs merge descriptions in, and documents may lack nothing.
    """
    query = "select part_path from parquet_parts where table_name = ?"
    written = {key for (key,) in connection.execute(query, [DESCRIPTIONS.name]).fetchall()}
    locations = {} if not written or _can_merge(store) else store.locate_parts(written)
    parts = [locations[key] for key in sorted(written) if key in locations]
    register_rows(connection, store, DESCRIPTIONS, parts, "parquet_descriptions")


def _can_merge(store: Store) -> bool:
    """Check whether runs can let another folder be shown here; false if we may not try it."""
    if store.layout.shown(DOCUMENTS.name).is_symlink():
        return True
    with contextlib.suppress(OSError):
        return store.has_links and can_swap(store.layout)
    return False


def _register_quarantine(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Register the copies of rejected files, by the names that `rejected_files` gives them.

    Each with the hash of its bytes; null for one that cannot be read.
    """
    keys = copy_keys(store)
    hashes = [store.facts_of(key).get("file_hash") for key in keys]
    columns = {"quarantine_path": keys, "file_hash": hashes}
    copies = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    connection.register("quarantine_files", pa.table(copies))


def _register_changed_files(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Register the generations that are not what was published, and logs beside them."""
    changed = [
        {"path": store.layout.key(path), "problem": problem}
        for path, problem in store.changed_files()
    ]
    connection.register("changed_files", pa.Table.from_pylist(changed, _PROBLEMS))


def _register_damaged_databases(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Register the work database, where it cannot be read whole."""
    path = store.layout.work_database
    problem = find_damage(path)
    damaged = [{"path": str(path), "problem": problem}] if problem else []
    connection.register("damaged_databases", pa.Table.from_pylist(damaged, _PROBLEMS))


def _part_file(store: Store, key: str, location: str) -> dict[str, object]:
    """Return a row of `part_files`.

    A file that is no Parquet has no rows, one that no run wrote has no run, and one that is closed
    to us has no hash.
    """
    found: dict[str, object] = dict.fromkeys(_PART_FILES.names)
    named = {"part_path": key, "run_id": run_of(Path(location).stem)}
    return found | named | store.facts_of(location)
