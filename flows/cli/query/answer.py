"""Answer queries of the published warehouse: as a box, one value a line, as CSV, or as JSON."""

import contextlib
import csv
import io
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Literal

import duckdb

from flows.cli.formats import as_cell, as_json
from flows.cli.query.session import (
    Row,
    drop_rest,
    interruptible,
    opened,
    query_errors,
    rows_of,
    statements,
)
from flows.escapes import cut, for_terminal
from transforms.errors import UsageError
from warehouse.storage.store import Store

Form = Literal["box", "vertical", "csv", "json"]

MOST_ROWS_SHOWN = 200
# Columns of a box where there is no terminal.
_WIDTH = 160
# As many rows as fit on a few screens when each takes one line a column.
_MOST_ROWS_ON_END = 10
_HIDES_COLUMNS = re.compile(r"\bcolumns? \(\d+ shown\)")
# The end of a query whose rows are to be shown one value a line, as in MySQL and MariaDB.
VERTICAL_END = r"\G"


def answer(
    store: Store, query: str, form: Form, *, limit: int | None = None, is_unsafe: bool = False
) -> None:
    """Print what each statement of a query finds in the published warehouse.

    It reads and writes no other file, unless it is unsafe.

    Raises:
        UsageError: the query is wrong; the message is DuckDB's.
    """
    with query_errors(), opened(store, is_unsafe=is_unsafe) as connection:
        print_answers(connection, query, form, limit=limit, is_unsafe=is_unsafe)


def print_answers(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    form: Form,
    *,
    limit: int | None = None,
    is_unsafe: bool = False,
) -> None:
    """Print what each statement finds; `limit` is the number of rows of each, at most.

    Raises:
        UsageError: two columns of JSON have one name, or a statement writes files.
        duckdb.Error: a statement is wrong; those before it are answered.
    """
    text = query.rstrip()
    if text.endswith(VERTICAL_END):
        text, form = text.removesuffix(VERTICAL_END), "vertical" if form == "box" else form
    for number, statement in enumerate(statements(connection, text, is_unsafe=is_unsafe)):
        if number and form == "csv":
            print()
        if form in {"csv", "json"}:
            _print_rows(connection, statement, form, limit)
        else:
            _print_shown(connection, statement, limit, is_vertical=form == "vertical")


def _print_shown(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement,
    limit: int | None,
    *,
    is_vertical: bool,
) -> None:
    """Print the first rows for a person, and say where there are more."""
    most = MOST_ROWS_SHOWN if limit is None else limit

    def ask() -> duckdb.DuckDBPyRelation | None:
        found = connection.sql(statement)
        return None if found is None else _kept(found.limit(most + 1))

    found = interruptible(connection, ask)
    if found is None:
        return
    count = found.count("*").fetchall()[0][0]
    rows = found.limit(most)
    text = _vertical(rows) if is_vertical else _box(rows, min(count, most))
    print(for_terminal(text), end="")
    if limit is None and count > most:
        print(f"the first {most} rows; --limit {most * 10} shows more, --csv prints all")


def _kept(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return a relation whose rows are found now, and once.

    Arrow keeps them for an old DuckDB. It takes as long to import as all else that a query needs.
    """
    if hasattr(found, "materialize"):  # since 2.0
        kept: duckdb.DuckDBPyRelation = found.materialize()
        return kept
    drawing = duckdb.connect()
    drawing.execute("set timezone = 'UTC'")
    return drawing.from_arrow(found.to_arrow_table())


def _box(rows: duckdb.DuckDBPyRelation, count: int) -> str:
    """Return rows as a box; few rows whose columns do not fit side by side, one value a line."""
    width = _terminal_width()
    box = io.StringIO()
    with contextlib.redirect_stdout(box):
        rows.show(max_rows=max(1, count), max_width=width)
    if 0 < count <= _MOST_ROWS_ON_END and _HIDES_COLUMNS.search(box.getvalue()):
        return _vertical(rows, width)
    return box.getvalue()


def _vertical(rows: duckdb.DuckDBPyRelation, width: int | None = None) -> str:
    """Return rows with one value a line, cut to a width if there is one, else whole."""
    margin = max(map(len, rows.columns)) + 2
    lines = []
    for number, row in enumerate(rows.project("columns(*)::varchar").fetchall(), 1):
        lines.append(f"── row {number} " + "─" * max(0, margin - 7 - len(str(number))))
        for name, value in zip(rows.columns, row, strict=True):
            text = _on_line(value, width - margin) if width else _indented(value, margin)
            lines.append(f"{name:<{margin}}{text}")
    return "".join(f"{line}\n" for line in lines)


def _on_line(value: str | None, width: int) -> str:
    r"""Return a value in one line of a width.

    >>> _on_line("a\nlong text", 8), _on_line(None, 8)
    ('a\\nlong…', 'NULL')
    """
    return cut("NULL" if value is None else value.replace("\n", r"\n"), width)


def _indented(value: str | None, margin: int) -> str:
    return "NULL" if value is None else value.replace("\n", "\n" + " " * margin)


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH


def _print_rows(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement,
    form: Form,
    limit: int | None,
) -> None:
    found = rows_of(connection, statement)
    show = _print_csv if form == "csv" else _print_json
    try:
        show(found.names, islice(found.rows, limit))
    finally:
        drop_rest(connection)


def _print_csv(names: Sequence[str], rows: Iterable[Row]) -> None:
    """Print a row a line; a file gets letters as they are, a terminal none that steers it."""
    sink = _Escaping() if sys.stdout.isatty() else sys.stdout
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(map(as_cell, row) for row in rows)


class _Escaping:
    """Standard output, for a terminal."""

    def write(self, text: str) -> int:
        return sys.stdout.write(for_terminal(text))


def _print_json(names: Sequence[str], rows: Iterable[Row]) -> None:
    """Print an array, an object a line."""
    require_one_name_each(names, "JSON")
    print("[", end="")
    separator = ""
    for row in rows:
        print(separator, as_json(dict(zip(names, row, strict=True))), sep="", end="")
        separator = ",\n "
    print("]")


def require_one_name_each(names: Sequence[str], form: str) -> None:
    """Fail where two columns have one name.

    Raises:
        UsageError: two have.
    """
    if len(set(names)) < len(names):
        raise UsageError(f"two columns have one name; {form} needs names of their own: add `as`")
