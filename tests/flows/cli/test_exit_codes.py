"""A command ends at once, and all the same does what is left to do at its end."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.exit_codes import FAILED, INTERRUPTED, TERMINATED

_LEAVE = """
import atexit, threading, time
from flows.cli import exit_codes

class Late:
    def __del__(self):
        print("taken down")

late = Late()
atexit.register(print, "exit function")
{more}
print("said", end=" ")
exit_codes.leave(7)
"""
_A_THREAD = """
def work():
    time.sleep(0.3)
    print("worked")

threading.Thread(target=work).start()
"""


def left(more: str = "") -> subprocess.CompletedProcess[str]:
    """How a process ends that leaves with code 7."""
    return subprocess.run(
        [sys.executable, "-c", _LEAVE.format(more=more)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_exit_functions_and_prints_what_waits_but_takes_nothing_down() -> None:
    done = left()
    assert (done.returncode, done.stdout, done.stderr) == (7, "said exit function\n", "")


def test_it_waits_for_a_thread_that_is_at_work() -> None:
    done = left(_A_THREAD)
    assert done.returncode == 7
    assert done.stdout.startswith("said worked\nexit function\n")


_CROWDED = """
import resource, sys, threading
from flows.cli import exit_codes

def command():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 28, resource.RLIM_INFINITY))
    threading.stack_size(1 << 29)
    threading.Thread(target=print).start()

sys.exit(exit_codes.guarded(command))
"""


def test_a_thread_for_which_memory_is_short_is_told_of_as_memory() -> None:
    command = [sys.executable, "-c", _CROWDED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (FAILED, "")
    assert done.stderr.startswith("zakhira: there is not enough memory: ")


_COMMAND = """
import sys, time
from flows.cli import exit_codes

def command():
    import loaded
    time.sleep(60)

exit_codes.take_signals()
sys.exit(exit_codes.guarded(command))
"""
_ASKED_BY_DUCKDB = """
import os, sys, time
import duckdb
from flows.cli import exit_codes

class Rows:
    def __arrow_c_stream__(self, requested_schema=None):
        os.kill(os.getpid(), {number})
        time.sleep(60)

def command():
    duckdb.connect().register("rows", Rows()).execute("from rows")

exit_codes.take_signals()
sys.exit(exit_codes.guarded(command))
"""
# In one thread: where another has taken the work, DuckDB looks for a signal after the query only.
_INTERRUPTED_IN_A_QUERY = """
import os, sys, threading
import duckdb
from flows.cli import exit_codes

def command():
    threading.Timer(0.5, os.kill, (os.getpid(), {number})).start()
    connection = duckdb.connect(config={{"threads": 1}})
    connection.sql("select sum(hash(a.range)) from range(10_000_000_000) as a").fetchall()

exit_codes.take_signals()
sys.exit(exit_codes.guarded(command))
"""
_GOING_ON = """
import os, signal, sys, time
from flows.cli import exit_codes

def command():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)
    except KeyboardInterrupt:
        exit_codes.go_on()
    raise ValueError("of something else")

exit_codes.take_signals()
sys.exit(exit_codes.guarded(command))
"""
_LOADED = """
import os, time
os.kill(os.getpid(), {number})
time.sleep(0.1)
print("loaded")
"""


_SIGNALS = pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (signal.SIGTERM, TERMINATED, "ended by SIGTERM; "),
        (signal.SIGINT, INTERRUPTED, "interrupted; "),
    ],
)


@pytest.mark.parametrize("command_of", [_ASKED_BY_DUCKDB, _INTERRUPTED_IN_A_QUERY])
@_SIGNALS
def test_a_signal_is_told_of_where_duckdb_makes_an_error_of_its_own_of_it(
    number: signal.Signals, code: int, words: str, command_of: str
) -> None:
    command = [sys.executable, "-c", command_of.format(number=int(number))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"zakhira: {words}")
    assert len(done.stderr.splitlines()) == 1


def test_an_error_after_an_interrupt_that_was_dealt_with_is_told_of_itself() -> None:
    command = [sys.executable, "-c", _GOING_ON]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == FAILED
    assert done.stderr.startswith("zakhira: ValueError: of something else; ")


@_SIGNALS
def test_a_signal_waits_until_a_module_is_imported(
    tmp_path: Path, number: signal.Signals, code: int, words: str
) -> None:
    (tmp_path / "loaded.py").write_text(_LOADED.format(number=int(number)))
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.append({str(tmp_path)!r})\n{_COMMAND}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert (done.returncode, done.stdout) == (code, "loaded\n")
    assert done.stderr.startswith(f"zakhira: {words}")
    assert len(done.stderr.splitlines()) == 1
