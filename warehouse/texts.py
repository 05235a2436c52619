"""This file fetches rows of `documents`, texts and all, without reading the texts of the others.

Texts are most of the database. A join would read every one of them, and DuckDB keeps what it has read until a file
is closed: so the rows are found by the narrow columns, fetched by where they lie, and the database is opened anew now
and then. What lies together is fetched together: who asks in the order of paths asks for little else.
"""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from warehouse.database import connect, quote
from warehouse.layout import Layout

_VECTOR = 2_048
"""Rows that DuckDB reads together."""
_VECTORS_AT_ONCE = 16
"""Read with one connection; of what is read, only the wanted rows are kept."""


def fetch(layout: Layout, content_hashes: pa.ChunkedArray, columns: Sequence[str]) -> pa.Table:
    """These columns of the documents with these hashes, in the order in which they lie in the database."""
    wanted = pa.table({"content_hash": content_hashes})
    with connect(layout.work_database, layout.spill) as connection:
        connection.register("wanted", wanted)
        query = f"select distinct rowid // {_VECTOR} as vector from documents semi join wanted using (content_hash)"
        vectors = sorted(vector for (vector,) in connection.execute(query).fetchall())
        empty = connection.execute(f"select {_list(columns)} from documents limit 0").to_arrow_table()
        connection.unregister("wanted")
    found = [empty]
    for start in range(0, len(vectors), _VECTORS_AT_ONCE):
        with connect(layout.work_database, layout.spill) as connection:
            connection.register("wanted", wanted)
            query = f"""
                select {_list(columns)} from documents semi join wanted using (content_hash)
                where rowid between ? and ? order by rowid
            """
            for first, last in _runs(vectors[start : start + _VECTORS_AT_ONCE]):
                between = [first * _VECTOR, (last + 1) * _VECTOR - 1]
                found.append(connection.execute(query, between).to_arrow_table())
            connection.unregister("wanted")
    return pa.concat_tables(found)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(map(quote, columns))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers.

    >>> list(_runs([1, 2, 3, 7, 9, 10]))
    [(1, 3), (7, 7), (9, 10)]
    """
    start = 0
    for place, number in enumerate(numbers, 1):
        if place == len(numbers) or numbers[place] != number + 1:
            yield numbers[start], number
            start = place
