"""What a warehouse holds, and when it is whole: what tests compare after a fault."""

import hashlib
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from transforms.schemas import (
    DESCRIPTION,
    DESCRIPTIONS,
    DOCUMENT_METADATA,
    DOCUMENTS,
    PARQUET_PARTS,
    STORED,
    Table,
)
from warehouse.checks import run_checks
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout

# The columns in which an interrupted and an undisturbed history may differ.
OF_THE_RUN = {
    "first_seen_at",
    "first_run_id",
    "seen_at",
    "run_id",
    "removed_at",
    "learned_at",
    "found_at",
    "forgotten_at",
}

# More than the time within which two writes may leave the same modification time.
_CLOCK_TICK_NS = 20_000_000

Row = tuple[Any, ...]


class Contents(NamedTuple):
    """What a warehouse says of a landing zone, whatever runs it took; each table as sorted rows."""

    documents: list[Row]
    sources: list[Row]
    removals: list[Row]
    tombstones: list[Row]
    boilerplate_lines: list[Row]
    near_duplicates: list[Row]
    related_documents: list[Row]
    failures: list[Row]
    document_metadata: list[Row]
    # Path and hash of each copy of a rejected file.
    quarantine: dict[str, str]


NOTHING = Contents([], [], [], [], [], [], [], [], [], {})


def contents(warehouse: Path) -> Contents:
    """What readers see, without run ids and moments."""
    layout = Layout(warehouse)
    with connect_read_only(layout.published) as connection:
        rows = {
            table.name: _without_runs(_stored(connection, table))
            for table in STORED
            if table.name != "runs"
        }
    metadata = _without_runs(_parquet(layout, DOCUMENT_METADATA))
    return Contents(**rows, document_metadata=metadata, quarantine=hashes(layout.quarantine))


def every_row(warehouse: Path) -> dict[str, list[Row]]:
    """Every row of every published table and the manifest, with run ids and moments."""
    with connect_read_only(Layout(warehouse).published) as connection:
        return {
            table.name: table_rows(_stored(connection, table)) for table in (*STORED, PARQUET_PARTS)
        }


def problems(warehouse: Path) -> list[str]:
    """What is wrong with a warehouse at rest: nothing, where all runs ended or were recovered."""
    layout = Layout(warehouse)
    with (
        connect_read_only(layout.published) as published,
        connect_read_only(layout.work_database) as work,
    ):
        return [
            *broken_checks(warehouse),
            *_differences(layout, published, work),
            *_unknown_generation(layout, work),
            *(f"left over: {path}" for path in _left_over(layout, published)),
        ]


def broken_checks(warehouse: Path) -> list[str]:
    """What `zakhira check` finds in what readers see.

    Raises:
        UsageError: they see nothing.
    """
    return [
        f"check {each.name}: {each.sample}"
        for each in run_checks(FolderStore(Layout(warehouse)))
        if each.broken_count
    ]


def files_below(folder: Path, *, through_links: bool = False) -> Iterator[Path]:
    """Every file and link to a file below a folder."""
    for parent, _, names in os.walk(folder, followlinks=through_links):
        yield from (Path(parent, name) for name in names)


def hashes(folder: Path, *, through_links: bool = False) -> dict[str, str]:
    """Every file below a folder by its path there, with its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files_below(folder, through_links=through_links)
    }


def seen_by_readers(warehouse: Path) -> dict[str, str]:
    """The bytes behind the published link and of every Parquet part, by path."""
    layout = Layout(warehouse)
    link = layout.published
    database = (
        {str(link.readlink()): hashlib.sha256(link.read_bytes()).hexdigest()}
        if link.is_symlink()
        else {}
    )
    return database | hashes(layout.parquet, through_links=True)


def waiting_folders(layout: Layout) -> list[Path]:
    """The folders of parts that no table shows: they wait for the end of their grace period."""
    shown = {path.resolve() for path in layout.parquet.glob("*")}
    return [path for path in sorted(layout.compacted.glob("*/*")) if path.resolve() not in shown]


def table_rows(table: pa.Table) -> list[Row]:
    """The rows of a table, sorted."""
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)


class Fingerprint:
    """What the disk holds below a folder, as one value; cheap enough for every line of a run."""

    def __init__(self, folder: Path) -> None:
        """Take none yet."""
        self._folder = str(folder)
        self._checksums: dict[tuple[int, int, int], int] = {}

    def take(self) -> int:
        """A value that differs where a name, a link or a byte of the database differs."""
        return hash(tuple(sorted(self._entries(self._folder))))

    def _entries(self, folder: str) -> Iterator[tuple[object, ...]]:
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield (entry.path,)
                yield from self._entries(entry.path)
            elif entry.is_symlink():
                yield entry.path, str(Path(entry.path).readlink())
            else:
                yield from self._file(entry)

    def _file(self, entry: "os.DirEntry[str]") -> Iterator[tuple[object, ...]]:
        try:
            status = entry.stat()
            written_in_place = "work.duckdb" in entry.name
            content = self._checksum(entry.path, status) if written_in_place else 0
            yield entry.path, status.st_ino, status.st_size, status.st_mode, content
        except FileNotFoundError:
            return

    def _checksum(self, path: str, status: os.stat_result) -> int:
        """The checksum of a file, which is not read again where it did not change."""
        version = (status.st_ino, status.st_size, status.st_mtime_ns)
        if version in self._checksums:
            return self._checksums[version]
        checksum = zlib.crc32(Path(path).read_bytes())
        if time.time_ns() - status.st_mtime_ns > _CLOCK_TICK_NS:
            self._checksums[version] = checksum
        return checksum


def _stored(connection: duckdb.DuckDBPyConnection, table: Table) -> pa.Table:
    return query_arrow(connection, f"from {table.name}").select(table.schema.names)


def _parquet(layout: Layout, table: Table) -> pa.Table:
    """What a glob over the parts of a table finds."""
    paths = sorted(map(str, (layout.parquet / table.name).glob("*")))
    return (
        ds.dataset(paths, schema=table.schema, format="parquet").to_table()
        if paths
        else table.schema.empty_table()
    )


def _as_described_last(layout: Layout) -> pa.Table:
    """The documents of Parquet with their newest descriptions."""
    newest = {
        row["content_hash"]: row
        for row in _parquet(layout, DESCRIPTIONS).sort_by("run_id").to_pylist()
    }
    names = [*DESCRIPTION.schema.names, "pipeline_version"]
    rows = [
        {**row, **{name: anew[name] for name in names}}
        if (anew := newest.get(row["content_hash"]))
        else row
        for row in _parquet(layout, DOCUMENTS).to_pylist()
    ]
    return pa.Table.from_pylist(rows, DOCUMENTS.schema)


def _without_runs(table: pa.Table) -> list[Row]:
    return table_rows(table.select([name for name in table.column_names if name not in OF_THE_RUN]))


def _differences(
    layout: Layout, published: duckdb.DuckDBPyConnection, work: duckdb.DuckDBPyConnection
) -> Iterator[str]:
    """Where BI tools, analysts and the next run would not find the same rows, in any column."""
    for table in STORED:
        rows = table_rows(_stored(published, table))
        if rows != table_rows(
            _as_described_last(layout) if table == DOCUMENTS else _parquet(layout, table)
        ):
            yield f"{table.name}: Parquet and the published database differ"
        if rows != table_rows(_stored(work, table)):
            yield f"{table.name}: the work database and the published one differ"


def _unknown_generation(layout: Layout, work: duckdb.DuckDBPyConnection) -> Iterator[str]:
    (generation,) = work.execute("select generation from pipeline.state").fetchall()[0]
    if generation != layout.published_generation():
        yield f"generation {generation} was never published"
    if repeated := work.execute(
        "select run_id from runs group by run_id having count(*) > 1"
    ).fetchall():
        yield f"runs told of twice: {repeated}"


def _left_over(layout: Layout, published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The files that no layout knows: staging, logs, partial copies, parts in no manifest.

    Parts that compaction replaced are known until their grace period is over.
    """
    names = [
        path for (path,) in published.execute("select part_path from parquet_parts").fetchall()
    ]
    parts = {(layout.root / path).resolve() for path in names}
    waiting = waiting_folders(layout)
    replaced = {*waiting, *(path for folder in waiting for path in folder.glob("*.parquet"))}
    known = {
        layout.published,
        layout.work_database,
        layout.lock,
        layout.seals,
        layout.check_results,
        layout.check_results_lock,
        *layout.generations().values(),
        *parts,
        *replaced,
    }
    for path in sorted(files_below(layout.root)):
        if path not in known and layout.quarantine not in path.parents:
            yield str(path.relative_to(layout.root))
