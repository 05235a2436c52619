"""Prepare a Prefect server for the deployments; with `start`, also start one for a first look.

Run as `python -m flows.orchestration.server`. It makes the work pool of `prefect.yaml`, the
automation that ends zombies, and with `--notify URL` those that tell somebody
(`flows/orchestration/automations.py`). Running it again changes only what differs. There is no
global concurrency limit: nothing would take it, each deployment has a limit of its own and the
warehouse has its lock.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TextIO

from cyclopts import App, Parameter
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.workers.process import ProcessWorker

from flows.orchestration.automations import ZOMBIES, alarms, ensure_automation, ensure_webhook

WORK_POOL = "zakhira"
_CHECKOUT = Path(__file__).parents[2]
# In a terminal, `prefect server start` on another port than the profile's would ask which profile
# to change, and wait.
_PREFECT = ("prefect", "--no-prompt")
_STARTUP_SECONDS = 120
_SHUTDOWN_SECONDS = 30
_WELCOME = """
open     {url}
pages    {url}/v2/artifacts
trigger  PREFECT_API_URL={url}/api .venv/bin/prefect deployment run ingest/hourly --watch
end      Ctrl-C
"""

app = App(
    name="python -m flows.orchestration.server", help=__doc__.partition("\n")[0], version_flags=()
)


@app.default
def set_up(
    *,
    notify: Annotated[str | None, Parameter(env_var="NOTIFY_URL")] = None,
    stale_hours: float = 3,
) -> int:
    """Make what the deployments need on the server that PREFECT_API_URL names, or find it there.

    Args:
        notify: An address that the server calls when a run failed, crashed or is late, and when no
            ingest has completed for some hours. What is sent is what Slack and Mattermost take. The
            server keeps the address encrypted; NOTIFY_URL keeps it out of the list of processes.
        stale_hours: After so many hours without a completed ingest; more than between two of them.
    """
    url = PREFECT_API_URL.value()
    if url is None:
        return _fail("no server: set PREFECT_API_URL, as in http://127.0.0.1:4200/api", 2)
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            return _fail(
                f"no Prefect server answers at {url}: start it, or correct PREFECT_API_URL", 1
            )
        _say(f"work pool {WORK_POOL}: {ensure_work_pool(client)}")
        wanted = [ZOMBIES]
        if notify:
            wanted += alarms(ensure_webhook(notify), timedelta(hours=stale_hours))
        for automation in wanted:
            _say(f"automation “{automation.name}”: {ensure_automation(client, automation)}")
        if not notify:
            _say("alarms: nobody is told; --notify URL makes them (docs/run-book.md)")
    return 0


def ensure_work_pool(client: SyncPrefectClient) -> str:
    """Make the work pool if there is none; return `made` or `found`."""
    try:
        client.read_work_pool(WORK_POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(
            WorkPoolCreate(name=WORK_POOL, type="process", base_job_template=template)
        )
        return "made"
    return "found"


@app.command
def start(port: int = 4200) -> int:
    """Start server, deployments and worker on loopback, for a first look; Ctrl-C ends them.

    Args:
        port: The port of the server.
    """
    if _is_taken(port):
        return _fail(f"port {port} is taken: name another one (make server PORT={port + 1})", 1)
    os.environ |= {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "DO_NOT_TRACK": "1"}
    _take_signals()
    with contextlib.suppress(KeyboardInterrupt):
        return _serve(port)
    return 0


def _serve(port: int) -> int:
    """Run everything until something ends; return the exit code."""
    with _running(
        *_PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)
    ) as server:
        if not _wait_until(lambda: _has_ended(server) or _is_healthy(port)) or _has_ended(server):
            return _fail("the server did not start; see above", 1)
        if not (
            _succeeds("flows.orchestration.server") and _succeeds(*_PREFECT, "deploy", "--all")
        ):
            return _fail("the server lacks what the deployments need; see above", 1)
        with _running(*_PREFECT, "worker", "start", "--pool", WORK_POOL) as worker:
            _say(_WELCOME.format(url=f"http://127.0.0.1:{port}"))
            _wait_until(lambda: _has_ended(server) or _has_ended(worker), seconds=float("inf"))
            return _fail("the server or the worker has ended; see above", 1)


@contextlib.contextmanager
def _running(*module: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module for the length of a block, in a session of its own: Ctrl-C reaches us first."""
    process = subprocess.Popen(_command(*module), cwd=_CHECKOUT, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_SHUTDOWN_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _succeeds(*module: str) -> bool:
    """Run a module and check its exit code; if it failed, print what it said."""
    done = subprocess.run(
        _command(*module),
        cwd=_CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        _say(done.stdout)
    return done.returncode == 0


def _command(*module: str) -> list[str]:
    """Print the command that runs a module, and return it."""
    _say(f"$ python -m {' '.join(module)}")
    return [sys.executable, "-m", *module]


def _take_signals() -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP all interrupt us.

    A shell that starts us with `&` sets them to be ignored, and our children would inherit that.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def _wait_until(is_so: Callable[[], bool], seconds: float = _STARTUP_SECONDS) -> bool:
    """Wait until a condition holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.3)
    return False


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _fail(message: str, code: int) -> int:
    _say(f"flows.orchestration.server: {message}", sys.stderr)
    return code


def _say(message: str, stream: TextIO | None = None) -> None:
    print(message, file=stream, flush=True)


if __name__ == "__main__":
    sys.exit(app())
