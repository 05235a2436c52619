r"""This file reads what the `.sql` files say of themselves: a sentence on the query, and one on each column of it.

A file begins with its sentence; lines like `-- words: words of all of them` then say what a column
is. A column nobody says anything of is a column of the same name in what the query reads, and has
the sentence it has there.
"""

import re
from collections.abc import Mapping

from transforms.schemas import PARQUET_PARTS, STORED

_COLUMN = re.compile(r"^-- (\w+): (.+)$", re.MULTILINE)
_READ = re.compile(r"\b(?:from|join)\s+(\w+)")
_OF_TABLES = {
    table.name: {column.name: column.description for column in table.columns}
    for table in (*STORED, PARQUET_PARTS)
}


def heading(query: str) -> str:
    r"""The sentence at the head of an `.sql` file.

    >>> heading("-- every reject reason\n-- and its files\n-- files: how many\nselect 1")
    'every reject reason and its files'
    """
    lines = [
        line[2:].strip() for line in _COLUMN.sub("", query).splitlines() if line.startswith("--")
    ]
    return " ".join(lines)


def said_of_columns(query: str) -> dict[str, str]:
    r"""The sentences on columns at the head of an `.sql` file.

    >>> said_of_columns("-- every reject reason\n-- files: how many\nselect 1")
    {'files': 'how many'}
    """
    return dict(_COLUMN.findall(query))


def sentence_on(column: str, view: str, queries: Mapping[str, str]) -> str | None:
    r"""What a column of a view is: by its own `.sql` file or by what that reads, first things first; or null.

    >>> queries = {"totals": "-- all\n-- files: how many\nselect count(*) as files, outcome from runs"}
    >>> sentence_on("files", "totals", queries), sentence_on("outcome", "totals", queries)
    ('how many', 'completed, or interrupted when it died half-way')
    """
    if view in _OF_TABLES:
        return _OF_TABLES[view].get(column)
    query = queries.get(view, "")
    said = [
        said_of_columns(query).get(column),
        *(sentence_on(column, read, queries) for read in _READ.findall(query)),
    ]
    return next(filter(None, said), None)
