"""Standard output and standard error as the command finds them: closed, full, or any terminal."""

import contextlib
import io
import logging
import os
import sys
from typing import TYPE_CHECKING

from flows.escapes import SafeMessages, for_terminal
from transforms.errors import TerminalError, UsageError

if TYPE_CHECKING:  # Python has it since 3.12
    from typing_extensions import Buffer

_STREAMS = ("stdin", "stdout", "stderr")
_STDOUT = 1
_STDERR = 2


class OutputError(TerminalError):
    """Standard output cannot be written; the message says why."""


class ReaderGoneError(OutputError):
    """Whoever read standard output has enough."""


class _Output(io.FileIO):
    """Standard output, whose errors are known from those of other files."""

    def write(self, payload: "Buffer", /) -> int:
        """Write to standard output.

        Raises:
            ReaderGoneError: its reader has closed it.
            OutputError: it is full, or cannot be written.
        """
        try:
            return super().write(payload)
        except BrokenPipeError as error:
            raise ReaderGoneError("nobody reads standard output") from error
        except OSError as error:
            raise OutputError(f"cannot write standard output: {error.strerror}") from error


def prepare() -> None:
    """Replace closed streams, tell errors of standard output from others, and print any letter.

    A stream that is closed leaves its number to the next file that is opened: to a database, whose
    bytes a message would then spoil.
    """
    for number, name in enumerate(_STREAMS):
        with contextlib.suppress(OSError):
            os.fstat(number)
            continue
        os.dup2(os.open(os.devnull, os.O_RDWR), number)
        mode = "r" if name == "stdin" else "w"
        setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115 - as long as we live
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _text_on(_Output(_STDOUT, "w", closefd=False), sys.stdout)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
    logging.getLogger("zakhira").addFilter(SafeMessages())


def _text_on(output: _Output, like: io.TextIOWrapper) -> io.TextIOWrapper:
    """Return a text stream that shows letters which a terminal does not have as escapes."""
    return io.TextIOWrapper(
        io.BufferedWriter(output),
        encoding=like.encoding,
        errors="backslashreplace",
        line_buffering=like.line_buffering,
    )


def is_conversation() -> bool:
    """Check whether a person types, and sees the answers."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_input() -> str:
    """Return the text on standard input.

    Raises:
        UsageError: it is no UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is no UTF-8") from error


def finish() -> None:
    """Print what waits to be printed; where it cannot be, let it go nowhere.

    The end of Python would try once more, and say so.
    """
    try:
        sys.stdout.flush()
    except OutputError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDOUT)


def report(text: str) -> None:
    """Print what a command has done; where that fails it is done all the same.

    Raises:
        ReaderGoneError: nobody reads it.
    """
    try:
        print(text, flush=True)
    except ReaderGoneError:
        raise
    except OutputError as error:
        finish()
        say(f"{error}; what the command did is intact")


class _Log:
    """How log lines and messages are printed."""

    is_json = False


def log_json() -> None:
    """Print log lines and messages as JSON from now on."""
    _Log.is_json = True


def is_log_json() -> bool:
    """Check whether log lines are to be printed as JSON."""
    return _Log.is_json


def say(message: str, level: str = "WARNING") -> None:
    """Print a message on standard error; standard output is for the answer.

    Where it cannot be printed it goes nowhere: the end of Python would try once more, and make an
    exit code of its own of that.
    """
    line = f"zakhira: {for_terminal(message)}"
    if _Log.is_json:
        from flows.run.log_lines import json_line  # noqa: PLC0415 - few ask for it

        line = json_line(level, message)
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDERR)
