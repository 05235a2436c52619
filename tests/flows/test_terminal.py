"""What a person at a terminal sees of a run: its end in words, and errors in one line."""

import socket
import time
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import cli, terminal
from flows.settings import Settings
from tests.command import COMMAND_OF_ANYBODY, zakhira


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    (folder / "a.txt").write_text("A dry winter ends\n\nIt rained all day.")
    return folder


def test_a_server_that_is_not_there_is_one_line_that_says_what_to_do(landing: Path, tmp_path: Path) -> None:
    dead = "http://127.0.0.1:9/api"
    done = zakhira("ingest", str(landing), "--warehouse", str(tmp_path / "warehouse"), PREFECT_API_URL=dead)
    assert (done.returncode, done.stdout) == (cli.FAILED, "")
    assert done.stderr == (
        f"zakhira: no Prefect server answers at {dead}: start it, unset PREFECT_API_URL, or pass --no-prefect\n"
    )


def test_a_server_that_does_not_answer_is_not_waited_for(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "_SERVER_SECONDS", 0.2)
    settings = Settings(landing=landing, warehouse=tmp_path / "warehouse")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/api"
        began = time.monotonic()
        with temporary_settings({PREFECT_API_URL: url}), pytest.raises(terminal.ServerError, match=url):
            terminal.ingest(settings, tracked=True)
    assert time.monotonic() - began < 10
    assert not settings.warehouse.exists()


def test_what_is_left_out_is_said(landing: Path, tmp_path: Path) -> None:
    (landing / "A.TXT").touch()
    (landing / "b.html").touch()
    (landing / "passwords.txt").symlink_to("/etc/passwd")
    (landing / "closed").mkdir(mode=0)
    warehouse = ("--warehouse", str(tmp_path / "warehouse"))
    done = zakhira("ingest", str(landing), *warehouse, command=COMMAND_OF_ANYBODY)
    assert done.returncode == cli.DONE
    assert done.stdout.splitlines()[1] == (
        "left out: 2 files not named *.txt (ZAKHIRA_PATTERNS), 1 link out of the landing zone or to nowhere, "
        "1 folder that could not be opened"
    )
    (landing / "closed").rmdir()
    wanted = "*.txt,*.TXT,*.html"
    assert "left out: 1 link out" in zakhira("ingest", str(landing), *warehouse, ZAKHIRA_PATTERNS=wanted).stdout
    (landing / "passwords.txt").unlink()
    assert "left out" not in zakhira("ingest", str(landing), *warehouse, ZAKHIRA_PATTERNS=wanted).stdout


@pytest.mark.parametrize("closed", ["landing", "landing/below"])
def test_a_landing_zone_that_cannot_be_listed_is_an_error_not_an_empty_one(tmp_path: Path, closed: str) -> None:
    folder = tmp_path / "landing" / "below" if closed == "landing" else tmp_path / closed
    folder.mkdir(parents=True)
    (tmp_path / closed).chmod(0)
    warehouse = tmp_path / "warehouse"
    done = zakhira("ingest", str(folder), "--warehouse", str(warehouse), command=COMMAND_OF_ANYBODY)
    assert (done.returncode, done.stdout) == (cli.USAGE, "")
    assert done.stderr == f"zakhira: the landing zone {folder} cannot be listed: Permission denied\n"
    assert not warehouse.exists()
