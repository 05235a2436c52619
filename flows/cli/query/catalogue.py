"""What there is to ask: the tables, views and macros of the published warehouse, and columns."""

from collections.abc import Sequence
from difflib import get_close_matches

import duckdb

from flows.run.messages import counted
from transforms.errors import UsageError

Row = dict[str, object]

_TABLES = """
    select table_name as name, 'table' as kind, estimated_size as rows, comment
    from duckdb_tables()
    where schema_name = 'main' and not internal
    union all
    select view_name, 'view', null, comment
    from duckdb_views()
    where schema_name = 'main' and not internal
    union all
    select function_name || '(' || array_to_string(parameters, ', ') || ')', 'macro', null, comment
    from duckdb_functions()
    where
        schema_name = 'main'
        and not internal
        and function_type in ('macro', 'table_macro')
        -- others serve the views
        and comment is not null
    order by kind = 'macro', kind, name
"""
_COLUMNS = """
    select column_name as name, data_type as type, comment
    from duckdb_columns()
    where schema_name = 'main' and not internal and table_name = ?
    order by column_index
"""


def tables(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return what can be asked: name, kind (table, view, macro), rows of a table, comment."""
    return _rows(connection.execute(_TABLES))


def columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """Return the columns of a table or view, in order: name, type, comment.

    Raises:
        UsageError: there is no such table; the message names the nearest.
    """
    found = _rows(connection.execute(_COLUMNS, [table.lower()]))
    if not found:
        raise UsageError(_no_table(table, names(connection)))
    return found


def names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of all tables and views."""
    return [str(row["name"]) for row in tables(connection) if row["kind"] != "macro"]


def words(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return every name that a query may use: of tables, views, macros and columns, each once."""
    found = connection.execute("""
        select table_name from duckdb_tables() where not internal
        union
        select view_name from duckdb_views() where not internal
        union
        select column_name from duckdb_columns() where not internal
        union
        select function_name from duckdb_functions() where not internal
        order by 1
    """)
    return [str(name) for (name,) in found.fetchall()]


def _rows(found: duckdb.DuckDBPyConnection) -> list[Row]:
    heads = [column[0] for column in found.description or ()]
    return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


def _no_table(name: str, known: Sequence[str]) -> str:
    """Return what to say of a name that is none, with the nearest ones.

    >>> _no_table("document", ["documents", "sources"])
    'no table or view named document; the nearest is documents; zakhira tables lists all'
    """
    near = get_close_matches(name.lower(), known, 3, cutoff=0.6)
    if not near:
        return f"no table or view named {name}; zakhira tables lists all"
    verb = "is" if len(near) == 1 else "are"
    nearest = f"the nearest {verb} {', '.join(near)}"
    return f"no table or view named {name}; {nearest}; zakhira tables lists all"


def as_list(found: Sequence[Row]) -> str:
    """Return rows for a person: names in a column, the comment at the end, headed by kind."""
    kinds = list(dict.fromkeys(str(row["kind"]) for row in found))
    parts = [
        f"{kind.capitalize()}s\n{_aligned([row for row in found if row['kind'] == kind])}"
        for kind in kinds
    ]
    return "\n\n".join(parts)


def _aligned(found: Sequence[Row]) -> str:
    width = max(len(str(row["name"])) for row in found)
    return "\n".join(f"  {row['name']!s:<{width}}  {_told(row)}".rstrip() for row in found)


def _told(row: Row) -> str:
    """Return the rows of a table, and what it is."""
    rows, comment = row["rows"], row["comment"] or ""
    return f"{comment} ({counted(rows, 'row')})" if isinstance(rows, int) else str(comment)


def as_columns(found: Sequence[Row]) -> str:
    """Return columns for a person, one a line: name, type, comment."""
    widths = [max(len(str(row[head])) for row in found) for head in ("name", "type")]
    return "\n".join(
        f"{row['name']!s:<{widths[0]}}  {row['type']!s:<{widths[1]}}  {row['comment'] or ''}"
        for row in found
    )
