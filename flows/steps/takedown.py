"""Do not admit what is like a text that was taken down with its near-duplicates."""

import logging
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.run.context import CorpusRun
from flows.run.messages import counted
from flows.steps.signing import sign_in_workers
from transforms.schemas import TOMBSTONES, conform
from warehouse.ledger import takedown
from warehouse.writer.journal import lifted_hashes, read_entries

_log = logging.getLogger("zakhira")

# Of the 62 band hashes of whole texts: two texts share so many where their Jaccard similarity is
# .57 or more. There is no text to compare any more, so a form that comes daily with other figures
# may be taken for the one that was taken down; with fewer it would be so for more.
LEAST_SHARED = 20


class Admitted(NamedTuple):
    """A batch without the texts that are not admitted, and the tombstones of these."""

    documents: pa.Table
    decisions: pa.Table
    tombstones: pa.Table


def find_guard(run: CorpusRun, connection: duckdb.DuckDBPyConnection) -> bool:
    """Find out once in a run whether new texts are compared with what was taken down."""
    if run.is_on_guard is None:
        run.is_on_guard = takedown.has_band_hashes(connection)
    return run.is_on_guard


def admit(run: CorpusRun, number: int, documents: pa.Table, decisions: pa.Table) -> Admitted:
    """Take new documents that are like a text that was taken down out of a batch, by its number.

    Each gets a tombstone of its own, so that it is known by its hash from now on; but nothing is
    compared with it. One whose tombstone was lifted is admitted.
    """
    if not len(documents) or not run.is_on_guard:
        return Admitted(documents, decisions, TOMBSTONES.schema.empty_table())
    # Most runs are not on guard.
    from transforms.near_duplicates.minhash import BAND_COUNT  # noqa: PLC0415

    signed = documents.select(["content_hash", "band_hashes"])
    is_unsigned = pc.is_null(signed["band_hashes"])
    rest = documents.filter(is_unsigned)
    found = _sign_rest(run, number, rest)
    signed = pa.concat_tables([signed.filter(pc.invert(is_unsigned)), found])
    with run.database.connect() as connection:
        like = takedown.like_forgotten(connection, signed, BAND_COUNT, LEAST_SHARED)
    if len(like):
        lifted = pa.array(lifted_hashes(read_entries(run.store)), pa.string())
        like = like.filter(pc.invert(pc.is_in(like["content_hash"], lifted)))
    if not len(like):
        return Admitted(documents, decisions, TOMBSTONES.schema.empty_table())
    _log.info(
        "batch %d: %s like one that was taken down, and not admitted",
        number + 1,
        counted(len(like), "text"),
    )
    refused = like["content_hash"].combine_chunks()
    is_refused = pc.is_in(decisions["content_hash"], refused)
    for name in ("is_owner", "is_duplicate"):
        stays = pc.and_(decisions[name], pc.invert(is_refused))
        decisions = decisions.set_column(decisions.column_names.index(name), name, stays)
    kept = documents.filter(pc.invert(pc.is_in(documents["content_hash"], refused)))
    rows = [
        {
            "content_hash": row["content_hash"],
            "reason": f"near-duplicate of {row['forgotten_hash']}: {row['reason']}",
        }
        for row in like.to_pylist()
    ]
    return Admitted(kept, decisions, _tombstones(run, rows))


def refuse_copies(run: CorpusRun) -> pa.Table:
    """Return tombstones of the rejected files that have what was taken down: no copy of them stays.

    Such is an archive that is damaged behind a text, or a file that could be read once.
    """
    with run.database.connect() as connection:
        if not takedown.has_tombstones(connection):
            return TOMBSTONES.schema.empty_table()
        copies = takedown.copies_with_forgotten(connection)
    rows = [
        {
            "file_hash": row["file_hash"],
            "reason": f"has {row['forgotten_hash']}: {row['reason']}",
        }
        for row in copies.to_pylist()
    ]
    return _tombstones(run, rows)


def _sign_rest(run: CorpusRun, number: int, documents: pa.Table) -> pa.Table:
    """Return `content_hash` and `band_hashes` of documents that their workers did not sign."""
    found = sign_in_workers(run, f"guard-{number:05}", documents["text"])
    columns = ["content_hash", "band_hashes"]
    hashes = documents["content_hash"], found["band_hashes"]
    return pa.table(dict(zip(columns, hashes, strict=True)), documents.select(columns).schema)


def _tombstones(run: CorpusRun, named: Sequence[Mapping[str, str]]) -> pa.Table:
    """Return tombstones of this run, given a hash and the reason of each."""
    facts = {"forgotten_at": run.run.started_at, "run_id": run.run.run_id}
    rows = [{**facts, **each} for each in named]
    return conform(pa.Table.from_pylist(rows, TOMBSTONES.schema), TOMBSTONES)
