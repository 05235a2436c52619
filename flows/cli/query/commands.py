"""The commands that ask the published warehouse; none of them writes to it."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter, validators

from flows.cli import formats, streams
from flows.cli.app import STANDARD_INPUT, AsJson, Warehouse, app, settings_of
from flows.cli.exit_codes import DONE, FAILED
from flows.escapes import for_terminal
from transforms.errors import UsageError

if TYPE_CHECKING:  # `--help` needs no storage
    from flows.cli.query.answer import Form

# A query may begin with a comment (`-- words`), which is no option.
Query = Annotated[str, Parameter(allow_leading_hyphen=True)]
_AtLeastOne = Parameter(validator=validators.Number(gte=1))


@app.command
def sql(
    query: Query | None = None,
    /,
    *,
    file: Annotated[Path | None, Parameter(name=["--file", "-f"])] = None,
    limit: Annotated[int | None, _AtLeastOne] = None,
    vertical: Annotated[bool, Parameter(negative=())] = False,
    csv: Annotated[bool, Parameter(negative=())] = False,
    as_json: AsJson = False,
    warehouse: Warehouse = None,
    unsafe: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    r"""Query the published warehouse, read-only; without a query, at a prompt.

    It never waits for a run and never disturbs one. It opens no other file. `zakhira tables` lists
    what can be asked, `zakhira columns documents` explains each column.

    For example:

        zakhira sql "select title, language from documents limit 5"

        zakhira sql "from documents limit 1" --vertical

        zakhira sql -f questions.sql --csv > answers.csv

        zakhira sql

    Args:
        query: DuckDB SQL, one statement or several with `;` between them; `-` reads it from
            standard input. The first 200 rows of each are shown.
        file: Read the query from a file.
        limit: Print so many rows of each statement, at most.
        vertical: Print one value a line, texts whole; `\G` at the end of a query does it too. Few
            rows of many columns are shown so by themselves, each value cut to one line.
        csv: Print CSV, with a header. A text that a spreadsheet would take for a formula (= + - @
            first) gets an apostrophe before it; --json prints it as it is.
        unsafe: Let the query read and write files, load extensions and change settings of DuckDB.
    """
    form = _form(vertical=vertical, csv=csv, as_json=as_json)
    text = _query_text(query, file)
    store = settings_of(warehouse=warehouse).store
    if text is None:
        from flows.cli.query.prompt import converse  # noqa: PLC0415

        converse(store, form, limit=limit, is_unsafe=unsafe)
        return DONE
    from flows.cli.query.answer import answer  # noqa: PLC0415

    answer(store, text, form, limit=limit, is_unsafe=unsafe)
    return DONE


def _form(*, vertical: bool, csv: bool, as_json: bool) -> "Form":
    """Return the form that the options ask for.

    Raises:
        UsageError: they ask for several.
    """
    if vertical + csv + as_json > 1:
        raise UsageError("--vertical, --csv or --json: pass one of them")
    if vertical:
        return "vertical"
    return "csv" if csv else "json" if as_json else "box"


def _query_text(query: str | None, file: Path | None) -> str | None:
    """Return the query from the command line, a file or a pipe; null where a person will type it.

    Raises:
        UsageError: there are two queries, or none, or the file cannot be read.
    """
    if query is not None and file is not None:
        raise UsageError("a query or --file: pass one of them")
    if file is not None and str(file) != STANDARD_INPUT:
        return _read(file)
    if query is None and file is None and streams.is_conversation():
        return None
    text = streams.read_input() if query in {None, STANDARD_INPUT} else str(query)
    if not text.strip():
        raise UsageError("no query: name one, pipe one in, or say zakhira sql at a terminal")
    return text


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "is no UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{file}: {why}") from error


@app.command
def search(
    first: Annotated[str, Parameter(name="WORDS", allow_leading_hyphen=True)],
    /,
    *more: Annotated[str, Parameter(allow_leading_hyphen=True)],
    language: str | None = None,
    publisher: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: Annotated[int, _AtLeastOne] = 10,
    warehouse: Warehouse = None,
    as_json: AsJson = False,
) -> int:
    """Find the documents with all of some words, in any spelling; the best first.

    Letters of other keyboards, vowel marks, ZWNJ and punctuation make no difference. Exit code 1 if
    nothing is found.

    For example:

        zakhira search بارش سیلاب --since 2026-01-01

        zakhira search '"book fair" -lahore'

    Args:
        first: Words; "a phrase" in quotation marks; -without, quoted with the words before it.
        more: More of them.
        language: Only documents in a language, as in ur.
        publisher: Only documents of a publisher, the first folder of their path.
        since: Only documents of that day and later.
        until: Only documents of that day and earlier.
        limit: Print so many documents, at most.
    """
    from flows.cli.query import search as searching  # noqa: PLC0415

    words = " ".join((first, *more))
    filters = searching.Filters(language, publisher, since, until)
    found = searching.search(settings_of(warehouse=warehouse).store, words, filters, limit)
    if as_json:
        print(formats.as_json(searching.as_objects(found)))
    elif found.hits:
        print(searching.as_page(found, words))
    else:
        streams.say(searching.none_message(words, filters))
    return DONE if found.hits else FAILED


@app.command
def tables(*, warehouse: Warehouse = None, as_json: AsJson = False) -> int:
    """List what can be asked: tables with their rows, views and macros, each with a sentence.

    For example: zakhira tables; then: zakhira columns documents
    """
    from flows.cli.query import catalogue  # noqa: PLC0415
    from flows.cli.query.session import opened  # noqa: PLC0415

    with opened(settings_of(warehouse=warehouse).store) as connection:
        found = catalogue.tables(connection)
    print(formats.as_json(found) if as_json else for_terminal(catalogue.as_list(found)))
    return DONE


@app.command
def columns(table: str, /, *, warehouse: Warehouse = None, as_json: AsJson = False) -> int:
    """Explain the columns of a table or view: name, type, and what it holds.

    For example: zakhira columns documents

    Args:
        table: A name that `zakhira tables` lists.
    """
    from flows.cli.query import catalogue  # noqa: PLC0415
    from flows.cli.query.session import opened  # noqa: PLC0415

    with opened(settings_of(warehouse=warehouse).store) as connection:
        found = catalogue.columns(connection, table)
    print(formats.as_json(found) if as_json else for_terminal(catalogue.as_columns(found)))
    return DONE


@app.command
def export(
    query: Query,
    file: Path,
    /,
    *,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    bom: Annotated[bool, Parameter(negative=())] = False,
    warehouse: Warehouse = None,
    as_json: AsJson = False,
) -> int:
    """Write what a query finds to a file: CSV, Excel, Parquet or JSON lines, by its ending.

    The file appears whole or not at all, and takes little memory whatever its size.

    For example:

        zakhira export "select * exclude (text) from documents" documents.xlsx

        zakhira export "select title, text from documents where language = 'ur'" urdu.jsonl

    In Excel a moment is in UTC without a zone, and the head of its column says so; a text of more
    than 32,767 characters is cut, and the command says how many were; rows that a sheet does not
    hold (1,048,575) are in the next one.

    Args:
        query: DuckDB SQL, one statement; `-` reads it from standard input.
        file: A file named `*.csv`, `*.xlsx`, `*.parquet` or `*.jsonl`.
        overwrite: Replace the file if it is there.
        bom: Begin CSV with a byte order mark: Excel reads Urdu letters right only with it.
    """
    from flows.cli.query import export as exports  # noqa: PLC0415

    text = _query_text(query, None) or ""
    store = settings_of(warehouse=warehouse).store
    found = exports.export(store, text, file, with_bom=bom, is_replaced=overwrite)
    streams.report(json.dumps(found._asdict()) if as_json else exports.exported_message(found))
    return DONE


@app.command
def contract(
    *,
    form: Annotated[Literal["odcs", "json-schema", "dbt"], Parameter(name="--format")] = "odcs",
    warehouse: Warehouse = None,
) -> int:
    """Print the contract of the tables: names, types and meanings of all columns.

    It is made of what this version declares; the warehouse need not be there.

    For example:

        zakhira contract > zakhira.odcs.yaml

        zakhira contract --format dbt > models/sources.yml

    Args:
        form: `odcs` is the Open Data Contract Standard, in YAML; `json-schema` has a definition for
            the rows of each table, as `sql --json` prints them; `dbt` is a `sources.yml`
            [default: odcs].
    """
    from flows.cli.query import contract as contracts  # noqa: PLC0415

    print(contracts.contract(form, settings_of(warehouse=warehouse)))
    return DONE
