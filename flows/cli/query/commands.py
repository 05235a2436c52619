"""The commands that ask the published warehouse; none of them writes to it."""

from typing import Annotated

from cyclopts import Parameter

from flows.cli.app import AsJson, Warehouse, app, settings_of
from flows.cli.exit_codes import DONE
from transforms.errors import UsageError


@app.command
def sql(
    query: str,
    /,
    *,
    warehouse: Warehouse = None,
    csv: Annotated[bool, Parameter(negative=())] = False,
    as_json: AsJson = False,
    unsafe: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Query the published warehouse, read-only.

    It never waits for a run and never disturbs one. It opens no other file.

    For example: zakhira sql "select title, language from documents limit 5"

    Args:
        query: DuckDB SQL. Views: corpus_overview, language_totals, publishers, duplicate_files,
            rejected_files, daily_documents, run_history.
        csv: Print CSV, with a header. A text that a spreadsheet would take for a formula (= + - @
            first) gets an apostrophe before it; --json prints it as it is.
        unsafe: Let the query read and write files, load extensions and change settings of DuckDB.
    """
    if csv and as_json:
        raise UsageError("--csv or --json: pass one of them")
    from flows.cli.query import answer as answers  # noqa: PLC0415

    store = settings_of(warehouse=warehouse).store
    answers.answer(store, query, "csv" if csv else "json" if as_json else "box", is_unsafe=unsafe)
    return DONE
