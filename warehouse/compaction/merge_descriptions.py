"""Merge descriptions into the documents they describe, where parts of either become others.

A document that is described again gets a row in `descriptions`. Before the run ends, its part of
`documents` is written anew with the newest description, and that of `document_metadata` likewise.
Its rows in `descriptions` say the same again, so nothing is wrong as long as they stay. They go
when descriptions are compacted and every folder of both tables that is still on disk has them
merged in: then every reader of documents, also in a folder that was replaced, has the newest
description without them. So the tables need not change in one step, and `rebuild`, which replays
documents and then descriptions, comes to the same rows at any moment.

Of several descriptions of one document only the newest outlives compaction: a part is played back
as a whole, so it may not describe a document twice.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import DESCRIPTION, DESCRIPTIONS, DOCUMENT_METADATA, DOCUMENTS, Table
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import fetch_with_little_memory, with_little_memory
from warehouse.database.fetch import VECTOR_ROWS, row_ranges
from warehouse.database.sql import sql_files
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import PartError
from warehouse.storage.part_names import is_compacted, run_of

# What a description changes, and what a rebuild completes in rows of earlier versions.
_NEWEST = (
    *DESCRIPTION.schema.names,
    "preview",
    "publisher",
    "landing_zone",
    "first_modified_at",
    "pipeline_version",
)

# The preview of a text (`transforms.describe`).
Preview = Callable[[str], str | None]


class DescriptionMerge:
    """The descriptions there are, while parts are compacted; for as long as the connection."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, layout: Layout, preview: Preview
    ) -> None:
        """Read which descriptions there are.

        Raises:
            PartError: one of their parts cannot be read.
        """
        self._connection = connection
        self._layout = layout
        self._preview = preview
        self._queries = sql_files("compaction")
        self._find_described()
        self._ask(self._queries["places"])
        self._is_needed = bool(connection.execute("from described limit 1").fetchall())

    def parts_behind(self) -> dict[Table, frozenset[str]]:
        """Return the parts of documents and of their metadata that lack a newer description.

        A compacted part has those up to the run that compacted it, any other none. Reads the
        hashes of all documents, if any was described again.

        Raises:
            PartError: one of the parts cannot be read.
        """
        return {table: self._parts_behind(table) for table in (DOCUMENTS, DOCUMENT_METADATA)}

    def row_count(self, table: Table, names: Sequence[str], row_count: int) -> int:
        """Return how many rows of some parts stay; of descriptions those not merged everywhere."""
        if table != DESCRIPTIONS:
            return row_count
        self._find_merged()
        self._ask(self._queries["kept_descriptions"], {"names": list(names)})
        return int(self._connection.execute("select count(*) from kept").fetchall()[0][0])

    def merge(self, table: Table, name: str, rows: pa.Table) -> pa.Table:
        """Return the rows of a part as they go into the compacted one, in their order."""
        if table in {DOCUMENTS, DOCUMENT_METADATA} and self._is_needed:
            return self._newest(table, rows)
        if table == DESCRIPTIONS:
            kept = query_arrow(
                self._connection, "select content_hash from kept where part = ?", [name]
            )
            return rows.filter(
                pc.is_in(rows["content_hash"], kept["content_hash"].combine_chunks())
            )
        return rows

    def _find_described(self) -> None:
        """Find every row of descriptions: which document, by which run, in which part."""
        self._make(
            "described",
            "(content_hash varchar, run_id varchar, part varchar)",
            {"parts": self._paths_of(DESCRIPTIONS)},
        )

    def _parts_behind(self, table: Table) -> frozenset[str]:
        paths = self._paths_of(table) if self._is_needed else []
        if not paths:
            return frozenset()
        with _part_errors():
            found = self._ask(self._queries["described_in"], {"parts": paths})
        return frozenset(
            part
            for part, described_by in found
            if not is_compacted(part) or str(run_of(part)) < described_by
        )

    def _paths_of(self, table: Table) -> list[str]:
        """Return the files of a table, as the manifest names them."""
        names = _part_names(self._connection, table)
        return [str(self._layout.part(table.name, name)) for name in names]

    def _find_merged(self) -> None:
        """Find the documents that have their descriptions merged in wherever a reader may look."""
        folders = [
            folder for table in (DOCUMENTS, DOCUMENT_METADATA) for folder in self._folders_of(table)
        ]
        compacted = [
            (folder, path)
            for folder in folders
            for path in folder.glob("*.parquet")
            if is_compacted(path.stem)
        ]
        schema = pa.schema([("folder", pa.string()), ("part", pa.string())])
        rows = [{"folder": str(folder), "part": path.stem} for folder, path in compacted]
        self._connection.register("folder_parts", pa.Table.from_pylist(rows, schema))
        # A part that is in two folders is read once.
        paths = {path.stem: str(path) for _, path in compacted}
        parameters = {"parts": list(paths.values()), "folder_count": len(folders)}
        self._make("merged", "(content_hash varchar, run_id varchar)", parameters)
        self._connection.unregister("folder_parts")

    def _folders_of(self, table: Table) -> set[Path]:
        """Return the folder that a table shows, and those that it showed before, where kept."""
        folders = (self._layout.compacted / table.name).glob("*")
        replaced = {path.resolve() for path in folders if not path.is_symlink()}
        return {self._layout.shown(table.name).resolve(), *replaced}

    def _make(self, name: str, columns: str, parameters: dict[str, object]) -> None:
        """Make a temporary table from parts; an empty one where there are none."""
        with _part_errors():
            if parameters["parts"]:
                self._ask(self._queries[name], parameters)
            else:
                self._connection.execute(f"create or replace temp table {name} {columns}")

    def _ask(
        self, query: str, parameters: Mapping[str, object] | None = None
    ) -> list[tuple[str, ...]]:
        """Ask about all documents: with DuckDB's own limit, those of a million take 800 MB."""
        return fetch_with_little_memory(self._connection, query, parameters)

    def _newest(self, table: Table, rows: pa.Table) -> pa.Table:
        """Return the rows of documents or their metadata as they were described last."""
        self._connection.register("batch", rows.select(["content_hash"]))
        newest = with_little_memory(self._connection, self._newest_rows)
        self._connection.unregister("batch")
        if not newest.num_rows:
            return rows
        if table == DOCUMENT_METADATA:
            previews = pa.array(map(self._preview, newest["text"].to_pylist()), pa.string())
            newest = newest.append_column("preview", previews)
        return _patched(rows, newest, _NEWEST)

    def _newest_rows(self) -> pa.Table:
        """Return the rows of a batch that were described again, and read few others."""
        vectors = self._connection.execute(
            self._queries["vectors"], {"vector_rows": VECTOR_ROWS}
        ).fetchall()
        ranges = [(0, -1), *row_ranges([vector for (vector,) in vectors])]
        query = self._queries["newest_rows"]
        return pa.concat_tables(
            query_arrow(self._connection, query, {"first": first, "last": last})
            for first, last in ranges
        )


def newest_descriptions(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the last part of descriptions that a run wrote; the empty string where there is none.

    Those that compaction made have no newer rows.
    """
    names = _part_names(connection, DESCRIPTIONS)
    return max((name for name in names if not is_compacted(name)), default="")


def _part_names(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """Return the parts of a table in the manifest."""
    names = connection.execute(
        "select parse_filename(part_path, true) from parquet_parts where table_name = ?",
        [table.name],
    ).fetchall()
    return [name for (name,) in names]


@contextlib.contextmanager
def _part_errors() -> Iterator[None]:
    """Raise the error of a part for those of DuckDB.

    Raises:
        PartError: a part is not there, or damaged.
    """
    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise PartError(f"descriptions cannot be merged in: {error}; see zakhira check") from error


def _patched(rows: pa.Table, newest: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return the same rows, with some columns from `newest` where that has their `content_hash`."""
    hashes = newest["content_hash"].to_pylist()
    positions = {content_hash: len(rows) + index for index, content_hash in enumerate(hashes)}
    indices = [
        positions.get(content_hash, index)
        for index, content_hash in enumerate(rows["content_hash"].to_pylist())
    ]
    columns = [name for name in rows.column_names if name in names]
    schema = pa.schema([rows.schema.field(name) for name in columns])
    both = pa.concat_tables([rows.select(columns), newest.select(columns).cast(schema)])
    patched = both.take(pa.array(indices, pa.int64()))
    for name in columns:
        field = rows.schema.field(name)
        rows = rows.set_column(rows.column_names.index(name), field, patched[name])
    return rows
