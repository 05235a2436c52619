"""How the command ends: an exit code, and what went wrong in one line."""

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
    "Exit codes: 0 done; 1 a check failed, too many files were rejected, or the run failed; "
    "2 usage; 3 another run holds the lock."
)


def say(message: str) -> None:
    """Print a message on standard error; standard output is for the answer."""
    print(f"zakhira: {message}", file=sys.stderr)


def print_anything() -> None:
    """Let a terminal show letters it does not have as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def guarded(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; its error goes to standard error in one line."""
    try:
        return command() or DONE
    except CycloptsError:  # cyclopts has printed it
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
    """Check whether an error is Ctrl-C; in a query, DuckDB makes a RuntimeError of that."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"


def _exit_code(error: ZakhiraError) -> int:
    from warehouse.locking.file_lock import LockHeldError  # noqa: PLC0415 - `--help` needs no storage

    return {LockHeldError: LOCKED, UsageError: USAGE}.get(type(error), FAILED)
