"""What a person at a terminal sees of a run: its end in words, and errors in one line."""

import io
import json
import logging
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from prefect.logging.handlers import PrefectConsoleHandler
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.cli import exit_codes, terminal
from flows.orchestration import client_setup
from flows.settings import Settings
from tests.command import COMMAND, COMMAND_OF_ANYBODY, environment_of_nobody, unlogged, zakhira
from tests.faults.processes import open_files, wait_until
from tests.flows.cli.terminals import cpu_seconds
from transforms.errors import TerminalError
from warehouse.locking import file_lock
from warehouse.storage.layout import Layout


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    (folder / "a.txt").write_text("A dry winter ends\n\nIt rained all day.")
    return folder


def test_a_server_that_is_not_there_is_one_line_that_says_what_to_do(
    landing: Path, tmp_path: Path
) -> None:
    dead = "http://127.0.0.1:9/api"
    done = zakhira(
        "ingest", str(landing), "--warehouse", str(tmp_path / "warehouse"), PREFECT_API_URL=dead
    )
    assert (done.returncode, done.stdout) == (exit_codes.FAILED, "")
    assert done.stderr == (
        f"zakhira: no Prefect server answers at {dead}: start it, unset PREFECT_API_URL, "
        "or pass --no-prefect\n"
    )


def test_a_server_that_does_not_answer_is_not_waited_for(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_setup, "_SERVER_SECONDS", 0.2)
    settings = Settings(landing=landing, warehouse=tmp_path / "warehouse")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/api"
        began = time.monotonic()
        with (
            temporary_settings({PREFECT_API_URL: url}),
            pytest.raises(client_setup.ServerError, match=url),
        ):
            terminal.ingest(settings, print, tracked=True)
    assert time.monotonic() - began < 10
    assert not settings.store.layout.root.exists()


def test_what_is_left_out_is_said(landing: Path, tmp_path: Path) -> None:
    (landing / "a.md").touch()
    (landing / "b.html").touch()
    (landing / "passwords.txt").symlink_to("/etc/passwd")
    (landing / "closed").mkdir(mode=0)
    warehouse = ("--warehouse", str(tmp_path / "warehouse"))
    done = zakhira("ingest", str(landing), *warehouse, command=COMMAND_OF_ANYBODY)
    assert done.returncode == exit_codes.DONE
    assert done.stdout.splitlines()[1] == (
        "left out: 2 files not named *.txt (ZAKHIRA_PATTERNS), "
        "1 link out of the landing zone or to nowhere, 1 folder that could not be opened"
    )
    (landing / "closed").rmdir()
    wanted = "*.txt,*.md,*.html"
    assert (
        "left out: 1 link out"
        in zakhira("ingest", str(landing), *warehouse, ZAKHIRA_PATTERNS=wanted).stdout
    )
    (landing / "passwords.txt").unlink()
    assert (
        "left out"
        not in zakhira("ingest", str(landing), *warehouse, ZAKHIRA_PATTERNS=wanted).stdout
    )


def test_a_folder_in_which_nothing_matches_says_what_is_there_and_what_to_set(
    tmp_path: Path,
) -> None:
    landing, warehouse = tmp_path / "my news", str(tmp_path / "warehouse")
    for name in ("a.md", "b.MD", "c.html", "d.html", "e.html", "README"):
        (landing / name).parent.mkdir(exist_ok=True)
        (landing / name).write_text(f"The story of {name}\n\nIt rained all day.")
    done = zakhira("ingest", str(landing), "--warehouse", warehouse)
    _, said, advice = done.stdout.splitlines()
    assert done.returncode == exit_codes.USAGE
    assert said == ("no file is named *.txt: there are 3 *.html, 2 *.md, 1 without an ending")
    assert advice == (
        f"next: zakhira ingest '{landing}' --warehouse {warehouse} --pattern '*.txt,*.md'"
    )
    command = f'zakhira() {{ {shlex.join(COMMAND)} "$@"; }}; {advice.removeprefix("next: ")}'
    pasted = subprocess.run(
        ["/bin/bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env=environment_of_nobody(),
    )
    assert pasted.stdout.startswith("2 files: 2 new documents"), pasted


def test_a_folder_without_texts_says_that_texts_are_read(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.pdf").touch()
    done = zakhira("ingest", str(tmp_path / "landing"), "--warehouse", str(tmp_path / "warehouse"))
    assert done.returncode == exit_codes.USAGE
    assert done.stdout.splitlines()[1:] == [
        "no file is named *.txt: there are 1 *.pdf",
        "zakhira reads plain text: make text files of these first",
    ]


def test_an_empty_folder_and_one_whose_files_went_away_are_good_runs(
    landing: Path, tmp_path: Path
) -> None:
    ingest = ("ingest", str(landing), "--warehouse", str(tmp_path / "warehouse"))
    assert zakhira(*ingest).returncode == exit_codes.DONE
    (landing / "a.txt").rename(landing / "a.md")
    done = zakhira(*ingest)
    assert (done.returncode, "1 gone" in done.stdout) == (exit_codes.DONE, True)
    (landing / "a.md").unlink()
    assert zakhira(*ingest).returncode == exit_codes.DONE


def test_a_text_from_a_pipe_is_described_and_not_ingested(tmp_path: Path) -> None:
    text = "A dry winter ends\n\nIt rained all day."
    row = json.loads(zakhira("describe", "-", "--json", typed=text).stdout)
    assert (row["title"], row["first_source_path"]) == ("A dry winter ends", "-")
    done = zakhira("ingest", "-", "--warehouse", str(tmp_path / "warehouse"), typed=text)
    assert (done.returncode, done.stdout) == (exit_codes.USAGE, "")
    assert "no path" in done.stderr
    assert list(tmp_path.iterdir()) == []
    large = zakhira("describe", "-", "--json", typed=text, ZAKHIRA_MAX_FILE_BYTES="10")
    assert json.loads(large.stdout)["reject_reason"] == "too_large"


@pytest.mark.parametrize("closed", ["landing", "landing/below"])
def test_a_landing_zone_that_cannot_be_listed_is_an_error_not_an_empty_one(
    tmp_path: Path, closed: str
) -> None:
    folder = tmp_path / "landing" / "below" if closed == "landing" else tmp_path / closed
    folder.mkdir(parents=True)
    (tmp_path / closed).chmod(0)
    warehouse = tmp_path / "warehouse"
    done = zakhira("ingest", str(folder), "--warehouse", str(warehouse), command=COMMAND_OF_ANYBODY)
    assert (done.returncode, done.stdout) == (exit_codes.USAGE, "")
    assert (
        done.stderr == f"zakhira: the landing zone {folder} cannot be listed: Permission denied\n"
    )
    assert not warehouse.exists()


def interrupted(
    *arguments: str,
    once: Callable[[int], bool],
    by: signal.Signals = signal.SIGINT,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """What the command does when a signal comes as soon as something is so of its process."""
    command = [*COMMAND, *arguments]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of_nobody(**environment),
    ) as running:
        wait_until(lambda: once(running.pid), "the right moment for a signal")
        running.send_signal(by)
        stdout, stderr = running.communicate(timeout=60)
    return subprocess.CompletedProcess(command, running.returncode, stdout, unlogged(stderr))


INTERRUPTED = (
    "zakhira: interrupted; what was committed is intact, the next run goes on from there\n"
)


def has_open(path: Path) -> Callable[[int], bool]:
    return lambda pid: path in open_files(pid)


def test_ctrl_c_says_that_nothing_is_lost(landing: Path, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "warehouse")
    with file_lock.hold(layout.lock, "the test"):
        ingest = ("ingest", str(landing), "--warehouse", str(layout.root), "--wait", "60")
        done = interrupted(*ingest, once=has_open(layout.lock))
    assert (done.returncode, done.stdout, done.stderr) == (exit_codes.INTERRUPTED, "", INTERRUPTED)


def test_ctrl_c_while_it_still_imports_is_no_traceback(tmp_path: Path) -> None:
    slow = tmp_path / "cyclopts.py"
    slow.write_text("import time\nwith open(__file__): time.sleep(60)\n")
    done = interrupted("--version", once=has_open(slow), PYTHONPATH=str(tmp_path))
    said = (done.returncode, done.stdout, done.stderr)
    assert said == (exit_codes.INTERRUPTED, "", "zakhira: interrupted before it began\n")


def test_sigterm_says_the_same_with_its_own_exit_code(landing: Path, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "warehouse")
    with file_lock.hold(layout.lock, "the test"):
        ingest = ("ingest", str(landing), "--warehouse", str(layout.root), "--wait", "60")
        done = interrupted(*ingest, once=has_open(layout.lock), by=signal.SIGTERM)
    assert (done.returncode, done.stdout) == (exit_codes.TERMINATED, "")
    assert done.stderr == INTERRUPTED.replace("interrupted", "ended by SIGTERM")


ENDLESS = (
    "select count(*) from range(1000000000000) as a, range(1000) as b "
    "where (a.range * b.range) % 7 = 3"
)


@pytest.mark.parametrize(
    "asking",
    [("sql", ENDLESS), ("sql", ENDLESS, "--csv"), ("forget", "--where", f"({ENDLESS}) = 1")],
)
def test_ctrl_c_in_the_middle_of_a_query_says_the_same(
    landing: Path, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    layout = Layout(tmp_path / "warehouse")
    zakhira("ingest", str(landing), "--warehouse", str(layout.root))
    done = interrupted(
        *asking,
        "--warehouse",
        str(layout.root),
        once=lambda pid: has_open(layout.published.resolve())(pid) and cpu_seconds(pid) > 3,
    )
    assert (done.returncode, done.stdout, done.stderr) == (exit_codes.INTERRUPTED, "", INTERRUPTED)


def test_too_many_rejected_files_are_an_error_after_the_summary(
    landing: Path, tmp_path: Path
) -> None:
    for number in range(12):
        (landing / f"{number}.txt").touch()
    warehouse = tmp_path / "ware house"
    ingest = ("ingest", str(landing), "--warehouse", str(warehouse))
    done = zakhira(*ingest, "--json")
    assert done.returncode == exit_codes.FAILED
    assert (json.loads(done.stdout)["new_documents"], json.loads(done.stdout)["rejected"]) == (
        1,
        12,
    )
    assert done.stderr == (
        "zakhira: 12 of 13 files read were rejected or failed, more than the error budget of 50%; "
        f"the rest is committed; see: zakhira sql --warehouse '{warehouse}' 'from rejected_files'\n"
    )
    for number in range(12):
        os.utime(landing / f"{number}.txt", ns=(number, number))
    (landing / "0.txt").write_text(" ")
    assert zakhira(*ingest).stdout.startswith("13 files: ")


def test_prefect_is_silent_about_errors_of_ours_and_about_nothing_else() -> None:
    told = io.StringIO()
    console, root = PrefectConsoleHandler(stream=told), logging.getLogger()
    root.addHandler(console)
    try:
        with client_setup.own_errors_hidden():
            fail(ValueError("a bug"))
            fail(TerminalError("no luck"))
            logging.getLogger("prefect.flow_runs").warning("Finished in state Completed()")
        fail(TerminalError("in a later run"))
    finally:
        root.removeHandler(console)
    assert told.getvalue().splitlines() == [
        "Encountered exception during execution: ValueError('a bug')",
        "ValueError: a bug",
        "Finished in state Failed('a bug')",
        "Finished in state Completed()",
        "Encountered exception during execution: TerminalError('in a later run')",
        "transforms.errors.TerminalError: in a later run",
        "Finished in state Failed('in a later run')",
    ]


def fail(error: Exception) -> None:
    """Say what Prefect says of a run that fails."""
    logger = logging.getLogger("prefect.flow_runs")
    logger.error("Encountered exception during execution: %r", error, exc_info=error)
    logger.warning("Finished in state Failed('%s')", error)
