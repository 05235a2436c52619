"""Write lost and damaged Parquet parts again, from a database that has their rows.

Parquet is the record, and every row of it but the metadata and old descriptions is in the work
database and in each generation too. So the rows of a lost part are those that no other part has.
Written in their old order they often give the same bytes; the hash in the manifest proves it.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import (
    DESCRIPTION,
    DESCRIPTIONS,
    DOCUMENT_METADATA,
    DOCUMENTS,
    TABLES,
    Table,
)
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only, transaction
from warehouse.database.errors import WarehouseError
from warehouse.database.sql import quote
from warehouse.database.work_database import WorkDatabase
from warehouse.storage.files import clear
from warehouse.storage.parquet import Part, write_part
from warehouse.storage.part_names import is_compacted, run_of
from warehouse.storage.store import Store, register_rows
from warehouse.writer.commit import insert_manifest

# What tells the rows of a table apart, in the database and in Parquet.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "sources": ("landing_zone", "source_path", "member_path", "run_id"),
    "removals": ("landing_zone", "source_path", "member_path", "run_id"),
    "runs": ("run_id",),
    "boilerplate_lines": ("publisher", "line", "run_id"),
    "related_documents": ("content_hash", "related_hash"),
    "failures": ("content_hash", "question", "run_id"),
    "tombstones": ("content_hash", "file_hash"),
}
_BY_HASH = ("content_hash",)
_FOLDER = "repair"
_NO_HASHES = pa.array([], pa.uint64())

# Returns the preview of a text; the rule is one of `transforms`.
Preview = Callable[[str], str]


class LostPart(NamedTuple):
    """A part in the manifest that is not there, or not as it was written."""

    table: Table
    key: str
    row_count: int
    file_hash: str
    is_damaged: bool

    @property
    def name(self) -> str:
        """The name of the part."""
        return Path(self.key).stem

    @property
    def run_id(self) -> str:
        """The run that wrote it."""
        return run_of(self.name) or ""


class Repaired(NamedTuple):
    """What became of a lost part."""

    lost: LostPart
    # Null where no row of it is left to write: others have them all, or nothing has.
    part: Part | None

    @property
    def is_equal(self) -> bool:
        """Whether it has the bytes that it had."""
        return self.part is not None and self.part.file_hash == self.lost.file_hash

    @property
    def is_given_up(self) -> bool:
        """Whether no file of it could be written; the manifest goes on to name it."""
        return self.part is None and self.lost.is_damaged and self.lost.table != DESCRIPTIONS


def find_lost(
    store: Store, connection: duckdb.DuckDBPyConnection, *, is_thorough: bool = True
) -> list[LostPart]:
    """Return the parts of the manifest that are lost or damaged, in order of key.

    A thorough search reads every part; any other finds those that are not there.
    """
    manifest = query_arrow(connection, "from parquet_parts order by part_path").to_pylist()
    locations = store.locate_parts({row["part_path"] for row in manifest})
    tables = {table.name: table for table in TABLES}
    lost = []
    for row in manifest:
        key, file_hash = row["part_path"], row["file_hash"]
        is_there = key in locations
        is_whole = is_there and (
            not is_thorough or store.facts_of(locations[key]).get("file_hash") == file_hash
        )
        if not is_whole:
            table = tables[row["table_name"]]
            lost.append(LostPart(table, key, row["row_count"], file_hash, is_there))
    return lost


def repair(
    store: Store, database: WorkDatabase, preview: Preview, *, is_thorough: bool = True
) -> list[Repaired]:
    """Write what is lost or damaged again from the work database, and commit it.

    The next publication shows it.
    """
    with database.connect() as connection:
        lost = find_lost(store, connection, is_thorough=is_thorough)
        repaired = write_again(store, connection, lost, preview)
        changed = [each for each in repaired if not (each.is_equal or each.is_given_up)]
        if changed:
            keys = [each.lost.key for each in changed]
            with transaction(connection):
                connection.execute(
                    "delete from parquet_parts where part_path in (select unnest(?))", [keys]
                )
                for each in changed:
                    if each.part:
                        insert_manifest(connection, store.layout, each.part)
                connection.execute("update pipeline.state set generation = generation + 1")
    return repaired


def write_again(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    lost: Sequence[LostPart],
    preview: Preview,
) -> list[Repaired]:
    """Write lost parts again from the rows of a database, and put them in their places.

    The manifest stays as it is. A second call after a kill does the same again.
    """
    repaired = []
    for _, group in groupby(lost, key=lambda part: part.table.name):
        parts = list(group)
        rows = _missing_rows(store, connection, parts, lost, preview)
        repaired += [_write(store, part, share) for part, share in _shares(parts, rows)]
    clear(store.layout.staging / _FOLDER)
    return repaired


def keys_without_loss(repaired: Sequence[Repaired]) -> frozenset[str]:
    """Return the keys of the lost parts of all tables of which as many rows were written again.

    Of descriptions fewer may be needed: those of documents that were described again since.
    """
    lost: Counter[str] = Counter()
    for each in repaired:
        written = each.part.row_count if each.part else 0
        lost[each.lost.table.name] += each.lost.row_count - written
    return frozenset(
        each.lost.key
        for each in repaired
        if lost[each.lost.table.name] <= 0 or each.lost.table == DESCRIPTIONS
    )


def _write(store: Store, lost: LostPart, rows: pa.Table) -> Repaired:
    """Write the rows of a part under its name.

    A damaged file that has rows which the database has not is let be: they may still be read.
    """
    is_replaceable = lost.table == DESCRIPTIONS or not lost.is_damaged
    if not is_replaceable and rows.num_rows < lost.row_count:
        return Repaired(lost, None)
    if not rows.num_rows:
        store.remove(lost.key)
        return Repaired(lost, None)
    staged = store.layout.staging / _FOLDER / lost.table.name / f"{lost.name}.parquet"
    part = write_part(rows, lost.table, staged, lost.run_id)
    store.put_file(staged, lost.key)
    return Repaired(lost, part)


def _missing_rows(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[LostPart],
    lost: Sequence[LostPart],
    preview: Preview,
) -> pa.Table:
    """Return the rows of a table that no whole part has, in the order of the database.

    Columns that a database of an earlier version lacks are null.
    """
    table = parts[0].table
    gone = {part.key for part in lost}
    if table == DESCRIPTIONS:
        return _missing_descriptions(store, connection, parts, gone)
    _register(store, connection, table, gone)
    source = DOCUMENTS if table == DOCUMENT_METADATA else table
    described = connection.execute(f"describe {quote(source.name)}").fetchall()
    names = {name for name, *_ in described}.intersection(source.schema.names)
    # Not `using`: a plain file has no member.
    keys = " and ".join(
        f"{quote(source.name)}.{quote(key)} is not distinct from whole.{quote(key)}"
        for key in _KEYS.get(table.name, _BY_HASH)
        if key in names
    )
    columns = ", ".join(quote(name) for name in source.schema.names if name in names)
    rows = query_arrow(
        connection,
        f"select {columns} from {quote(source.name)} anti join whole on {keys}"
        f" order by {quote(source.name)}.rowid",
    )
    connection.unregister("whole")
    rows = pa.concat_tables([source.schema.empty_table(), rows], promote_options="default")
    if table == DOCUMENT_METADATA:
        previews = pa.array(map(preview, rows["text"].to_pylist()), pa.string())
        rows = rows.append_column("preview", previews).select(table.schema.names)
    return rows


def _missing_descriptions(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[LostPart],
    gone: set[str],
) -> pa.Table:
    """Return descriptions for the documents that something describes otherwise than the database.

    That is Parquet, or a generation that is to be brought up to date. They bear the name and the
    moment of the last part that was lost.
    """
    _register(store, connection, DESCRIPTIONS, gone, "described")
    _register(store, connection, DOCUMENTS, gone, "written")
    connection.register("published", _published_descriptions(store))
    names = ", ".join(map(quote, DESCRIPTION.schema.names))
    last = parts[-1]
    query = f"""
        with
            every as (
                select content_hash, {names}, run_id from described
                union all
                select content_hash, {names}, '' from written
            ),
            newest as (
                from every
                qualify row_number() over (partition by content_hash order by run_id desc) = 1
            ),
            known as (select content_hash, hash(({names})) as description from documents),
            shown as (
                select content_hash, hash(({names})) as description from newest
                union all
                from published
            ),
            other as (
                select distinct content_hash from known inner join shown using (content_hash)
                where known.description <> shown.description
            )
        select
            documents.content_hash,
            {names},
            strptime($run_id[:22], '%Y%m%dT%H%M%S-%f') at time zone 'UTC' as described_at,
            $run_id as run_id,
            pipeline_version
        from documents
        semi join other using (content_hash)
        order by documents.rowid
    """
    rows = query_arrow(connection, query, {"run_id": last.run_id})
    connection.unregister("described")
    connection.unregister("written")
    connection.unregister("published")
    return rows


def _published_descriptions(store: Store) -> pa.Table:
    """Return the documents of all generations that can be read, each with a hash of the rest."""
    names = ", ".join(map(quote, DESCRIPTION.schema.names))
    query = f"select content_hash, hash(({names})) as description from documents"
    found = [pa.table({"content_hash": pa.array([], pa.string()), "description": _NO_HASHES})]
    for path in store.layout.generations().values():
        with (
            contextlib.suppress(WarehouseError, duckdb.Error),
            connect_read_only(path) as connection,
        ):
            found.append(query_arrow(connection, query))
    return pa.concat_tables(found)


def _register(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    gone: set[str],
    name: str = "whole",
) -> None:
    """Register the rows of the parts of a table that are as they were written."""
    query = "select part_path from parquet_parts where table_name = ?"
    written = {key for (key,) in connection.execute(query, [table.name]).fetchall()}
    locations = store.locate_parts(written)
    whole = [locations[key] for key in sorted(written - gone) if key in locations]
    register_rows(connection, store, table, whole, name)


def _shares(parts: Sequence[LostPart], rows: pa.Table) -> Iterator[tuple[LostPart, pa.Table]]:
    """Share out rows among lost parts.

    To a part of a run go the rows of that run; to those that compaction made, what is left.
    """
    names = rows.column_names
    runs = rows["first_run_id" if "first_run_id" in names else "run_id"]
    ordinary = [part for part in parts if not is_compacted(part.name)]
    compacted = [part for part in parts if is_compacted(part.name)]
    for run_id, group in groupby(ordinary, key=lambda part: part.run_id):
        yield from _cut(list(group), rows.filter(pc.equal(runs, run_id)))
    own = pa.array([part.run_id for part in ordinary], pa.string())
    if compacted:
        yield from _cut(compacted, rows.filter(pc.invert(pc.is_in(runs, own))))


def _cut(parts: Sequence[LostPart], rows: pa.Table) -> Iterator[tuple[LostPart, pa.Table]]:
    """Cut rows as they were in the parts; where the counts differ, the first gets all."""
    counts = [part.row_count for part in parts]
    if sum(counts) != len(rows):
        counts = [len(rows), *[0] * (len(parts) - 1)]
    start = 0
    for part, count in zip(parts, counts, strict=True):
        yield part, rows.slice(start, count)
        start += count
