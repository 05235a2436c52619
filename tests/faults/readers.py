"""Readers: processes that ask a warehouse again and again while runs write, and note the answers.

A reader runs until the file `stop` appears, and leaves a `Report`.
"""

import pickle
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, SOURCES, STORED
from warehouse.checks import run_checks
from warehouse.database.connection import connect_read_only
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout

# The tables a glob is asked about, and the column that names the run of a row.
RUN_COLUMNS = {
    DOCUMENTS.name: "first_run_id",
    DOCUMENT_METADATA.name: "first_run_id",
    SOURCES.name: "run_id",
}

LINK = ("link",)
DATABASE = ("database", "checks")
PARQUET = ("glob_with_duckdb", "glob_with_pyarrow", "glob_with_polars")
# Questions, by the name of the function that asks.
FOLLOWED = ("followed_with_duckdb", "followed_with_pyarrow", "followed_with_polars")


class Report(NamedTuple):
    """What a reader saw."""

    reads: int
    errors: list[str]
    # Every different answer, with the name of the question.
    seen: set[tuple[str, Any]]


# Readers that leave the writer no core find less, for it changes less meanwhile.
_SECONDS_BETWEEN_READS = 0.2


def read_report(path: Path) -> Report:
    """What a reader in another process left."""
    report: Report = pickle.loads(path.read_bytes())  # noqa: S301 - a child of ours wrote it
    return report


def read_until_stopped(looks: Sequence[str], warehouse: Path, stop: Path, report: Path) -> int:
    """Look again and again; what was seen, once each, and every error, go into the report."""
    reads, errors, seen = 0, list[str](), set[tuple[str, Any]]()
    while not stop.exists():
        for look in looks:
            try:
                seen.add((look, globals()[look](warehouse)))
            except Exception as error:  # noqa: BLE001 - whatever a reader is told counts
                errors.append(f"{look}: {type(error).__name__}: {error}")
        reads += 1
        time.sleep(_SECONDS_BETWEEN_READS)
    report.write_bytes(pickle.dumps(Report(reads, errors, seen)))
    return 0


def link(warehouse: Path) -> object:
    """The generation of the published link, by its file; asked about a thousand times a second."""
    time.sleep(0.001)
    with Layout(warehouse).published.open("rb") as file:
        return Path(f"/proc/self/fd/{file.fileno()}").readlink().name, file.read(12)[8:]


def database(warehouse: Path) -> object:
    """One connection: the generation, and the tables whose rows its own manifest does not name."""
    with connect_read_only(Layout(warehouse).published) as connection:
        (generation,) = connection.execute("select generation from pipeline.state").fetchall()[0]
        query = "select table_name, sum(row_count)::bigint from parquet_parts group by table_name"
        manifest = dict(connection.execute(query).fetchall())
        wrong = [
            table.name
            for table in STORED
            if connection.execute(f"select count(*) from {table.name}").fetchall()
            != [(manifest.get(table.name, 0),)]
        ]
        # A text that was taken down and comes again has a row in sources, and no document.
        owners = """
            select count(*) from sources anti join tombstones using (content_hash)
            where content_hash is not null and not is_duplicate
        """
        if (
            connection.execute(owners).fetchall()
            != connection.execute("select count(*) from documents").fetchall()
        ):
            wrong.append("owners")
    return generation, tuple(wrong)


def checks(warehouse: Path) -> object:
    """The rules that are broken, in the database and in the parts it names."""
    return tuple(
        check.name for check in run_checks(FolderStore(Layout(warehouse))) if check.broken_count
    )


def glob_with_duckdb(warehouse: Path) -> object:
    """Rows by table and run."""
    return _with_duckdb(_globs(warehouse))


def glob_with_pyarrow(warehouse: Path) -> object:
    """The same with a dataset of the folder."""
    return _with_pyarrow(_globs(warehouse))


def glob_with_polars(warehouse: Path) -> object:
    """The same with a lazy scan."""
    return _with_polars(_globs(warehouse))


def followed_with_duckdb(warehouse: Path) -> object:
    """The same where the link to a folder is followed before that is listed."""
    return _with_duckdb(_followed(warehouse))


def followed_with_pyarrow(warehouse: Path) -> object:
    """The same with a dataset."""
    return _with_pyarrow(_followed(warehouse))


def followed_with_polars(warehouse: Path) -> object:
    """The same with a lazy scan."""
    return _with_polars(_followed(warehouse))


def _with_duckdb(globs: Sequence[tuple[str, str, str]]) -> object:
    with duckdb.connect() as connection:
        return _by_run(
            {
                table: dict(
                    connection.execute(
                        f"select {run}, count(*) from read_parquet(?) group by 1", [glob]
                    ).fetchall()
                )
                for table, run, glob in globs
            }
        )


def _with_pyarrow(globs: Sequence[tuple[str, str, str]]) -> object:
    return _by_run(
        {
            table: {
                count["values"]: count["counts"]
                for count in pc.value_counts(
                    ds.dataset(Path(glob).parent).to_table()[run]
                ).to_pylist()
            }
            for table, run, glob in globs
        }
    )


def _with_polars(globs: Sequence[tuple[str, str, str]]) -> object:
    return _by_run(
        {
            table: dict(pl.scan_parquet(glob).group_by(run).len().collect().iter_rows())
            for table, run, glob in globs
        }
    )


def keep_session_open(warehouse: Path, stop: Path, report: Path) -> int:
    """An analyst: one transaction, one result that is read slowly, and one question repeated."""
    asked, answers = 0, set[tuple[str, Any]]()
    with connect_read_only(Layout(warehouse).published) as connection, connection.cursor() as slow:
        connection.execute("begin")
        (expected,) = connection.execute("select count(*) from sources").fetchall()[0]
        rest = slow.execute("select a.source_path from sources as a, sources as b, range(2000)")
        rest.fetchmany(10)
        while not stop.exists():
            query = """
                select count(*), count(distinct run_id), (select count(*) from documents)
                from sources
            """
            answers.add(("analyst", connection.execute(query).fetchall()[0]))
            asked += 1
            time.sleep(_SECONDS_BETWEEN_READS)
        fetched = 10 + sum(len(rows) for rows in iter(lambda: rest.fetchmany(100_000), []))
    errors = (
        [] if fetched == expected**2 * 2000 else [f"{fetched} rows instead of {expected**2 * 2000}"]
    )
    report.write_bytes(pickle.dumps(Report(asked, errors, answers)))
    return 0


def _globs(warehouse: Path) -> list[tuple[str, str, str]]:
    return [
        (table, run, str(Layout(warehouse).parquet / table / "*.parquet"))
        for table, run in RUN_COLUMNS.items()
    ]


def _followed(warehouse: Path) -> list[tuple[str, str, str]]:
    return [
        (table, run, str(Path(glob).parent.resolve() / "*.parquet"))
        for table, run, glob in _globs(warehouse)
    ]


def _by_run(rows: dict[str, dict[str, int]]) -> object:
    return tuple(
        (table, run, count) for table in rows for run, count in sorted(rows[table].items())
    )
