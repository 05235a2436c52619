"""Load a folder with a plain script, or do the least that a load can do.

    python benchmarks/baselines.py script FOLDER TARGET
    python benchmarks/baselines.py floor FOLDER TARGET

`benchmarks/throughput.py` compares zakhira with both; both do less. The *script* is what a data
engineer writes in an hour: one process reads every file, hashes the bytes, drops copies, detects
the language with langdetect-rs, writes Parquet and loads a DuckDB table. The *floor* is the
minimum: read, NFC, SHA-256, detect, one Parquet file, by a lean process on each core.
"""

import argparse
import hashlib
import multiprocessing
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from langdetect_rs import DetectorFactory, detect_langs_batch

_SLICE = 1_000


def script(folder: Path, target: Path) -> None:
    """Load a folder as a plain script does."""
    DetectorFactory.seed = 0
    known: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.rglob("*.txt")):
        payload = path.read_bytes()
        known.setdefault(
            hashlib.sha256(payload).hexdigest(), (str(path), payload.decode("utf-8", "replace"))
        )
    texts = [text for _, text in known.values()]
    languages = [found[0].lang if found else "und" for found in detect_langs_batch(texts)]
    paths = [path for path, _ in known.values()]
    table = pa.table({"hash": list(known), "path": paths, "language": languages, "text": texts})
    target.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target / "texts.parquet", compression="zstd")
    with duckdb.connect(str(target / "texts.duckdb")) as connection:
        connection.register("rows", table)
        connection.execute("create table texts as select * from rows")


def floor(folder: Path, target: Path) -> None:
    """Do the minimum with a folder, on each core."""
    paths = sorted(map(str, folder.rglob("*.txt")))
    slices = [paths[start : start + _SLICE] for start in range(0, len(paths), _SLICE)]
    with multiprocessing.get_context("forkserver").Pool(
        len(os.sched_getaffinity(0)), _prepare
    ) as pool:
        table = pa.concat_tables(pool.imap(_slice, slices))
    target.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target / "texts.parquet", compression="zstd", compression_level=3)


def _prepare() -> None:
    os.environ["RAYON_NUM_THREADS"] = "1"
    DetectorFactory.seed = 0


def _slice(paths: Sequence[str]) -> pa.Table:
    payloads = [Path(path).read_bytes() for path in paths]
    texts = [
        unicodedata.normalize("NFC", payload.decode("utf-8", "replace")) for payload in payloads
    ]
    hashes = [hashlib.sha256(payload).hexdigest() for payload in payloads]
    languages = [found[0].lang if found else "und" for found in detect_langs_batch(texts)]
    return pa.table({"hash": hashes, "path": paths, "language": languages, "text": texts})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["script", "floor"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    {"script": script, "floor": floor}[given.what](given.folder, given.target)
