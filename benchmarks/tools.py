"""Load a folder with datatrove or dlt, each in an environment of its own.

    python benchmarks/tools.py datatrove|dlt FOLDER TARGET

`benchmarks/throughput.py --tools` makes the environments, and compares. Both tools read each file,
hash it and ask langdetect-rs for its language. datatrove then writes Parquet, in a process on each
core, and drops no copies; dlt loads a DuckDB table, of which copies are dropped by the hash.
"""

import argparse
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGES = {
    "datatrove": ["datatrove[io]==0.10.1", "langdetect-rs<0.2"],
    "dlt": ["dlt[duckdb]==1.31.0", "langdetect-rs<0.2"],
}


def rows(paths: list[Path]) -> Iterator[dict[str, str]]:
    """Yield path, hash, language and text of each file."""
    from langdetect_rs import DetectorFactory, detect  # noqa: PLC0415

    DetectorFactory.seed = 0
    for path in paths:
        payload = path.read_bytes()
        text = payload.decode("utf-8", "replace")
        try:
            language = detect(text)
        except Exception:  # noqa: BLE001 - a text without letters
            language = "und"
        file_hash = hashlib.sha256(payload).hexdigest()
        yield {"path": str(path), "hash": file_hash, "language": language, "text": text}


def with_datatrove(folder: Path, target: Path) -> None:
    """Write Parquet with a local executor of datatrove."""
    from datatrove.data import Document  # noqa: PLC0415
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415
    from datatrove.pipeline.writers import ParquetWriter  # noqa: PLC0415

    cores = len(os.sched_getaffinity(0))

    def read(_data: object, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        for row in rows(sorted(folder.rglob("*.txt"))[rank::world_size]):
            text = row.pop("text")
            yield Document(text=text, id=row["hash"], metadata=dict(row))

    LocalPipelineExecutor(
        pipeline=[read, ParquetWriter(str(target / "parquet"), compression="zstd")],
        tasks=cores,
        workers=cores,
        logging_dir=str(target / "logs"),
    ).run()


def with_dlt(folder: Path, target: Path) -> None:
    """Load a DuckDB table with a pipeline of dlt."""
    import dlt  # noqa: PLC0415

    target.mkdir(parents=True, exist_ok=True)
    pipeline = dlt.pipeline(
        "texts",
        pipelines_dir=str(target / "state"),
        destination=dlt.destinations.duckdb(str(target / "texts.duckdb")),
        dataset_name="corpus",
    )
    found = dlt.resource(
        rows(sorted(folder.rglob("*.txt"))),
        name="texts",
        primary_key="hash",
        write_disposition="merge",
    )
    pipeline.run(found)


TOOLS = {"datatrove": with_datatrove, "dlt": with_dlt}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    TOOLS[given.tool](given.folder, given.target)
