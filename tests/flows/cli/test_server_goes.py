"""A Prefect server that goes in mid-run: the work is done all the same, and nothing waits."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

import flows.ingest
from flows.cli import exit_codes, terminal
from flows.orchestration import client_setup
from flows.orchestration.delivery import Delivery
from flows.run.batches import Summary
from flows.settings import Settings
from tests.command import COMMAND, environment_of_nobody, zakhira
from tests.faults.processes import wait_until
from tests.place import Place
from transforms.errors import TerminalError
from warehouse.locking import file_lock

GONE = httpx.ConnectError("Connection refused")


class StoppedFlow:
    """A flow whose server goes: before its work is done, or after."""

    def __init__(self, work: Callable[[Settings], Summary], *, too_early: bool) -> None:
        self.fn = work
        self._too_early = too_early

    def with_options(self) -> "StoppedFlow":
        return StoppedFlow(self.fn, too_early=self._too_early)

    def __call__(self, settings: Settings) -> Summary:
        if not self._too_early:
            with suppress(TerminalError):
                self.fn(settings)
        raise GONE


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A server that has gone; in the list is whether the command is to leave at once."""
    left: list[bool] = []
    monkeypatch.setattr(client_setup, "require_server", lambda: None)
    monkeypatch.setattr(client_setup, "has_gone", lambda: True)
    monkeypatch.setattr(client_setup, "silence", lambda: None)
    monkeypatch.setattr(exit_codes, "leave_at_once", lambda: left.append(True))
    return left


@pytest.mark.parametrize("too_early", [True, False])
def test_the_run_is_done_once_and_its_summary_is_the_one_of_its_work(
    place: Place,
    gone: list[bool],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    too_early: bool,
) -> None:
    flow = StoppedFlow(flows.ingest.ingest.fn, too_early=too_early)
    monkeypatch.setattr(flows.ingest, "ingest", flow)
    reported: list[Summary] = []
    settings = Settings(landing=place.landing, warehouse=place.layout.root, workers=1)
    terminal.ingest(settings, reported.append, tracked=True)
    assert [summary.new_documents for summary in reported] == [3]
    assert capsys.readouterr().err == (
        "zakhira: the Prefect server has gone: the run goes on without it\n"
    )
    assert gone == [True]


def test_an_error_of_ours_is_told_although_the_server_did_not_hear_of_it(
    place: Place, gone: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Settings) -> Any:
        raise TerminalError("no luck")

    monkeypatch.setattr(flows.ingest, "ingest", StoppedFlow(fail, too_early=False))
    with pytest.raises(TerminalError, match="no luck"):
        terminal.ingest(Settings(landing=place.landing), print, tracked=True)
    assert gone == [True]


def test_a_server_that_is_there_hears_the_error(
    place: Place, gone: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_setup, "has_gone", lambda: False)
    flow = StoppedFlow(flows.ingest.ingest.fn, too_early=True)
    monkeypatch.setattr(flows.ingest, "ingest", flow)
    with pytest.raises(httpx.ConnectError):
        terminal.ingest(Settings(landing=place.landing), print, tracked=True)
    assert gone == []


def test_pages_are_given_up_once_and_the_run_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[bool] = []

    def write() -> None:
        tried.append(True)
        raise GONE

    delivery = Delivery()
    for _ in range(3):
        delivery.write(write)
    assert tried == [True]
    assert caplog.text.count("the Prefect server does not answer") == 1
    delivery.begin()
    delivery.write(write)
    assert tried == [True, True]


@pytest.mark.parametrize(
    "broken",
    [
        {"PREFECT_LOGGING_LEVEL": "LOUD"},
        {"HOME": "/nonexistent"},
        {"PREFECT_HOME": "with a profile that cannot be read"},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_what_is_wrong_with_prefect_is_no_matter_to_a_plain_run(
    place: Place, tmp_path: Path, broken: dict[str, str]
) -> None:
    if "PREFECT_HOME" in broken:
        (tmp_path / "profiles.toml").write_text("[[[")
        broken = {"PREFECT_HOME": str(tmp_path)}
    warehouse = ("--warehouse", str(place.layout.root))
    for command in (("ingest", str(place.landing)), ("maintain",), ("rebuild",)):
        done = zakhira(*command, *warehouse, command=COMMAND, **broken)
        assert (done.returncode, done.stderr) == (exit_codes.DONE, ""), command


@pytest.mark.server
@pytest.mark.timeout(300)
def test_a_server_that_is_killed_in_mid_run_leaves_no_process_and_no_lock(
    place: Place, tmp_path: Path
) -> None:
    for number in range(300):
        place.put(f"more-{number}.txt", f"خبر نمبر {number}\n\nدریا پر پل نمبر {number} بن گیا۔")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = environment_of_nobody(
        PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
        PREFECT_HOME=str(tmp_path / "prefect"),
        ZAKHIRA_BATCH_FILES="10",
        PYTHONWARNINGS="",
    )
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_until(lambda: _is_healthy(port), "the server")
        said = tmp_path / "said"
        ingest = ["ingest", str(place.landing), "--warehouse", str(place.layout.root)]
        with (
            said.open("wb") as sink,
            subprocess.Popen(
                [*COMMAND, *ingest], env=environment, stdout=subprocess.PIPE, stderr=sink
            ) as run,
        ):
            wait_until(lambda: b"batch 2 committed" in said.read_bytes(), "the second batch")
            os.killpg(server.pid, signal.SIGKILL)
            began = time.monotonic()
            stdout, _ = run.communicate(timeout=120)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    assert time.monotonic() - began < 60
    assert run.returncode == exit_codes.DONE
    assert stdout.startswith(b"303 files: 303 new documents")
    ours = [line for line in said.read_text().splitlines() if line.startswith("zakhira: ")]
    assert ours == ["zakhira: the Prefect server has gone: the run goes on without it"]
    assert "Traceback" not in said.read_text()
    assert file_lock.holder(place.layout.lock) is None
    assert place.ingest().unchanged == 303


def _is_healthy(port: int) -> bool:
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=2) as answer,
    ):
        return bool(answer.status == 200)
    return False
