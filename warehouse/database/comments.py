r"""Comments on views and their columns, read from the heads of the `.sql` files.

A file begins with a sentence on its query; lines like `-- words: words in these documents` then
describe columns. A column without such a line is a column of the same name in what the query reads,
and takes its comment.
"""

import re
from collections.abc import Mapping

from transforms.schemas import PARQUET_PARTS, STORED

_COLUMN_LINE = re.compile(r"^-- (\w+): (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_SOURCE = re.compile(r"\b(?:from|join)\s+(\w+)")
_TABLE_COMMENTS = {
    table.name: {column.name: column.description for column in table.columns}
    for table in (*STORED, PARQUET_PARTS)
}


def sources_of(query: str) -> list[str]:
    r"""Return the names that a query reads from: tables, views and parts of its own, in order.

    >>> sources_of("-- words from papers\nselect words from current_documents semi join sources")
    ['current_documents', 'sources']
    """
    return _SOURCE.findall(_COMMENT.sub("", query))


def heading(query: str) -> str:
    r"""Return the sentence at the head of an `.sql` file.

    >>> heading("-- every reject reason\n-- and its files\n-- files: how many\nselect 1")
    'every reject reason and its files'
    """
    lines = _COLUMN_LINE.sub("", query).splitlines()
    return " ".join(line[2:].strip() for line in lines if line.startswith("--"))


def column_comments(query: str) -> dict[str, str]:
    r"""Return the comments on columns at the head of an `.sql` file.

    >>> column_comments("-- every reject reason\n-- files: how many\nselect 1")
    {'files': 'how many'}
    """
    return dict(_COLUMN_LINE.findall(query))


def comment_on(column: str, view: str, queries: Mapping[str, str]) -> str | None:
    r"""Return the comment on a column of a view, or of a table; null where there is none.

    The view's own `.sql` file comes first, then what it reads, in order.

    >>> totals = "-- all\n-- files: how many\nselect count(*) as files, outcome from runs"
    >>> queries = {"totals": totals}
    >>> comment_on("files", "totals", queries), comment_on("outcome", "totals", queries)
    ('how many', 'completed, or interrupted if the run died')
    """
    if view in _TABLE_COMMENTS:
        return _TABLE_COMMENTS[view].get(column)
    query = queries.get(view, "")
    if own := column_comments(query).get(column):
        return own
    inherited = (comment_on(column, source, queries) for source in sources_of(query))
    return next(filter(None, inherited), None)
