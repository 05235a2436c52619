"""How the command ends: an exit code, and what went wrong in one line."""

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from cyclopts import CycloptsError

from flows.cli import streams
from flows.cli.streams import ReaderGoneError, say
from transforms.errors import UsageError, ZakhiraError

DONE = 0
FAILED = 1
USAGE = 2
LOCKED = 3
INTERRUPTED = 130
TERMINATED = 143
EXPLAINED = (
    "Exit codes: 0 done; 1 a check failed, too many files were rejected, or the run failed; "
    "2 usage; 3 another run holds the lock; 130 interrupted by Ctrl-C; 143 ended by SIGTERM."
)
_IMPORT_SECONDS = 0.02
# What Python says where no memory is left for the stack of a thread.
_NO_THREAD = "can't start new thread"
_INTACT = "what was committed is intact, the next run goes on from there"


class TerminatedError(KeyboardInterrupt):
    """SIGTERM, taken as Ctrl-C is."""


class _Ending:
    """How the command is to end."""

    # A signal came: DuckDB may make an error of its own of what it raises.
    is_terminated = False
    is_interrupted = False
    is_at_once = False

    def terminate(self, number: int, frame: FrameType | None) -> None:
        """Interrupt the command, once."""
        if not self.is_terminated and not _is_put_off(number, frame):
            self.is_terminated = True
            raise TerminatedError

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Interrupt the command, as Python does."""
        if not _is_put_off(number, frame):
            self.is_interrupted = True
            signal.default_int_handler(number, frame)


_ending = _Ending()


def _is_put_off(number: int, frame: FrameType | None) -> bool:
    """Send the signal again a little later where a module is imported now.

    An error raised in the middle of that aborts the process: DuckDB makes its enumerations in
    Python while it is loaded, and dies where that fails.
    """
    is_importing = _imports(frame)
    if is_importing:
        later = threading.Timer(_IMPORT_SECONDS, os.kill, (os.getpid(), number))
        later.daemon = True
        later.start()
    return is_importing


def _imports(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def take_signals() -> None:
    """Let SIGTERM interrupt the command as Ctrl-C does, if it is not ignored; neither an import."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _ending.terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _ending.interrupt)


def go_on() -> None:
    """Forget an interrupt after which the command goes on, as the prompt does."""
    _ending.is_interrupted = False


def leave_at_once() -> None:
    """Let the command end without waiting for what Prefect still has to tell a server."""
    _ending.is_at_once = True


def leave(code: int) -> NoReturn:
    """End with an exit code.

    Python would take all modules down first, which is a tenth of the time of most commands.
    """
    if not _ending.is_at_once:
        if _has_more_to_do():
            sys.exit(code)
        # No public name does what every other end of a process does.
        atexit._run_exitfuncs()  # noqa: SLF001
    streams.finish()
    os._exit(code)


def _has_more_to_do() -> bool:
    """Check whether Prefect still tells its server something, or a thread is at work."""
    is_waited_for = [not thread.daemon for thread in threading.enumerate()]
    return "prefect" in sys.modules or is_waited_for.count(True) > 1


def guarded(command: Callable[[], int | None], *, with_traceback: bool = False) -> int:
    """Run a command and return its exit code; its error goes to standard error in one line.

    With a traceback, an error that is none of ours is raised.
    """
    try:
        code = command() or DONE
        sys.stdout.flush()
    except CycloptsError:  # cyclopts has printed it
        return USAGE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the end of every command
        if with_traceback:
            _print_traceback(error)
        return _end(error)
    return code


def _print_traceback(error: BaseException) -> None:
    import traceback  # noqa: PLC0415 - only where it is asked for

    print("".join(traceback.format_exception(error)), end="", file=sys.stderr)


def _end(error: BaseException) -> int:
    """Say in one line how a command ended, and return its exit code."""
    streams.finish()
    if isinstance(error, ReaderGoneError):
        return DONE
    if _ending.is_terminated:
        say(f"ended by SIGTERM; {_INTACT}", "ERROR")
        return TERMINATED
    if _ending.is_interrupted or isinstance(error, KeyboardInterrupt):
        say(f"interrupted; {_INTACT}", "ERROR")
        return INTERRUPTED
    say(_sentence(error), "ERROR")
    return _exit_code(error)


def _sentence(error: BaseException) -> str:
    """Return what went wrong, and what to do, in one line."""
    if isinstance(error, ZakhiraError):
        return str(error)
    if isinstance(error, MemoryError) or str(error) == _NO_THREAD:
        return f"there is not enough memory: free some and run again; {_INTACT}"
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}; {_INTACT} (--debug shows where)"
    message = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {message}; {_INTACT} (--debug shows where: please report it)"


def _exit_code(error: BaseException) -> int:
    from warehouse.locking.file_lock import LockHeldError  # noqa: PLC0415 - `--help` needs no storage

    codes: dict[type[BaseException], int] = {LockHeldError: LOCKED, UsageError: USAGE}
    return codes.get(type(error), FAILED)
