"""Prefect for real: server and worker on loopback, deployments, runs asked for and due.

One test with many promises: they share one server, which takes 20 s to start, however pytest
spreads the tests.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self, cast

import httpx
import pytest
from prefect import flow
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)
from prefect.tasks import Task

from flows.ingest import ingest
from flows.orchestration.automations import ZOMBIES
from flows.orchestration.names import artifact_key, uri
from flows.orchestration.server import WORK_POOL, set_up
from flows.orchestration.tasks import task_of
from flows.pipelines.steps import Step, run_by
from flows.settings import Settings
from tests.command import COMMAND
from transforms.errors import TerminalError, TransientError
from warehouse.database.connection import connect_read_only
from warehouse.database.sql import sql_files
from warehouse.locking import file_lock
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout

pytestmark = pytest.mark.server

CHECKOUT = Path(__file__).parents[3]
CRONS = {"ingest/hourly": "0 * * * *", "maintain/nightly": "30 2 * * *"}
ENDS = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
OLD_NS = 1_700_000_000_000_000_000
FILES = {
    "a.txt": "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔",
    "b.txt": "آموں کی فصل تیار\n\nملتان: باغوں میں آم پک گئے ہیں اور منڈیوں کو بھیجے جا رہے ہیں۔",
    "copy.txt": "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔",
    "empty.txt": "",
}


class Webhook(ThreadingHTTPServer):
    """Who is told: a web server on loopback that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.url = f"http://127.0.0.1:{self.server_port}/hooks/T01"
        self.texts: list[str] = []

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        cast("Webhook", self.server).texts.append(json.loads(body)["text"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Prefect:
    """A Prefect server and worker with a database, landing zone and warehouse of their own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.landing = root / "landing"
        self.layout = Layout(root / "warehouse")
        self.deployments: dict[str, Any] = {}
        self.first: dict[str, Any] = {}
        self.webhook = Webhook()
        self.url = f"http://127.0.0.1:{free_port()}/api"
        self.http = httpx.Client(base_url=self.url, timeout=20)
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PREFECT_", "ZAKHIRA_"))
        }
        inherited.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment = inherited | {
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(root / "prefect"),
            "PREFECT_API_URL": self.url,
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "ZAKHIRA_LANDING": str(self.landing),
            "ZAKHIRA_WAREHOUSE": str(self.layout.root),
        }

    @contextmanager
    def running(self, name: str, *command: str, cwd: Path = CHECKOUT) -> Iterator[None]:
        """A Prefect process for the length of a block; its output goes to a file."""
        with (self.root / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *command],
                cwd=cwd,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def run(self, *module: str) -> str:
        """What a module printed; it ends well."""
        command = [sys.executable, "-m", *module]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}{self.logs()}"
        return done.stdout

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the API answers; it is asked again while its database is busy (503)."""
        for pause in (0.5, 1, 2, 4, 8):
            answer = self.http.request(method, path, json=body)
            if answer.status_code != 503:
                break
            time.sleep(pause)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def of_run(self, kind: str, run: dict[str, Any]) -> list[Any]:
        """The logs or artifacts of a flow run."""
        found = self.ask("POST", f"/{kind}/filter", {kind: {"flow_run_id": {"any_": [run["id"]]}}})
        assert isinstance(found, list)
        return found

    def artifacts(self, run: dict[str, Any]) -> dict[str, Any]:
        """The artifacts of a flow run of our warehouse, by kind."""
        kinds = ("ingest-progress", "ingest-summary", "corpus-overview", "report")
        found = {artifact["key"]: artifact for artifact in self.of_run("artifacts", run)}
        store = FolderStore.at(self.layout.root)
        return {kind: found[artifact_key(store, kind)] for kind in kinds}

    def events(self, run: dict[str, Any], name: str, count: int) -> list[Any]:
        """The events of a name that are related to a flow run, once there are so many."""
        related = {"id": [f"prefect.flow-run.{run['id']}"]}
        body = {
            "filter": {
                "event": {"name": [name]},
                "related": related,
                "occurred": {"since": run["created"]},
            }
        }

        def look() -> Any:
            found = self.ask("POST", "/events/filter", body)["events"]
            return [found] if len(found) >= count else None

        (found,) = self.wait_for(look, f"{count} {name} of {run['name']}", 120)
        assert isinstance(found, list)
        return found

    def trigger(self, name: str, **settings: object) -> Any:
        """A new run of a deployment, due now."""
        body = {
            "state": {"type": "SCHEDULED"},
            **({"parameters": {"settings": settings}} if settings else {}),
        }
        return self.ask(
            "POST", f"/deployments/{self.deployments[name]['id']}/create_flow_run", body
        )

    def until(self, run: dict[str, Any], state: str, seconds: float = 180) -> Any:
        """A flow run, once it is in a state."""

        def look() -> Any:
            found = self.ask("GET", f"/flow_runs/{run['id']}")
            return found if found["state_name"] == state or found["state_type"] in ENDS else None

        found = self.wait_for(look, f"{run['name']} {state}", seconds)
        assert found["state_name"] == state, f"{found['state']}\n{self.logs()}"
        return found

    def wait_for(self, look: Callable[[], Any], what: str, seconds: float) -> Any:
        """What a look finds, as soon as it finds something."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if found := look():
                    return found
            time.sleep(0.3)
        pytest.fail(f"waited {seconds} s for: {what}\n{self.logs()}")

    def told(self, *words: str) -> str:
        """What somebody was told with all of some words in it, as soon as it comes."""

        def look() -> list[str]:
            return [text for text in self.webhook.texts if all(word in text for word in words)]

        found = self.wait_for(look, f"a message with {words}; {self.webhook.texts}", 90)
        assert isinstance(found, list) and isinstance(found[0], str)
        return found[0]

    def logs(self) -> str:
        """The ends of the logs of server and worker."""
        logs = [
            f"--- {log.name}\n{log.read_text(errors='replace')[-6000:]}"
            for log in self.root.glob("*.log")
        ]
        return "\n".join(logs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def prefect(tmp_path: Path) -> Iterator[Prefect]:
    """Server, set-up and deployments, both done twice, a worker, and a first run."""
    found = Prefect(tmp_path)
    found.landing.mkdir()
    for name, text in FILES.items():
        path = found.landing / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(OLD_NS, OLD_NS))
    with ExitStack() as processes:
        processes.enter_context(found.webhook)
        port = str(httpx.URL(found.url).port)
        processes.enter_context(
            found.running("server", "server", "start", "--host", "127.0.0.1", "--port", port)
        )
        found.wait_for(lambda: found.http.get("/health").is_success, "the server", 120)
        notify = ("--notify", found.webhook.url, "--stale-hours", "0.006")
        for answer in ("made", "found"):
            printed = found.run("flows.orchestration.server", *notify)
            assert printed.count(f": {answer}\n") == 6, printed
            found.run("prefect", "--no-prompt", "deploy", "--all")
        found.deployments = {name: found.ask("GET", f"/deployments/name/{name}") for name in CRONS}
        _stop_the_clocks(found)
        # Somewhere else: the deployment itself must say where its code is.
        processes.enter_context(
            found.running("worker", "worker", "start", "--pool", WORK_POOL, cwd=found.root)
        )
        found.first = found.until(found.trigger("ingest/hourly"), "Completed")
        yield found


def _stop_the_clocks(prefect: Prefect) -> None:
    """Switch the schedules off, so that no full hour disturbs the tests."""
    for deployment in prefect.deployments.values():
        for schedule in deployment["schedules"]:
            path = f"/deployments/{deployment['id']}/schedules/{schedule['id']}"
            prefect.ask("PATCH", path, {"active": False})


def both_deployments_have_one_schedule_and_run_one_at_a_time(prefect: Prefect) -> None:
    for name, cron in CRONS.items():
        found = prefect.deployments[name]
        assert [each["schedule"]["cron"] for each in found["schedules"]] == [cron], (
            "once, though deployed twice"
        )
        assert found["global_concurrency_limit"]["limit"] == 1
        assert found["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert found["enforce_parameter_schema"] is True
        (step,) = found["pull_steps"]
        assert step == {
            "prefect.deployments.steps.set_working_directory": {"directory": str(CHECKOUT)}
        }


def the_server_was_set_up_once_though_told_twice(prefect: Prefect) -> None:
    (pool,) = prefect.ask("POST", "/work_pools/filter", {})
    assert (pool["name"], pool["type"]) == ("zakhira", "process")
    automations = prefect.ask("POST", "/automations/filter", {})
    assert sorted((each["name"], each["enabled"]) for each in automations) == [
        ("zakhira: a run crashed", True),
        ("zakhira: a run failed", True),
        ("zakhira: a run is late", True),
        (ZOMBIES.name, True),
        ("zakhira: the warehouse is stale", True),
    ]


def the_server_rejects_wrong_parameters(prefect: Prefect) -> None:
    wrong: list[dict[str, object]] = [{"no_such_setting": 1}, {"workers": 0}, {"landing": 7}]
    for settings in wrong:
        with pytest.raises(httpx.HTTPStatusError, match="409"):
            prefect.trigger("ingest/hourly", **settings)


def a_triggered_run_fills_the_warehouse(prefect: Prefect) -> None:
    with connect_read_only(prefect.layout.published) as connection:
        found = connection.execute(
            "select flow_run_id, new_document_count, duplicate_count, rejected_count from runs"
        )
        assert found.fetchall() == [(prefect.first["id"], 2, 1, 1)]
    assert list(prefect.layout.parquet.glob("documents/*.parquet"))


def a_deployed_flow_and_its_plain_function_make_the_same(prefect: Prefect) -> None:
    plain = Layout(prefect.root / "plain")
    ingest.fn(Settings(landing=prefect.landing, warehouse=plain.root))
    query = "select source_path, content_hash, reject_reason, text from sources "
    query += "left join documents using (content_hash) "
    answers = []
    for layout in (plain, prefect.layout):
        with connect_read_only(layout.published) as connection:
            answers.append(connection.execute(query + "order by all").fetchall())
    assert answers[0] == answers[1]


def a_run_says_what_a_person_wants_to_know(prefect: Prefect) -> None:
    def said() -> list[str] | None:
        logs = sorted(prefect.of_run("logs", prefect.first), key=lambda log: log["timestamp"])
        lines = [log["message"] for log in logs if log["name"] == "zakhira"]
        return lines if lines and lines[-1].endswith(" published") else None

    found = prefect.wait_for(said, "the last line of the logs", 120)
    assert found[:4] == [
        "4 files seen, 4 to read in 1 batch, 0 gone",
        "batch 1: reading 4 files",
        "batch 1: describing 2 new texts",
        "batch 1 committed: 2 new documents, 1 duplicate, 1 rejected, 0 unchanged",
    ]


def a_run_leaves_progress_a_table_and_a_page(prefect: Prefect) -> None:
    artifacts = prefect.artifacts(prefect.first)
    progress = artifacts["ingest-progress"]
    assert (progress["type"], progress["data"]) == ("progress", 100)
    assert progress["description"].startswith("done: 4 files in ")
    assert artifacts["corpus-overview"]["type"] == "table"
    page = artifacts["ingest-summary"]["data"]
    assert page.startswith("# 2 new documents\n")
    assert "| rejected | 1 |" in page
    assert "| empty | 1 | `empty.txt` |" in page
    assert "| ur (Arab) | 2 | ████████████████████████ |" in page
    assert "* ur (Arab): شہر میں کتاب میلہ شروع" in page
    report = prefect.layout.root / "report.html"
    assert artifacts["report"]["data"] == f"[`{report}`]({report.resolve().as_uri()})"
    assert "Documents by language" in report.read_text(encoding="utf-8")


def a_list_of_runs_says_which_warehouse_when_and_what(prefect: Prefect) -> None:
    folder = prefect.layout.root.parent.name
    name = rf"{re.escape(folder)}/warehouse \d{{4}}-\d\d-\d\d \d\d:\d\d: "
    assert re.fullmatch(name + "2 new, 1 duplicate, 1 rejected", prefect.first["name"])
    assert prefect.first["tags"] == [
        "landing:landing",
        f"warehouse:{folder}/warehouse",
        "zakhira",
    ]
    message = "4 files: 2 new documents, 1 duplicate, 1 rejected, 0 unchanged, 0 gone"
    assert prefect.first["state"]["message"] == message
    maintained = prefect.until(prefect.trigger("maintain/nightly"), "Completed")
    rules = len(sql_files("checks"))
    assert re.fullmatch(f"{name}{rules} checks hold", maintained["name"])
    assert maintained["state"]["message"] == f"{rules} checks hold"


def two_warehouses_of_one_name_keep_their_pages_apart(prefect: Prefect) -> None:
    other = prefect.root / "ذخیرہ <b> & [x] %41" / "warehouse"
    for number in range(2):
        run = prefect.trigger("ingest/hourly", landing=str(prefect.landing), warehouse=str(other))
        outcome = ("2 new, 1 duplicate, 1 rejected", "nothing new")[number]
        found = prefect.until(run, "Completed")
        assert found["name"].startswith("ذخیرہ <b> & [x] %41/warehouse 2"), found["name"]
        assert found["name"].endswith(f": {outcome}")
    keys = prefect.ask("POST", "/artifacts/latest/filter", {"limit": 200})
    ours = {each["key"] for each in keys if each["key"].endswith("ingest-summary")}
    stores = [FolderStore.at(root) for root in (prefect.layout.root, other)]
    assert {artifact_key(store, "ingest-summary") for store in stores} <= ours


def a_run_leaves_its_datasets_where_openlineage_looks(prefect: Prefect) -> None:
    """As openlineage-prefect 0.0.1b22 does: by task run, from the first row and the last word."""
    found = [
        artifact
        for artifact in prefect.of_run("artifacts", prefect.first)
        if "ol-dataset" in (artifact["description"] or "")
    ]
    assert all(artifact["task_run_id"] for artifact in found)
    datasets = {
        artifact["description"].split("_")[-1]: json.loads(artifact["data"])[0]
        for artifact in found
    }
    assert datasets == {
        "input": {"database_uri": uri(str(prefect.landing)), "table": "raw_files"},
        "output": {"database_uri": uri(str(prefect.layout.published)), "table": "documents"},
    }


def parquet_and_duckdb_are_assets_of_the_run_that_changed_them(prefect: Prefect) -> None:
    again = prefect.until(prefect.trigger("ingest/hourly"), "Completed")
    made = "prefect.asset.materialization.succeeded"
    found = prefect.events(prefect.first, made, count=2)
    facts = {event["resource"]["prefect.resource.id"]: event["payload"] for event in found}
    parquet, duckdb = uri(str(prefect.layout.parquet)), uri(str(prefect.layout.published))
    assert facts[parquet]["new_rows"]["documents"] == 2
    assert facts[duckdb]["rows"]["sources"] == 4
    assert facts[duckdb]["path"] == str(prefect.layout.published)
    upstream = {
        event["resource"]["prefect.resource.id"]: {
            each["prefect.resource.id"]
            for each in event["related"]
            if each["prefect.resource.role"] == "asset"
        }
        for event in found
    }
    assert uri(str(prefect.landing)) in upstream[parquet]
    assert parquet in upstream[duckdb]
    prefect.events(again, "prefect.task-run.Completed", count=3)
    assert prefect.events(again, made, count=0) == [], "nothing changed, nothing was made"


def a_scheduled_run_comes_due_and_completes(prefect: Prefect) -> None:
    deployment = prefect.deployments["maintain/nightly"]["id"]
    every_12_seconds = [{"schedule": {"interval": 12}, "active": True}]
    (schedule,) = prefect.ask("POST", f"/deployments/{deployment}/schedules", every_12_seconds)

    def ended() -> Any:
        # On a slow machine a run takes longer than 12 s, and the one that comes due
        # meanwhile is cancelled.
        runs = prefect.ask(
            "POST", "/flow_runs/filter", {"deployments": {"id": {"any_": [deployment]}}}
        )
        return [
            run
            for run in runs
            if run["auto_scheduled"] and run["state_type"] in ENDS - {"CANCELLED"}
        ]

    try:
        run = prefect.wait_for(ended, "a scheduled run", 180)[0]
    finally:
        prefect.ask("DELETE", f"/deployments/{deployment}/schedules/{schedule['id']}")
    assert run["state_name"] == "Completed", prefect.logs()


def schedules_that_the_file_empties_leave_the_server(prefect: Prefect) -> None:
    file = prefect.root / "prefect.yaml"
    deployments = (CHECKOUT / "prefect.yaml").read_text(encoding="utf-8")
    cron = '- { cron: "30 2 * * *", timezone: UTC, slug: nightly }'
    file.write_text(deployments.replace(f"schedules:\n      {cron}", "schedules: []"))
    prefect.run("prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file))
    left = {name: prefect.ask("GET", f"/deployments/name/{name}")["schedules"] for name in CRONS}
    assert [len(schedules) for schedules in left.values()] == [1, 0]


def a_second_run_is_cancelled_and_a_killed_one_crashes(prefect: Prefect) -> None:
    with file_lock.hold(prefect.layout.lock, "the test"):
        first = prefect.until(prefect.trigger("ingest/hourly", wait=300), "Running")
        second = prefect.until(prefect.trigger("ingest/hourly"), "Cancelled")
        assert second["state"]["message"] == "Deployment concurrency limit reached."
        os.kill(int(first["infrastructure_pid"]), signal.SIGKILL)
        prefect.until(first, "Crashed", 120)
        assert "run-book: a-run-crashed" in prefect.told("a run crashed - ingest", first["name"])
    prefect.until(prefect.trigger("ingest/hourly"), "Completed")


def an_error_of_ours_is_one_line_at_a_terminal_and_all_of_it_on_the_server(
    prefect: Prefect,
) -> None:
    folder = prefect.root / "rejected"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").touch()
    warehouse = prefect.root / "of-rejected-files"
    command = [*COMMAND, "ingest", str(folder), "--warehouse", str(warehouse)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=prefect.environment
    )
    sentence = "12 of 12 files read were rejected"
    assert (done.returncode, done.stderr.count(sentence)) == (1, 1), done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"zakhira: {sentence}")
    assert "Traceback" not in done.stderr
    with connect_read_only(Layout(warehouse).published) as connection:
        ((flow_run_id,),) = connection.execute("select flow_run_id from runs").fetchall()

    def heard() -> bool:
        return any(
            "Traceback" in log["message"] for log in prefect.of_run("logs", {"id": flow_run_id})
        )

    prefect.wait_for(heard, "the traceback in the logs", 120)


def somebody_is_told_of_a_run_that_failed(prefect: Prefect) -> None:
    folder = prefect.root / 'all "rejected"'
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").touch()
    warehouse = str(prefect.root / "of-alarms")
    run = prefect.trigger("ingest/hourly", landing=str(folder), warehouse=warehouse)
    failed = prefect.until(run, "Failed")
    text = prefect.told("a run failed - ingest", failed["name"])
    assert "12 of 12 files read were rejected" in text
    assert text.endswith("run-book: a-run-failed")


def a_broken_check_fails_a_flow_run_that_has_published_and_leaves_a_table(
    prefect: Prefect,
) -> None:
    checks = prefect.root / "rules <b>"
    checks.mkdir()
    (checks / "one.sql").write_text("-- severity: warn\nfrom documents limit 1")
    wanted = {
        "landing": str(prefect.landing),
        "warehouse": str(prefect.root / "checked"),
        "checks": str(checks),
        "bounds": {"und": 0.5},
    }
    warned = prefect.until(prefect.trigger("ingest/hourly", **wanted), "Completed")
    assert warned["state"]["message"].endswith(", 1 check did not pass")
    (checks / "two|`.sql").write_text("-- no <i>document</i>\nfrom documents")
    failed = prefect.until(prefect.trigger("ingest/hourly", **wanted), "Failed")
    assert "broken: two|`.sql (2 rows); see: zakhira check" in failed["state"]["message"]
    (table,) = [
        json.loads(artifact["data"])
        for artifact in prefect.of_run("artifacts", failed)
        if artifact["key"] and artifact["key"].endswith("-checks")
    ]
    assert [(row["check"], row["status"]) for row in table] == [
        ("und", "pass"),
        ("one.sql", "warn"),
        ("two|`.sql", "fail"),
    ]
    with connect_read_only(Layout(prefect.root / "checked").published) as connection:
        assert connection.execute("select count(*) from documents").fetchall() == [(2,)]


def somebody_is_told_of_a_run_that_no_worker_takes_and_of_silence(prefect: Prefect) -> None:
    prefect.ask("PATCH", f"/work_pools/{WORK_POOL}", {"is_paused": True})
    try:
        run = prefect.trigger("ingest/hourly")
        text = prefect.told("a run is late - ingest", run["name"])
        assert text.endswith("run-book: a-run-is-late")
        text = prefect.told("no ingest has completed for 0.006 hours")
        assert text.endswith("run-book: the-warehouse-is-stale")
    finally:
        prefect.ask("PATCH", f"/work_pools/{WORK_POOL}", {"is_paused": False})
    prefect.until(run, "Completed")


def only_transient_errors_are_tried_again(prefect: Prefect) -> None:
    calls: list[type[Exception]] = []

    def fail(error: type[Exception]) -> None:
        calls.append(error)
        raise error("no luck")

    step = Step(fail, "fail")
    task = cast("Task[[type[Exception]], None]", task_of(step))

    @flow
    def fail_three_ways() -> None:
        with run_by(lambda _step: task.with_options(retry_delay_seconds=0)):  # type: ignore[arg-type]
            for error in (TransientError, TerminalError, ZeroDivisionError):
                with suppress(error):
                    step(error)

    quietly = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_LOGGING_TO_API_ENABLED: False}
    with temporary_settings({PREFECT_API_URL: prefect.url, **quietly}):
        fail_three_ways()
    assert calls == [TransientError] * 4 + [TerminalError, ZeroDivisionError]


PROMISES = (
    both_deployments_have_one_schedule_and_run_one_at_a_time,
    the_server_was_set_up_once_though_told_twice,
    the_server_rejects_wrong_parameters,
    a_triggered_run_fills_the_warehouse,
    a_deployed_flow_and_its_plain_function_make_the_same,
    a_run_says_what_a_person_wants_to_know,
    a_run_leaves_progress_a_table_and_a_page,
    a_list_of_runs_says_which_warehouse_when_and_what,
    two_warehouses_of_one_name_keep_their_pages_apart,
    a_run_leaves_its_datasets_where_openlineage_looks,
    parquet_and_duckdb_are_assets_of_the_run_that_changed_them,
    a_scheduled_run_comes_due_and_completes,
    a_second_run_is_cancelled_and_a_killed_one_crashes,
    an_error_of_ours_is_one_line_at_a_terminal_and_all_of_it_on_the_server,
    somebody_is_told_of_a_run_that_failed,
    a_broken_check_fails_a_flow_run_that_has_published_and_leaves_a_table,
    somebody_is_told_of_a_run_that_no_worker_takes_and_of_silence,
    only_transient_errors_are_tried_again,
    # Last: to deploy is to start the clocks.
    schedules_that_the_file_empties_leave_the_server,
)


@pytest.mark.timeout(900)
def test_deployments_keep_their_promises_on_a_real_server(
    prefect: Prefect, subtests: pytest.Subtests
) -> None:
    for promise in PROMISES:
        with subtests.test(promise.__name__.replace("_", " ")):
            promise(prefect)


def test_set_up_says_so_where_no_server_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}):
        assert set_up() == 1
    assert "no Prefect server answers at http://127.0.0.1:" in capsys.readouterr().err
