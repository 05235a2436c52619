"""Measure the index of words: what it costs, and how fast and how right a search is.

    python benchmarks/search.py [--documents 100000] [--queries 200] [--small-runs 0] [--json FILE]

The texts are those of `benchmarks/corpus.py`, put into a database without the rest of the pipeline.
The queries are one to three words of one text. Each is asked three times over: for the number of
documents, for the ten best, and for the ten best with their snippets. Then the same documents are
looked for in folded texts. With `--small-runs`, as many runs of twenty documents come one by one.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import Writer
from tests import rows
from transforms.search.word_forms import folded_words
from transforms.text.normalize import normalize_text
from warehouse.database.connection import connect_read_only
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import word_index

_AT_ONCE = 4_000
_SMALL_RUN = 20
_SEED = 7
_WAYS = {
    "count": "select count(*) from search(?)",
    "best ten": "select content_hash, score, title from search(?) limit 10",
    "best ten with snippets": "from search(?) limit 10",
}


def texts(first: int, count: int) -> Iterator[str]:
    """Yield different texts."""
    writer = Writer(_SEED)
    for number in range(first, first + count):
        chance = random.Random(f"{_SEED} {number}")  # noqa: S311 - texts, not secrets
        yield normalize_text(writer.text(chance.randrange(12), chance))


def add(database: WorkDatabase, news: list[str], first: int) -> None:
    """Put documents and their sources into the database."""
    hashes = pa.array([sha256(text.encode()).hexdigest() for text in news])
    paths = pa.array([f"publisher/{first + number}.txt" for number in range(len(news))])
    documents, sources = rows.documents(*news), rows.sources(*paths.to_pylist())
    for made, name in ((documents, "documents"), (sources, "sources")):
        place = made.schema.get_field_index("content_hash")
        table = made.set_column(place, made.schema.field(place), hashes)
        with database.connect() as connection:
            connection.register("news", table)
            connection.execute(f"insert into {name} by name from news")
            connection.unregister("news")


def index(database: WorkDatabase) -> dict[str, float]:
    """Bring the index up to date; return what it took."""
    size = database.path.stat().st_size
    began, began_process = time.perf_counter(), time.process_time()
    word_index.bring_up_to_date(database)
    return {
        "seconds": time.perf_counter() - began,
        "processor_seconds": time.process_time() - began_process,
        "bytes": database.path.stat().st_size - size,
    }


def queries(connection: duckdb.DuckDBPyConnection, count: int) -> list[str]:
    """Return queries: words of texts, as they are written there."""
    chance = random.Random(_SEED)  # noqa: S311 - texts, not secrets
    sample = "select text from documents using sample reservoir(300 rows) repeatable (7)"
    found = [text.split() for (text,) in connection.execute(sample).fetchall()]
    picked = (chance.sample(chance.choice(found), chance.choice([1, 2, 2, 3])) for _ in range(9**9))
    wanted = (" ".join(words) for words in picked if all(map(folded_words, words)))
    return [next(wanted) for _ in range(count)]


def ask(connection: duckdb.DuckDBPyConnection, query: str, words: str) -> float:
    """Return the milliseconds that a query takes."""
    began = time.perf_counter()
    connection.execute(query, [words]).fetchall()
    return 1_000 * (time.perf_counter() - began)


def differing(connection: duckdb.DuckDBPyConnection, asked: list[str]) -> int:
    """Return how many queries find other documents than a scan of folded texts."""
    connection.execute("""
        create temp table folded_texts as
        select content_hash, ' ' || folded(text) || ' ' as words from documents
    """)
    count = 0
    for query in asked:
        phrases = " ".join(f'"{word}"' for word in query.split())
        wanted = [f" {folded_words(word)} " for word in query.split()]
        scan = """
            select content_hash from folded_texts
            where len([w for w in ? if not contains(words, w)]) = 0
        """
        scanned = set(connection.execute(scan, [wanted]).fetchall())
        searched = connection.execute("select content_hash from search(?)", [phrases]).fetchall()
        count += set(searched) != scanned
    return count


def measure(folder: Path, documents: int, query_count: int, small_runs: int) -> dict[str, object]:
    """Return all figures."""
    database = WorkDatabase(folder / "generation.duckdb", folder / "spill")
    with database.create():
        pass
    source = texts(0, documents + small_runs * _SMALL_RUN)
    text_bytes = 0
    for first in range(0, documents, _AT_ONCE):
        news = [next(source) for _ in range(min(_AT_ONCE, documents - first))]
        text_bytes += sum(len(text.encode()) for text in news)
        add(database, news, first)
    taken = index(database)
    figures: dict[str, object] = {
        "documents": documents,
        "text_bytes": text_bytes,
        "index_share": round(taken["bytes"] / text_bytes, 3),
        "milliseconds_a_document": round(1_000 * taken["processor_seconds"] / documents, 3),
    }
    for number in range(small_runs):
        news = [next(source) for _ in range(_SMALL_RUN)]
        add(database, news, documents + number * _SMALL_RUN)
        index(database)
    with connect_read_only(database.path) as connection:
        asked = queries(connection, query_count)
        for name, query in _WAYS.items():
            times = [ask(connection, query, words) for words in asked]
            figures[f"{name}, ms"] = round(statistics.median(times), 1)
        figures["runs"] = connection.execute("select count(*) from word_index.runs").fetchall()[0][
            0
        ]
        figures["queries"] = len(asked)
        figures["queries_that_differ"] = differing(connection, asked)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--small-runs", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as folder:
        found = measure(Path(folder), given.documents, given.queries, given.small_runs)
    for name, figure in found.items():
        print(f"{name}: {figure:,}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
