"""This file is how the command speaks and ends: what went wrong in one line, and an exit code."""

import io
import os
import sys
from collections.abc import Callable

from cyclopts import CycloptsError

from transforms.errors import UsageError, ZakhiraError

DONE = 0
FAILED = 1
USAGE = 2
LOCKED = 3
INTERRUPTED = 130
EXPLAINED = (
    "Exit codes: 0 done; 1 a check failed, too many files were rejected, or the run failed; 2 usage; "
    "3 another run holds the lock."
)


def say(message: str) -> None:
    """Say something beside the answer of the command."""
    print(f"zakhira: {message}", file=sys.stderr)


def print_anything() -> None:
    """Let what a terminal cannot show be printed as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def guarded(command: Callable[[], int | None]) -> int:
    """The exit code of a command; what went wrong goes to standard error."""
    try:
        return command() or DONE
    except CycloptsError:  # cyclopts has said it
        return USAGE
    except ZakhiraError as error:
        say(str(error))
        return _exit_code(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (KeyboardInterrupt, RuntimeError) as error:
        if not _is_interrupt(error):
            raise
        say("interrupted; what was committed is intact, the next run goes on from there")
        return INTERRUPTED


def _is_interrupt(error: BaseException) -> bool:
    """Whether an error is Ctrl-C; met within a query, DuckDB makes it the cause of a RuntimeError."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)


def _exit_code(error: ZakhiraError) -> int:
    from warehouse.locking.file_lock import LockHeldError  # noqa: PLC0415 - `--help` needs no storage

    return {LockHeldError: LOCKED, UsageError: USAGE}.get(type(error), FAILED)
