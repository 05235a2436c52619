"""This file folds descriptions into the documents they describe, while parts of either are compacted.

A document that was described anew has a row in `documents` as it was described first, and rows in
`descriptions`. Where its part is compacted, its row becomes that of the newest description, and
that of `document_metadata` likewise. Its rows in `descriptions` say the same again, so nothing is
wrong as long as they stay; they go when descriptions are compacted and every folder of both tables
that is still on disk tells them: then whoever reads documents, be it in a folder that was replaced,
has the newest description without them. So the tables need not change in one step, and `rebuild`,
which replays documents and then descriptions, comes to the same rows at any moment.

Of several descriptions of one document only the newest outlives compaction: a part is played back
as a whole, so it may not describe a document twice.
"""

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import DESCRIPTION, DESCRIPTIONS, DOCUMENT_METADATA, DOCUMENTS, Table
from warehouse.database.arrow import query_arrow
from warehouse.database.sql import sql_files
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import PartError
from warehouse.storage.part_names import is_compacted

# The preview of a text (`transforms.describe`).
Preview = Callable[[str], str | None]


class DescriptionMerge:
    """What is known of descriptions while parts are compacted; it lives as long as its connection."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, layout: Layout, preview: Preview
    ) -> None:
        """Look through the descriptions there are.

        Raises:
            PartError: one of their parts cannot be read.
        """
        self._connection = connection
        self._layout = layout
        self._preview = preview
        self._queries = sql_files("compaction")
        self._look(DESCRIPTIONS)
        self._is_needed = bool(connection.execute("from described limit 1").fetchall())

    def row_count(self, table: Table, names: Sequence[str], row_count: int) -> int:
        """How many rows of some parts stay: all of them, but for descriptions."""
        if table != DESCRIPTIONS:
            return row_count
        self._find_told()
        self._connection.execute(self._queries["kept_descriptions"], {"names": list(names)})
        return int(self._connection.execute("select count(*) from kept").fetchall()[0][0])

    def merge(self, table: Table, name: str, rows: pa.Table) -> pa.Table:
        """Rows of a part as they go into the one that takes its place, in their order."""
        if table in {DOCUMENTS, DOCUMENT_METADATA} and self._is_needed:
            return self._described_last(table, rows)
        if table == DESCRIPTIONS:
            kept = query_arrow(
                self._connection, "select content_hash from kept where part = ?", [name]
            )
            return rows.filter(
                pc.is_in(rows["content_hash"], kept["content_hash"].combine_chunks())
            )
        return rows

    def _look(self, table: Table) -> None:
        """Find the rows of descriptions."""
        names = self._connection.execute(
            "select parse_filename(part_path, true) from parquet_parts where table_name = ?",
            [table.name],
        ).fetchall()
        paths = [str(self._layout.part(table.name, name)) for (name,) in names]
        self._make(
            "described", "(content_hash varchar, run_id varchar, part varchar)", {"parts": paths}
        )

    def _find_told(self) -> None:
        """Find the documents that need their rows of descriptions no more."""
        folders = [
            folder
            for table in (DOCUMENTS, DOCUMENT_METADATA)
            for folder in {
                self._layout.shown(table.name).resolve(),
                *(
                    path.resolve()
                    for path in (self._layout.compacted / table.name).glob("*")
                    if not path.is_symlink()
                ),
            }
        ]
        parts = [(str(folder), path) for folder in folders for path in folder.glob("*.parquet")]
        compacted = {path.stem: path for _, path in parts if is_compacted(path.stem)}
        places = [
            {"folder": folder, "part": path.stem}
            for folder, path in parts
            if path.stem in compacted
        ]
        schema = pa.schema([("folder", pa.string()), ("part", pa.string())])
        self._connection.register("folder_parts", pa.Table.from_pylist(places, schema))
        parameters = {"parts": list(map(str, compacted.values())), "folder_count": len(folders)}
        self._make("told", "(content_hash varchar, run_id varchar)", parameters)
        self._connection.unregister("folder_parts")

    def _make(self, name: str, columns: str, parameters: dict[str, object]) -> None:
        """Make a temporary table from parts; an empty one where there are none."""
        try:
            if parameters["parts"]:
                self._connection.execute(self._queries[name], parameters)
            else:
                self._connection.execute(f"create or replace temp table {name} {columns}")
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise PartError(
                f"descriptions cannot be merged in: {error}; see zakhira check"
            ) from error

    def _described_last(self, table: Table, rows: pa.Table) -> pa.Table:
        self._connection.register("batch", rows.select(["content_hash"]))
        news = query_arrow(self._connection, self._queries["newest_rows"])
        self._connection.unregister("batch")
        if not news.num_rows:
            return rows
        if table == DOCUMENT_METADATA:
            previews = pa.array(map(self._preview, news["text"].to_pylist()), pa.string())
            news = news.append_column("preview", previews)
        return _patched(rows, news, [*DESCRIPTION.schema.names, "preview", "pipeline_version"])


def _patched(rows: pa.Table, news: pa.Table, names: Sequence[str]) -> pa.Table:
    """The same rows, with some columns as other rows with their `content_hash` have them."""
    places = {
        content_hash: place
        for place, content_hash in enumerate(news["content_hash"].to_pylist(), len(rows))
    }
    hashes = rows["content_hash"].to_pylist()
    indices = pa.array(
        [places.get(content_hash, place) for place, content_hash in enumerate(hashes)], pa.int64()
    )
    columns = [name for name in rows.column_names if name in names]
    schema = pa.schema([rows.schema.field(name) for name in columns])
    both = pa.concat_tables([rows.select(columns), news.select(columns).cast(schema)]).take(indices)
    for name in columns:
        rows = rows.set_column(rows.column_names.index(name), rows.schema.field(name), both[name])
    return rows
