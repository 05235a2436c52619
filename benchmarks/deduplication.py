"""Measure seconds and memory to deduplicate a batch, by one query and by hash prefix.

    python benchmarks/deduplication.py [--keys 1000000] [--documents 10000000] [--partitions 4]

The ledger is invented: so many documents, each with its source. The batch repeats every second
one. Each way runs in a process of its own, with one worker, on the same ledger; the answers must
be equal. Memory is that of the process that asks.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent))

from flows.run.batches import ExtractedBatch
from flows.run.context import IngestRun
from flows.settings import Settings
from flows.steps import partitioned_deduplication
from flows.workers.limits import Limits
from flows.workers.process_pool import ProcessPool
from warehouse.database.work_database import WorkDatabase
from warehouse.ledger import sources
from warehouse.ledger.runs import Run
from warehouse.storage.staging import ExtractedSlice, StagedFile

_SLICE_FILES = 1_000
_MOMENT = datetime(2026, 3, 7, tzinfo=UTC)
_LEDGER = """
    insert into documents by name
    select
        sha256('text ' || number) as content_hash,
        '' as text,
        'ur' as language,
        'script' as language_method,
        false as has_mixed_scripts,
        0 as char_count,
        0 as word_count,
        0 as sentence_count,
        0 as paragraph_count,
        0 as boilerplate_line_count,
        number || '.txt' as first_source_path,
        $moment as first_seen_at,
        'r1' as first_run_id,
        '1' as pipeline_version
    from range($documents) as numbers(number);
"""
_SOURCES = """
    insert into sources by name
    select
        '/zone' as landing_zone,
        first_source_path as source_path,
        1 as size_bytes,
        $moment as modified_at,
        1 as modified_ns,
        content_hash as file_hash,
        content_hash,
        false as is_duplicate,
        $moment as seen_at,
        'r1' as run_id
    from documents;
"""


def run_over(folder: Path) -> IngestRun:
    """Return a run that decides a batch."""
    settings = Settings(landing=folder, warehouse=folder / "warehouse", workers=1)
    layout = settings.store.layout
    database = WorkDatabase(layout.work_database, layout.spill)
    return IngestRun(
        settings, Run("r2", _MOMENT, "/zone", None), ProcessPool(1, Limits.of(settings)), database
    )


def prepare(folder: Path, keys: int, documents: int) -> None:
    """Invent the ledger and the batch."""
    run = run_over(folder)
    with run.database.create() as connection:
        connection.execute(_LEDGER, {"documents": documents, "moment": _MOMENT})
        connection.execute(_SOURCES, {"moment": _MOMENT})
    for start in range(0, keys, _SLICE_FILES):
        numbers = range(start, min(start + _SLICE_FILES, keys))
        texts = [number if number % 2 else documents + number for number in numbers]
        hashes = [hashlib.sha256(f"text {text}".encode()).hexdigest() for text in texts]
        columns = {
            "source_path": [f"publisher/2026/03/07/{documents + number}.txt" for number in numbers],
            "attributes": ["{}"] * len(hashes),
            "text": [""] * len(hashes),
            "member_path": pa.nulls(len(hashes), pa.string()),
            "size_bytes": [1] * len(hashes),
            "modified_ns": [1] * len(hashes),
            "file_hash": hashes,
            "content_hash": hashes,
            "reject_reason": pa.nulls(len(hashes), pa.string()),
        }
        staged = StagedFile(folder / "slices" / f"extracts-{start:09}.arrow")
        staged.write_table(pa.table(columns))


def decide(folder: Path, partition_count: int) -> dict[str, object]:
    """Decide the batch; return seconds, peak memory and a digest of the answers."""
    run = run_over(folder)
    staged = map(StagedFile, sorted((folder / "slices").glob("extracts-*")))
    slices = [(each, each.read_table().drop_columns(["text"])) for each in staged]
    batch = ExtractedBatch(
        0, tuple(ExtractedSlice(each, len(rows), len(rows), 0) for each, rows in slices)
    )
    extracts = pa.concat_tables(rows for _, rows in slices)
    extracts = extracts.append_column("position", pa.array(range(len(extracts)), pa.int64()))
    began = time.perf_counter()
    if partition_count:
        decided = partitioned_deduplication.decide(run, batch, extracts, partition_count)
    else:
        with run.database.connect() as connection:
            decided = sources.decide(connection, run.run, extracts)
    seconds = time.perf_counter() - began
    with duckdb.connect() as connection:
        connection.register(
            "decided", decided.select(["position", "is_owner", "is_duplicate", "is_known_version"])
        )
        answers = connection.execute(
            "select count_if(is_owner), bit_xor(hash(columns(*)))  from decided"
        ).fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": round(seconds, 1), "peak_mebibytes": peak // 1024, "answers": str(answers)}


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=10_000_000)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--decide", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.decide:
        print(json.dumps(decide(given.decide, given.partitions)))
        return
    with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as folder:
        prepare(Path(folder), given.keys, given.documents)
        found = []
        for count in (0, given.partitions):
            command = [sys.executable, __file__, "--decide", folder, "--partitions", str(count)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found.append(json.loads(done.stdout))
            way = f"{count} partitions" if count else "one query"
            cost = f"{found[-1]['seconds']:.1f} s, {found[-1]['peak_mebibytes']:,} MiB"
            print(f"{given.keys:,} keys, {given.documents:,} documents, {way}: {cost}")
        if found[0]["answers"] != found[1]["answers"]:
            sys.exit("the answers differ")


if __name__ == "__main__":
    main()
