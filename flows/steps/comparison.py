"""Compare new documents, in order, with the leaders before them.

Workers compute the band hashes; documents that share enough of them are compared here, by their
texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.run.context import CorpusRun
from flows.steps.signing import sign_in_workers
from transforms.failures import FAILURES_TYPE
from transforms.near_duplicates.clusters import (
    ClusterAssignment,
    Match,
    SignedDocument,
    assign_clusters,
)
from transforms.near_duplicates.similarity import (
    MAX_BUCKET_SIZE,
    MIN_SHARED_BANDS,
)
from transforms.near_duplicates.version import NEAR_DUPLICATES_VERSION
from transforms.schemas import FAILURES, NEAR_DUPLICATES, RELATED_DOCUMENTS, Table
from transforms.version import PIPELINE_VERSION
from warehouse.database.fetch import fetch_documents
from warehouse.ledger import near_duplicate_index
from warehouse.ledger.rows import failure_rows, similarity_rows
from warehouse.ledger.runs import Counts
from warehouse.storage.part_names import BatchKind
from warehouse.writer import commit as commits

_COUNTED_AT_ONCE = 100


def compare(run: CorpusRun, backlog: int) -> int:
    """Compare the next batch of documents, commit the results, and return how many were found."""
    number = run.next_number(BatchKind.COMPARE)
    with run.database.connect() as connection:
        rows = near_duplicate_index.next_documents(
            connection, NEAR_DUPLICATES_VERSION, run.settings.batch_files
        )
        first = near_duplicate_index.first_free_number(connection)
    hashes = rows["content_hash"]
    with run.progress.stage("signing", "document", backlog):
        signed, unsigned = _sign(run, number, hashes, first)
    with run.database.connect() as connection:
        shared = near_duplicate_index.shared_bands(connection, signed, MAX_BUCKET_SIZE)
        leaders = near_duplicate_index.matching_leaders(connection, shared, MIN_SHARED_BANDS)
    known = _known(run, leaders, dict(enumerate(hashes.to_pylist(), first)), shared)
    with run.progress.stage("comparing", "document", backlog):
        assigned = _assigned(run, shared, known, len(rows))
    with run.database.connect() as connection:
        tables = {
            table: near_duplicate_index.new_rows(
                connection, table, _rows(run, table, assigned, known.hashes)
            )
            for table in (NEAR_DUPLICATES, RELATED_DOCUMENTS)
        }
        failed = _failed(unsigned, assigned, known.hashes)
        tables[FAILURES] = failure_rows(run.run, failed, PIPELINE_VERSION)
        save = partial(
            near_duplicate_index.save,
            bands=_of_leaders(signed, assigned),
            hashes=known.hashes,
            version=NEAR_DUPLICATES_VERSION,
            last=rows.slice(len(rows) - 1),
        )
        commits.commit(connection, run.store, (run.run.run_id, number), tables, save)
    failed_count = run.failures.add_documents(failed, "content_hash")
    found = pc.sum(pc.invert(tables[NEAR_DUPLICATES]["is_revision"]), min_count=0).as_py()
    run.progress.add(Counts(near_duplicates=found, failed=failed_count))
    return int(found)


class _Known(NamedTuple):
    """Documents by their numbers; as strings of Python, all texts would take twice their memory."""

    hashes: dict[int, str]
    # Of those that are compared.
    rows: dict[int, int]
    texts: pa.ChunkedArray

    def text_of(self, number: int) -> str:
        """Return the text of a document."""
        return str(self.texts[self.rows[number]].as_py())


def _known(
    run: CorpusRun, leaders: pa.Table, hashes: Mapping[int, str], shared: pa.Table
) -> _Known:
    """Return some leaders and new documents, with the texts of those that may be alike."""
    earlier = dict(zip(*leaders.to_pydict().values(), strict=True))
    every = {**earlier, **hashes}
    band_counts = Counter(shared["number"].to_pylist())
    alike = [number for number, count in band_counts.items() if count >= MIN_SHARED_BANDS]
    compared = [*earlier, *alike]
    texts = _texts_of(run, pa.chunked_array([[every[number] for number in compared]], pa.string()))
    return _Known(every, {number: row for row, number in enumerate(compared)}, texts)


def _failed(
    unsigned: pa.Table, assigned: Sequence[ClusterAssignment], hashes: Mapping[int, str]
) -> pa.Table:
    """Return the documents on which signing or comparing failed: `content_hash`, `failures`."""
    failures = dict(zip(*unsigned.to_pydict().values(), strict=True))
    for found in assigned:
        if found.failures:
            failures[found.number] = [failure._asdict() for failure in found.failures]
    failed = [hashes[number] for number in failures]
    return pa.table(
        {
            "content_hash": pa.array(failed, pa.string()),
            "failures": pa.array(failures.values(), FAILURES_TYPE),
        }
    )


def _texts_of(run: CorpusRun, content_hashes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the texts of some documents, in order."""
    found = fetch_documents(run.database, content_hashes, ["content_hash", "text"])
    return found["text"].take(pc.index_in(content_hashes, found["content_hash"].combine_chunks()))


def _sign(
    run: CorpusRun, number: int, content_hashes: pa.ChunkedArray, first: int
) -> tuple[pa.Table, pa.Table]:
    """Return the band hashes of documents, numbered from `first` on: `number`, `band_hash`.

    And those that have none because their rule failed: `number`, `failures`. Nearly all texts are
    signed where this run has described them.
    """
    numbers = pa.chunked_array([range(first, first + len(content_hashes))], pa.int64())
    bands = run.signatures.of(content_hashes)
    is_new = pc.is_null(bands)
    run.progress.advance("signing", len(bands) - bands.null_count)
    texts = _texts_of(run, content_hashes.filter(is_new))
    new = sign_in_workers(run, f"{number:05}", texts)
    new = new.append_column("number", numbers.filter(is_new))
    signed = pa.concat_tables(
        [_numbered(numbers, bands), _numbered(new["number"], new["band_hashes"])]
    )
    return signed, new.filter(pc.is_valid(new["failures"])).select(["number", "failures"])


def _numbered(numbers: pa.ChunkedArray, bands: pa.ChunkedArray) -> pa.Table:
    """Return band hashes, each with the number of its document; a document may have none."""
    hashes = pc.list_flatten(bands).cast(pa.int64())
    rows = pc.list_parent_indices(bands)
    return pa.table({"number": numbers.take(rows), "band_hash": hashes})


def _assigned(
    run: CorpusRun, shared: pa.Table, known: _Known, document_count: int
) -> list[ClusterAssignment]:
    """Return the assignments of `_assign`, and count the documents, at last those like no other."""
    assigned: list[ClusterAssignment] = []
    finding = _assign(shared, known)
    while some := list(islice(finding, _COUNTED_AT_ONCE)):
        assigned += some
        run.progress.advance("comparing", len(some))
    run.progress.advance("comparing", document_count - len(assigned))
    return assigned


def _assign(shared: pa.Table, known: _Known) -> Iterator[ClusterAssignment]:
    """Assign the documents that share a band with an earlier one to clusters, in order."""
    bands: defaultdict[int, list[int]] = defaultdict(list)
    buckets: dict[int, list[int]] = {}
    columns = (shared[name].to_pylist() for name in ("number", "band_hash", "leaders"))
    for number, band_hash, leaders in zip(*columns, strict=True):
        bands[number].append(band_hash)
        buckets.setdefault(band_hash, leaders)
    documents = [SignedDocument(number, hashes) for number, hashes in bands.items()]
    return assign_clusters(documents, buckets, known.text_of)


def _rows(
    run: CorpusRun, table: Table, assigned: Sequence[ClusterAssignment], hashes: Mapping[int, str]
) -> pa.Table:
    """Return the rows of one of the two tables."""
    relations = [
        (found.number, relation)
        for found in assigned
        for relation in (_clusters(found) if table == NEAR_DUPLICATES else found.related)
    ]
    pairs = [
        (hashes[number], hashes[relation.leader], *relation.similarity)
        for number, relation in relations
    ]
    return similarity_rows(run.run, table, pairs, NEAR_DUPLICATES_VERSION)


def _clusters(found: ClusterAssignment) -> tuple[Match, ...]:
    return (found.cluster,) if found.cluster else ()


def _of_leaders(signed: pa.Table, assigned: Sequence[ClusterAssignment]) -> pa.Table:
    """Return the band hashes of new leaders: later documents are compared with these."""
    followers = pa.array([found.number for found in assigned if found.cluster], pa.int64())
    return signed.filter(pc.invert(pc.is_in(signed["number"], followers)))
