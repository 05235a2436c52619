"""Load a folder as plain scripts do, or do the least that a load can do.

    python benchmarks/baselines.py floor FOLDER TARGET
    python benchmarks/baselines.py one-process FOLDER TARGET
    python benchmarks/baselines.py script FOLDER TARGET

`benchmarks/throughput.py` compares zakhira with all three; all do less. The *floor* is the least
that is conceivable: read, NFC, SHA-256, drop copies, one Parquet file, one DuckDB table, by a lean
process on each core; it detects nothing. The *one-process script* is what a data engineer writes in
an hour: read, hash, drop copies, ask langdetect-rs for the language of one document after the
other, write Parquet and load a table. The *script* asks for all languages in one call, which uses
all cores.
"""

import argparse
import hashlib
import multiprocessing
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

_SLICE = 500
_ZSTD = 3
_UNKNOWN = "und"


def floor(folder: Path, target: Path) -> None:
    """Do the least with a folder, on each core."""
    paths = sorted(map(str, folder.rglob("*.txt")))
    slices = [paths[start : start + _SLICE] for start in range(0, len(paths), _SLICE)]
    known: dict[str, tuple[str, str]] = {}
    # Forked before anything else is imported: such a process starts in a millisecond.
    with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
        for some, hashes, texts in pool.imap(_read, slices):
            for path, file_hash, text in zip(some, hashes, texts, strict=True):
                known.setdefault(file_hash, (path, text))
    _store(_columns(known), target)


def _read(paths: Sequence[str]) -> tuple[Sequence[str], list[str], list[str]]:
    payloads = [Path(path).read_bytes() for path in paths]
    hashes = [hashlib.sha256(payload).hexdigest() for payload in payloads]
    texts = [
        unicodedata.normalize("NFC", payload.decode("utf-8", "replace")) for payload in payloads
    ]
    return paths, hashes, texts


def one_process(folder: Path, target: Path) -> None:
    """Load a folder in one process, which asks for one language after the other."""
    from langdetect_rs import DetectorFactory, detect  # noqa: PLC0415

    DetectorFactory.seed = 0
    known: dict[str, tuple[str, str]] = {}
    languages = []
    for path in sorted(folder.rglob("*.txt")):
        payload = path.read_bytes()
        file_hash = hashlib.sha256(payload).hexdigest()
        if file_hash in known:
            continue
        text = payload.decode("utf-8", "replace")
        known[file_hash] = (str(path), text)
        try:
            languages.append(detect(text))
        except Exception:  # noqa: BLE001 - as in a script: a text without letters
            languages.append(_UNKNOWN)
    _store({**_columns(known), "language": languages}, target)


def script(folder: Path, target: Path) -> None:
    """Load a folder in one process, which asks for all languages at once."""
    from langdetect_rs import DetectorFactory, detect_langs_batch  # noqa: PLC0415

    DetectorFactory.seed = 0
    known: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.rglob("*.txt")):
        payload = path.read_bytes()
        known.setdefault(
            hashlib.sha256(payload).hexdigest(), (str(path), payload.decode("utf-8", "replace"))
        )
    texts = [text for _, text in known.values()]
    languages = [found[0].lang if found else _UNKNOWN for found in detect_langs_batch(texts)]
    _store({**_columns(known), "language": languages}, target)


def _columns(known: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    return {
        "hash": list(known),
        "path": [path for path, _ in known.values()],
        "text": [text for _, text in known.values()],
    }


def _store(columns: dict[str, list[str]], target: Path) -> None:
    """Write one Parquet file, and load one DuckDB table."""
    import duckdb  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pa.table(columns)
    target.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target / "texts.parquet", compression="zstd", compression_level=_ZSTD)
    with duckdb.connect(str(target / "texts.duckdb")) as connection:
        connection.register("rows", table)
        connection.execute("create table texts as select * from rows")


BASELINES = {"floor": floor, "one-process": one_process, "script": script}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=BASELINES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    BASELINES[given.what](given.folder, given.target)
