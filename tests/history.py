"""Make the history of a warehouse from commits, without raw files; say what it must hold."""

import shutil
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from flows.run.context import CorpusRun
from flows.settings import Settings
from flows.steps import compaction
from tests import rows
from tests.inline_pool import InlinePool
from tests.markdown import ROOT, blocks
from transforms.describe import preview
from transforms.schemas import DESCRIPTIONS, DOCUMENT_METADATA, DOCUMENTS, RUNS, SOURCES, conform
from warehouse.compaction.compact import remove_replaced_folders
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import build
from warehouse.ledger.runs import Run, run_id
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout
from warehouse.storage.part_names import BatchKind
from warehouse.storage.staging import StagedFile
from warehouse.writer import commit as commits
from warehouse.writer.rebuild import make_work_database

Row = tuple[Any, ...]
_BEGAN = datetime(2026, 3, 7, 6, 17, tzinfo=UTC)
_DESCRIBED = [
    name
    for name in DESCRIPTIONS.schema.names
    if name not in {"content_hash", "described_at", "run_id"}
]

# What documents have, whatever describes them.
_TOLD_BY_NO_DESCRIPTION = {
    "is_hard_wrapped": True,
    "attributes": "{}",
    "publisher": "subh",
    "landing_zone": "/zone",
    "first_modified_at": _BEGAN,
}


class History:
    """A warehouse, and the rows it must hold."""

    def __init__(self, root: Path) -> None:
        self.layout = Layout(root)
        self.database = WorkDatabase(self.layout.work_database, self.layout.spill)
        with self.database.create():
            pass
        self.documents: dict[str, dict[str, Any]] = {}
        self.source_count = 0
        self._runs = 0

    def ingest(self, document_count: int, words: str = "") -> None:
        """A run that brings so many documents, in one batch."""
        first = len(self.documents)
        self.ingest_texts([f"text {first + number}{words}" for number in range(document_count)])

    def ingest_texts(self, texts: Sequence[str]) -> None:
        """A run that brings documents with these texts, in one batch."""
        run = self._next_run()
        values = {
            "first_run_id": run.run_id,
            "first_seen_at": run.started_at,
            "byline": "told by the first description alone",
            **_TOLD_BY_NO_DESCRIPTION,
        }
        documents = rows.documents(*texts, **values)
        previews = pa.array(texts, pa.string())
        metadata = documents.drop_columns(["text", "boilerplate", "cuts"]).append_column(
            "preview", previews
        )
        sources = rows.sources(*texts, run_id=run.run_id, seen_at=run.started_at)
        self.documents |= {row["content_hash"]: row for row in documents.to_pylist()}
        self.source_count += len(texts)
        tables = {
            DOCUMENTS: documents,
            DOCUMENT_METADATA: metadata,
            SOURCES: sources,
            RUNS: _told(run),
        }
        self._commit(run, 0, {table: found for table, found in tables.items() if len(found)})

    def describe_again(self, places: Collection[int]) -> None:
        """A run that describes some documents anew: their titles and texts change."""
        run = self._next_run()
        hashes = list(self.documents)
        chosen = sorted({hashes[place % len(hashes)] for place in places}) if hashes else []
        for content_hash in chosen:
            anew = {
                "title": f"as of {run.run_id}",
                "byline": None,
                "text": f"anew {self._runs}",
                "pipeline_version": str(self._runs),
            }
            self.documents[content_hash] |= anew
        described = [
            {
                **{
                    name: self.documents[content_hash][name]
                    for name in ("content_hash", *_DESCRIBED)
                },
                "described_at": run.started_at,
                "run_id": run.run_id,
            }
            for content_hash in chosen
        ]
        descriptions = conform(pa.Table.from_pylist(described, DESCRIPTIONS.schema), DESCRIPTIONS)
        tables = {RUNS: _told(run)} | ({DESCRIPTIONS: descriptions} if described else {})
        self._commit(run, BatchKind.REDESCRIBE.value[0], tables)

    def publish(self) -> None:
        """Let the one generation be what is committed, without the process that verifies it."""
        shutil.rmtree(self.layout.versions, ignore_errors=True)
        self.publish_too()

    def publish_too(self) -> None:
        """One more generation."""
        number = max(self.layout.generations(), default=0) + 1
        self.layout.versions.mkdir(exist_ok=True)
        shutil.copy(self.layout.work_database, self.layout.generation(number))

    def require_published(self) -> None:
        """Every generation there is can be brought up to date, and then has the documents."""
        with self.connection() as connection:
            manifest = query_arrow(connection, "from parquet_parts")
        for number, path in self.layout.generations().items():
            with TemporaryDirectory() as folder:
                aside = Path(folder)
                made = aside / build.MADE
                shutil.copy(path, made)
                StagedFile(aside / build.MANIFEST).write_table(manifest)
                build.make(self.layout, number, aside, path)
                with connect_read_only(made) as connection:
                    found = in_order(query_arrow(connection, "from documents").to_pylist())
                assert found == self.expected()

    def compact(self) -> int:
        """Run maintenance twice, the first to make ready; return how many parts were replaced."""
        return self.maintain() + self.maintain()

    def maintain(self) -> int:
        """A maintenance run that does nothing else; how many parts were replaced."""
        return compaction.compact(self._corpus_run())

    def merge(self) -> int:
        """The end of a run that may have described documents again; how many parts it replaced."""
        return compaction.merge_descriptions(self._corpus_run())

    def _corpus_run(self) -> CorpusRun:
        settings = Settings(warehouse=self.layout.root, landing=self.layout.root, workers=1)
        return CorpusRun(settings, self._next_run(), InlinePool(), self.database)

    def forget_replaced(self) -> None:
        """The grace period is over."""
        with self.connection() as connection:
            remove_replaced_folders(connection, self.layout, datetime.now(UTC) + timedelta(days=1))

    def rebuild(self) -> None:
        """Make the work database anew from Parquet alone."""
        shutil.rmtree(self.layout.state)
        shutil.rmtree(self.layout.versions, ignore_errors=True)
        make_work_database(FolderStore(self.layout))

    def connection(self) -> Any:
        """The work database."""
        return self.database.connect()

    def in_database(self) -> list[Row]:
        """The documents as the work database shows them."""
        with self.connection() as connection:
            return in_order(query_arrow(connection, "from documents").to_pylist())

    def expected(self) -> list[Row]:
        """The documents as they must be, with their newest descriptions."""
        return in_order(list(self.documents.values()))

    def as_described_last(
        self, found: list[dict[str, Any]], descriptions: list[dict[str, Any]]
    ) -> list[Row]:
        """Documents of Parquet as who reads both tables has them."""
        newest = {
            row["content_hash"]: row
            for row in sorted(descriptions, key=lambda row: str(row["run_id"]))
        }
        names = [*_DESCRIBED]
        return in_order(
            [
                {**row, **{name: newest.get(row["content_hash"], row)[name] for name in names}}
                for row in found
            ]
        )

    def by_glob(self, table: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of a table as each engine finds them, in the order of the files' names."""
        folder = self.layout.parquet / table
        if not folder.exists():
            return {}
        glob = str(folder / "*.parquet")
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            found = query_arrow(connection, f"from read_parquet('{glob}')")
        return {
            "duckdb": found.to_pylist(),
            "pyarrow": ds.dataset(folder).to_table().to_pylist(),
            "polars": pl.scan_parquet(glob).collect().to_arrow().to_pylist(),
        }

    def by_recipe(self) -> list[Row]:
        """The documents as who reads Parquet by the page about object stores has them."""
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            return newest_documents(connection, str(self.layout.root))

    def manifest(self, table: str) -> list[str]:
        """The names of the parts of a table."""
        with self.connection() as connection:
            query = """
                select parse_filename(part_path, true) from parquet_parts
                where table_name = ? order by 1
            """
            return [name for (name,) in connection.execute(query, [table]).fetchall()]

    def files(self, table: str) -> list[str]:
        """The names of the parts that readers see."""
        return sorted(path.stem for path in (self.layout.parquet / table).glob("*.parquet"))

    def waiting(self, table: str) -> list[Path]:
        """The folders of a table that readers may still be in, and that it does not show."""
        shown = (self.layout.parquet / table).resolve()
        folders = sorted((self.layout.compacted / table).glob("*"))
        return [folder for folder in folders if folder.resolve() != shown]

    def expected_previews(self) -> dict[str, str | None]:
        """The preview of each document as it is described now."""
        return {key: preview(row["text"]) for key, row in self.documents.items()}

    def _next_run(self) -> Run:
        self._runs += 1
        started_at = _BEGAN + timedelta(hours=self._runs)
        return Run(run_id(started_at, bytes(3)), started_at, None)

    def _commit(self, run: Run, number: int, tables: dict[Any, pa.Table]) -> None:
        with self.connection() as connection:
            commits.commit(connection, FolderStore(self.layout), (run.run_id, number), tables)


def newest_documents(connection: duckdb.DuckDBPyConnection, warehouse: str) -> list[Row]:
    """The documents of a warehouse by the macro of the page about object stores."""
    page = (ROOT / "docs" / "bi" / "object-store.md").read_text(encoding="utf-8")
    connection.execute(next(each.body for each in blocks(page) if "macro newest" in each.body))
    found = query_arrow(connection, "from newest_documents($warehouse)", {"warehouse": warehouse})
    assert set(found.column_names) == set(DOCUMENTS.schema.names)
    return in_order(found.to_pylist())


def _told(run: Run) -> pa.Table:
    row = dict.fromkeys(RUNS.schema.names)
    row |= {name: 0 for name in row if name.endswith("_count") or name == "read_bytes"}
    row |= {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": run.started_at,
        "outcome": "completed",
    }
    return conform(pa.Table.from_pylist([row], RUNS.schema), RUNS)


def in_order(found: list[dict[str, Any]]) -> list[Row]:
    """Rows of documents with the columns in their order, sorted."""
    return sorted((tuple(row[name] for name in DOCUMENTS.schema.names) for row in found), key=repr)
