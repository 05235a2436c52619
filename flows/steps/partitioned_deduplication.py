"""Deduplicate a batch that has too many keys for one query, in partitions by hash prefix.

A key is all that decides about an extract: its path, its hashes, its reject reason. Equal texts
have equal hashes and so are in one partition; nothing else ties two extracts to each other, so each
partition is decided alone, on any worker. Only the decisions, four bits an extract, come together
again.
"""

from itertools import accumulate, count
from typing import NamedTuple

import duckdb
import pyarrow as pa

from flows.run.batches import ExtractedBatch
from flows.run.context import IngestRun
from warehouse.ledger import sources
from warehouse.storage.staging import Staged

# Keys in a partition, about, and at most in a batch that one query decides: so many took 1.6 GiB
# with a ledger of four million documents, the 20,000 of a default batch 0.7 GiB
# (`benchmarks/deduplication.py`).
MAX_KEYS_AT_ONCE = 1_000_000

_KEYS = [
    "position",
    "source_path",
    "member_path",
    "size_bytes",
    "modified_ns",
    "file_hash",
    "content_hash",
    "member_count",
    "reject_reason",
]
_DECISIONS = ["position", "is_known_version", "is_edited", "is_owner", "is_duplicate"]
_PREFIX_DIGITS = 8


class PartitionJob(NamedTuple):
    """An extracted slice to partition, and the file for its keys."""

    extracts: Staged
    first_position: int
    partition_count: int
    target: Staged


class Partitioned(NamedTuple):
    """The keys of a slice, partition by partition, and how many each partition has."""

    keys: Staged
    counts: tuple[int, ...]


class DecideJob(NamedTuple):
    """The keys of a partition as the ledger looked them up, and the file for the decisions."""

    looked_up: Staged
    target: Staged


def partition_of(content_hash: str | None, position: int, partition_count: int) -> int:
    """Return the partition of an extract, by the prefix of its hash.

    Extracts without a hash can go anywhere and are spread.

    >>> hashes = ("00" * 32, "7f" * 32, "ff" * 32, None)
    >>> [partition_of(content_hash, 5, 4) for content_hash in hashes]
    [0, 1, 3, 1]
    """
    if content_hash is None:
        return position % partition_count
    return int(content_hash[:_PREFIX_DIGITS], 16) * partition_count >> 4 * _PREFIX_DIGITS


def partition_slice(job: PartitionJob) -> Partitioned:
    """Sort the keys of a slice by partition, in order within each."""
    extracts = job.extracts.read_table()
    positions = range(job.first_position, job.first_position + len(extracts))
    keys = extracts.append_column("position", pa.array(positions, pa.int64())).select(_KEYS)
    hashes = keys["content_hash"].to_pylist()
    partitions = [
        partition_of(*each, job.partition_count) for each in zip(hashes, positions, strict=True)
    ]
    in_order = sorted(range(len(partitions)), key=partitions.__getitem__)
    counts = tuple(map(partitions.count, range(job.partition_count)))
    return Partitioned(job.target.write_table(keys.take(pa.array(in_order, pa.int64()))), counts)


def decide_partition(job: DecideJob) -> Staged:
    """Decide the keys of a partition; needs no database."""
    with duckdb.connect() as connection:
        decided = sources.classify(connection, job.looked_up.read_table())
        return job.target.write_table(decided.select(_DECISIONS))


def decide(
    run: IngestRun, batch: ExtractedBatch, extracts: pa.Table, partition_count: int
) -> pa.Table:
    """Return what `sources.decide` returns, for any number of partitions."""
    slices = run.slices
    folder = slices / f"{batch.number:05}"
    partitioned = list(
        run.pool.run(partition_slice, _partition_jobs(batch, folder, partition_count))
    )
    jobs = []
    with run.database.connect() as connection:
        for number in range(partition_count):
            looked_up = sources.look_up(connection, run.run, _keys(partitioned, number))
            written = (folder / f"known-{number:05}.arrow").write_table(looked_up)
            jobs.append(DecideJob(written, folder / f"decided-{number:05}.arrow"))
    decided = [each.read_table() for each in run.pool.run(decide_partition, jobs)]
    decisions = pa.concat_tables(decided).sort_by("position")
    for name in _DECISIONS[1:]:
        extracts = extracts.append_column(name, decisions[name])
    return extracts


def _partition_jobs(
    batch: ExtractedBatch, folder: Staged, partition_count: int
) -> list[PartitionJob]:
    lengths = [each.row_count for each in batch.slices]
    return [
        PartitionJob(each.table, first, partition_count, folder / f"keys-{number:05}.arrow")
        for each, first, number in zip(
            batch.slices, accumulate(lengths, initial=0), count(), strict=False
        )
    ]


def _keys(partitioned: list[Partitioned], number: int) -> pa.Table:
    """Return the keys of one partition, in order."""
    return pa.concat_tables(
        each.keys.read_table().slice(sum(each.counts[:number]), each.counts[number])
        for each in partitioned
    )
