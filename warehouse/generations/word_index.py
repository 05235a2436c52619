"""The index of words that `search` reads: tables of a generation, brought up to date with it.

The words are those of the SQL macro `folded`, for documents and queries alike, so a search finds
what a scan of folded texts would find. Only generations have the index: the work database and the
Parquet know nothing of it.

Postings are written in runs, each sorted by word. So a query reads a few groups of rows of each.
Runs of about one size are merged, so their number grows with the logarithm of the corpus until a
run is full.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from transforms.search import word_counts
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import (
    connect_read_only,
    fetch_with_little_memory,
    transaction,
)
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase

# Characters that are indexed at a time, unless one document has more: some 7,000 documents.
_BATCH_CHARS = 20_000_000
# So many runs of one size become one run, until that is full: documents that a word is in, some
# 15,000 texts.
_MERGED_RUNS = 4
_FULL_RUN = 1_000_000
# Numbers for each document: where more are given out, the others are of texts that were replaced.
_MOST_NUMBERS = 2

_TABLES = ("documents", "joined", "postings", "runs", "state")
# What decides about the words of a document.
_RULES = ("letters", "key_words", "joined")
# Each after those that it reads.
_MACROS = (
    "letters",
    "folded",
    "words",
    "stop_words",
    "snippet",
    "search",
    "kwic",
    "mentions",
    "collocates",
    "keywords",
)


def bring_up_to_date(database: WorkDatabase, described: Sequence[Path] = ()) -> None:
    """Index the documents of a generation that are new, and those that were described again.

    `described` are the parts with the new descriptions.
    """
    with database.connect() as connection:
        with transaction(connection):
            _create(connection)
            _forget_described(connection, described)
            _find_moved(connection)
            _forget_gone(connection)
        query = sql_files("word_index")["batches"]
        batches = connection.execute(query, [_BATCH_CHARS]).fetchall()
    for first, last in batches:
        with database.connect() as connection, transaction(connection):
            _index(connection, first, last)
    while _merge(database):
        pass
    with database.connect() as connection, transaction(connection):
        _set_current(connection)


def read_index(database: Path) -> None:
    """Read every value of the index.

    Raises:
        WarehouseError: the file cannot be opened.
        duckdb.Error: a block of it is damaged.
    """
    with connect_read_only(database) as connection:
        for table in _TABLES:
            query = f"select bit_xor(hash(t)) from word_index.{table} as t"
            fetch_with_little_memory(connection, query)


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing; empty the index where another rule made it, or most of it is old."""
    queries, macros = sql_files("word_index"), sql_files("macros")
    connection.execute(queries["tables"])
    for name in _MACROS:
        connection.execute(macros[name])
    rule = macros["letters"] + macros["folded"] + "".join(queries[name] for name in _RULES)
    rule_hash = hashlib.sha256(rule.encode()).hexdigest()
    useful = """
        select 1 from word_index.state where rule_hash = ?
            and next_document <= ? * (select count(*) from documents)
    """
    if not connection.execute(useful, [rule_hash, _MOST_NUMBERS]).fetchall():
        for table in _TABLES:
            connection.execute(f"delete from word_index.{table}")
        connection.execute("insert into word_index.state values (?, 0, 0, 0)", [rule_hash])


def _forget_described(connection: duckdb.DuckDBPyConnection, described: Sequence[Path]) -> None:
    """Take out the numbers of documents that have another text; postings of them find nothing."""
    if described:
        connection.execute(
            """
            delete from word_index.documents where document_key in (
                select word_index.key_of(content_hash)
                from read_parquet(?, hive_partitioning = false)
            )
            """,
            [list(map(str, described))],
        )


def _find_moved(connection: duckdb.DuckDBPyConnection) -> None:
    """Look up the rows that moved, as when a checkpoint closes the gap that others left."""
    connection.execute("""
        create temp table moved as
        select documents.rowid as document_row, word_index.key_of(content_hash) as document_key
        from documents
        anti join word_index.documents as indexed
            on documents.rowid = indexed.document_row
            and word_index.key_of(documents.content_hash) = indexed.document_key
    """)
    connection.execute("""
        update word_index.documents as indexed set document_row = moved.document_row
        from moved where indexed.document_key = moved.document_key
    """)
    connection.execute("drop table moved")


def _forget_gone(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out the documents that are no more in the warehouse, and all of their words."""
    connection.execute("""
        create temp table gone as
        select document from word_index.documents as indexed
        anti join documents
            on documents.rowid = indexed.document_row
            and word_index.key_of(documents.content_hash) = indexed.document_key
    """)
    if connection.execute("select 1 from gone limit 1").fetchall():
        runs = connection.execute("select run from word_index.runs").fetchall()
        for (run,) in runs:
            _add_run(connection, sql_files("word_index")["kept"], [run])
            _remove_runs(connection, [run])
        connection.execute(
            "delete from word_index.documents where document in (select document from gone)"
        )
    connection.execute("drop table gone")


def _index(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Index the documents between two rows that the index lacks, as a run."""
    queries = sql_files("word_index")
    connection.execute(
        f"create temp table new_documents as {queries['new_documents']}", [first, last]
    )
    connection.execute("insert into word_index.documents select *, false from new_documents")
    rows = query_arrow(connection, queries["texts"], [first, last])
    texts = _one_array(rows["text"].cast(pa.large_string()))
    counted = word_counts.count_words(texts, _letters(connection, texts))
    connection.register("keys", _keys(counted))
    connection.execute(f"create temp table key_words as {queries['key_words']}")
    connection.execute(queries["joined"])
    connection.register("new_postings", _postings(connection, counted, rows["document"]))
    _add_run(connection, "from new_postings", [])
    connection.execute(
        "update word_index.state set next_document = "
        "next_document + (select count(*) from new_documents)"
    )
    for table in ("new_documents", "key_words"):
        connection.execute(f"drop table {table}")
    for rows_of_ours in ("keys", "new_postings"):
        connection.unregister(rows_of_ours)


def _one_array(texts: pa.ChunkedArray) -> pa.LargeStringArray:
    """Return texts as one array, without a copy where they are one already."""
    return texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()


def _letters(
    connection: duckdb.DuckDBPyConnection, texts: pa.LargeStringArray
) -> word_counts.Letters:
    """Return what becomes of each character of some texts, as the macros say."""
    characters = word_counts.characters_of(texts)
    probes = list(map(word_counts.probe, characters))
    connection.register("characters", pa.table({"character": characters, "probe": probes}))
    found = query_arrow(connection, sql_files("word_index")["letters"])
    connection.unregister("characters")
    return word_counts.letters_of(dict(zip(*found.to_pydict().values(), strict=True)))


def _keys(counted: word_counts.WordCounts) -> pa.Table:
    numbers = pa.array(range(len(counted.names)), pa.int32())
    return pa.table({"key": numbers, "name": counted.names, "is_odd": pa.array(counted.is_odd)})


def _postings(
    connection: duckdb.DuckDBPyConnection,
    counted: word_counts.WordCounts,
    documents: pa.ChunkedArray,
) -> pa.Table:
    """Return the postings of some texts, given their documents, by `key_words`, sorted by word."""
    words = query_arrow(
        connection, "select distinct word_number, word from key_words order by word_number"
    )
    pairs = query_arrow(connection, "select key, word_number from key_words order by key")
    columns = [pairs[name].to_numpy() for name in ("key", "word_number")]
    found = word_counts.postings(counted, columns, len(words))
    firsts = pa.array(found.firsts)
    numbers = pa.array(documents.to_numpy()[found.texts])
    counts = pa.array(found.counts.astype(np.uint32))
    return pa.table(
        {
            "word": words["word"].combine_chunks(),
            "documents": pa.ListArray.from_arrays(firsts, numbers),
            "counts": pa.ListArray.from_arrays(firsts, counts),
        }
    )


def _merge(database: WorkDatabase) -> bool:
    """Merge some runs of about one size; return whether there were any."""
    queries = sql_files("word_index")
    with database.connect() as connection, transaction(connection):
        found = connection.execute(
            queries["mergeable"], [_FULL_RUN, _MERGED_RUNS, _MERGED_RUNS]
        ).fetchall()
        for (runs,) in found:
            _add_run(connection, queries["merged"], [runs])
            _remove_runs(connection, runs)
    return bool(found)


def _add_run(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]) -> None:
    """Add what a query finds as a run."""
    ((run,),) = connection.execute(
        "select coalesce(max(run), 0)::integer + 1 from word_index.runs"
    ).fetchall()
    connection.execute(f"insert into word_index.postings select {run}, * from ({query})", values)
    connection.execute(
        "insert into word_index.runs select ?, coalesce(sum(len(documents)), 0) "
        "from word_index.postings where run = ?",
        [run, run],
    )


def _remove_runs(connection: duckdb.DuckDBPyConnection, runs: Sequence[int]) -> None:
    for table in ("postings", "runs"):
        connection.execute(
            f"delete from word_index.{table} where run in (select unnest(?))", [list(runs)]
        )


def _set_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Note which documents a raw file holds now, and the figures for BM25."""
    connection.execute("""
        update word_index.documents set is_current = not is_current
        where is_current <> (
            document_key in (
                select word_index.key_of(content_hash) from current_sources
                where content_hash is not null
            )
        )
    """)
    connection.execute("""
        update word_index.state set
            document_count = (select count(*) from word_index.documents where is_current),
            average_length = (
                select coalesce(avg(length), 0) from word_index.documents where is_current
            )
    """)
