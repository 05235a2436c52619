"""Measure queries by glob over many small Parquet parts, before and after compaction.

    python benchmarks/compaction.py [--parts 300] [--documents 20]

Each part is that of an hourly run with so many documents of some 3 kB. DuckDB, pyarrow and Polars
count the documents by language, which reads one column of every part. DuckDB also finds one
document by its hash. The best of five rounds counts.

Then both folders change places every 3 ms while readers count rows. The benchmark prints how often
they were right, met an error, or missed rows. A warehouse swaps a table once a night.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
import pyarrow.compute as pc
import pyarrow.dataset as ds

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.history import History
from tests.sentences import SENTENCES

_REPEATS = 5
_SECONDS = 4.0
_SWAP = """
import os, sys, time
link, *folders = sys.argv[1:]
while True:
    for folder in folders:
        os.symlink(folder, link + ".next")
        os.replace(link + ".next", link)
        time.sleep(0.003)
"""
_WORDS = (" " + SENTENCES["ur"]) * 3


def questions(folder: Path, content_hash: str) -> dict[str, Callable[[], object]]:
    """Return the queries by name."""
    glob = str(folder / "*.parquet")
    by_language = "select language, count(*) from read_parquet(?) group by language"
    by_hash = "select count(text) from read_parquet(?) where content_hash = ?"
    return {
        "duckdb, by language": lambda: duckdb.execute(by_language, [glob]).fetchall(),
        "pyarrow, by language": lambda: pc.value_counts(
            ds.dataset(folder).to_table(["language"])["language"]
        ),
        "polars, by language": lambda: pl.scan_parquet(glob).group_by("language").len().collect(),
        "duckdb, one hash": lambda: duckdb.execute(by_hash, [glob, content_hash]).fetchall(),
    }


def seconds(ask: Callable[[], object]) -> float:
    """Return the seconds of the fastest round."""
    found = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        ask()
        found.append(time.perf_counter() - began)
    return min(found)


def measure(folder: Path, part_count: int, document_count: int) -> None:
    """Make the parts, query, compact, query again, and print."""
    history = History(folder / "warehouse")
    for _ in range(part_count):
        history.ingest(document_count, _WORDS)
    history.publish()
    shown = history.layout.shown("documents")
    asked = questions(shown, list(history.documents)[len(history.documents) // 2])
    before = {name: seconds(ask) for name, ask in asked.items()}
    began = time.perf_counter()
    replaced = history.compact()
    spent = time.perf_counter() - began
    print(f"{replaced:,} parts of 4 tables compacted in {spent:.1f} s")
    for name, ask in asked.items():
        after = seconds(ask)
        times = f"{before[name] * 1e3:>9.1f} ms{after * 1e3:>9.1f} ms"
        print(f"{name:<22}{times}{before[name] / after:>8.1f} times")

    replaced_folder = next(
        path for path in history.waiting("documents") if path.name.startswith("first-")
    )
    race(folder / "link", [replaced_folder, shown.resolve()], len(history.documents))


def race(link: Path, folders: list[Path], row_count: int) -> None:
    """Swap folders under readers, and print what they found."""
    link.symlink_to(folders[0])
    command = [sys.executable, "-c", _SWAP, str(link), *map(str, folders)]
    with subprocess.Popen(command) as swapping:
        try:
            for name, ask in counts(link).items():
                found = _outcomes(ask, row_count)
                shares = ", ".join(
                    f"{found[outcome]:,} {outcome}" for outcome in ("right", "errors", "wrong")
                )
                print(f"{name:<28}{shares}")
        finally:
            swapping.kill()


def counts(link: Path) -> dict[str, Callable[[], int]]:
    """Return the ways to count the rows below a link."""
    count = "select count(*) from read_parquet(?)"
    return {
        "duckdb": lambda: duckdb.execute(count, [f"{link}/*.parquet"]).fetchall()[0][0],
        "pyarrow": lambda: ds.dataset(link, format="parquet").count_rows(),
        "polars": lambda: pl.scan_parquet(f"{link}/*.parquet").select(pl.len()).collect().item(),
        "duckdb, link followed": lambda: duckdb.execute(
            count, [f"{os.path.realpath(link)}/*.parquet"]
        ).fetchall()[0][0],
        "pyarrow, link followed": lambda: ds.dataset(
            os.path.realpath(link), format="parquet"
        ).count_rows(),
    }


def _outcomes(ask: Callable[[], int], row_count: int) -> Counter[str]:
    outcomes, end = Counter[str](), time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        try:
            outcomes["right" if ask() == row_count else "wrong"] += 1
        except (OSError, duckdb.Error, pl.exceptions.PolarsError):
            outcomes["errors"] += 1
    return outcomes


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--parts", type=int, default=300)
    parser.add_argument("--documents", type=int, default=20)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="zakhira-bench-") as folder:
        measure(Path(folder), given.parts, given.documents)


if __name__ == "__main__":
    main()
