"""A prompt for queries at a terminal: history, completion, several lines to a statement."""

import contextlib
import readline
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import duckdb

from flows.cli import streams
from flows.cli.exit_codes import TerminatedError, go_on
from flows.cli.query import catalogue
from flows.cli.query.answer import VERTICAL_END, Form, print_answers
from flows.cli.query.session import opened, query_errors
from flows.escapes import for_terminal
from transforms.errors import UsageError
from warehouse.storage.store import Store

_PROMPT = "zakhira> "
_CONTINUED = "    ...> "
_MOST_LINES_KEPT = 2_000
_HELP = r"""Type SQL and end it with ; or with \G for one value a line.
  .tables          tables, views and macros
  .columns TABLE   the columns of a table or view
  .help            this
  .quit            leave, as Ctrl-D does
Tab completes names. Ctrl-C drops what is typed, or stops a query."""
_GOODBYES = {".quit", ".exit", "quit", "exit", r"\q"}


def converse(store: Store, form: Form, *, limit: int | None, is_unsafe: bool) -> None:
    """Answer queries that are typed, until Ctrl-D.

    Raises:
        UsageError: there is no warehouse.
    """
    with opened(store, is_unsafe=is_unsafe) as connection:
        print(f"{store.name}, read-only. .tables lists what there is, .help explains, Ctrl-D ends.")

        def ask(query: str) -> None:
            print_answers(connection, query, form, limit=limit, is_unsafe=is_unsafe)

        with _line_editing(catalogue.words(connection)):
            _Conversation(connection, ask).run()


class _Conversation:
    """What was typed so far, and what to do with a line."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, ask: Callable[[str], None]) -> None:
        self._connection = connection
        self._ask = ask
        self._lines: list[str] = []

    def run(self) -> None:
        while True:
            try:
                line = input(_CONTINUED if self._lines else _PROMPT)
                self._take(line)
            except EOFError:
                print()
                return
            except TerminatedError:
                raise
            except KeyboardInterrupt:
                go_on()
                self._lines.clear()
                print()

    def _take(self, line: str) -> None:
        """Take a line: a word of the prompt's own, or a part of a statement."""
        if not self._lines and line.strip().rstrip(";") in _GOODBYES:
            raise EOFError
        if not self._lines and line.lstrip().startswith("."):
            self._told(lambda: self._command(*line.split()))
            return
        if line.strip() or self._lines:
            self._lines.append(line)
        query = "\n".join(self._lines)
        if is_complete(query):
            self._lines.clear()
            _remember(query)
            self._told(lambda: self._ask(query))

    def _told(self, answer: Callable[[], None]) -> None:
        """Print an answer; an error is one, and no end."""
        try:
            with query_errors():
                answer()
        except UsageError as error:
            streams.say(str(error))

    def _command(self, name: str, *arguments: str) -> None:
        if name == ".tables":
            print(for_terminal(catalogue.as_list(catalogue.tables(self._connection))))
        elif name == ".columns" and len(arguments) == 1:
            found = catalogue.columns(self._connection, arguments[0].rstrip(";"))
            print(for_terminal(catalogue.as_columns(found)))
        elif name == ".help":
            print(_HELP)
        else:
            _refuse(name)


def _refuse(name: str) -> NoReturn:
    usage = "name a table: .columns documents" if name == ".columns" else "see .help"
    raise UsageError(f"{name}: {usage}")


def is_complete(query: str) -> bool:
    r"""Check whether a statement is at its end: by `;` that is part of no text or comment, or \G.

    >>> [is_complete(query) for query in ("select 1", "select ';", "select 1; -- so", "from t\\G")]
    [False, False, True, True]
    """
    if query.rstrip().endswith(VERTICAL_END):
        return True
    tokens = [each for each in duckdb.tokenize(query) if each[1] != duckdb.token_type.comment]
    if not tokens:
        return False
    start, kind = tokens[-1]
    return kind == duckdb.token_type.operator and query.encode()[start : start + 1] == b";"


@contextlib.contextmanager
def _line_editing(words: Sequence[str]) -> Iterator[None]:
    """Complete names, and remember what is typed from one session to the next, in a block."""
    readline.set_completer(_Completer(words))
    # What ends a word of SQL.
    readline.set_completer_delims(" \t\n\"'`,;()[]{}<>=+-*/%|!.")
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    readline.set_auto_history(False)
    readline.set_history_length(_MOST_LINES_KEPT)
    file = Path.home() / ".local/state/zakhira/sql_history"
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        # Queries may quote texts that are nobody's business.
        file.touch(mode=0o600)
        readline.read_history_file(file)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            readline.write_history_file(file)


def _remember(query: str) -> None:
    """Keep a statement as one line of history, unless a comment would swallow the rest of it."""
    for line in [" ".join(query.splitlines())] if "--" not in query else query.splitlines():
        readline.add_history(line)


class _Completer:
    """Completes names of tables, views, macros and columns."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._found: list[str] = []

    def __call__(self, text: str, state: int) -> str | None:
        """Return the next name that begins with a text; null after the last."""
        if not state:
            self._found = [word for word in self._words if word.startswith(text.lower())]
        return self._found[state] if state < len(self._found) else None
