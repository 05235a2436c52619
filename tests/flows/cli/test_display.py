"""What is seen of a run while it goes on: at a terminal, and in a log."""

import io
import json
import re
import subprocess
import time
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli import display, exit_codes
from flows.run.progress import Stage
from tests.command import COMMAND, environment_of_nobody
from tests.flows.cli.terminals import terminal

_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (INFO|WARNING) +\S.*")


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nIt rained for {number} days.")
    return folder


def logged(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What the command does without a terminal, with all that it says."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment_of_nobody(),
    )


def test_a_terminal_shows_each_stage_from_the_first_moment_and_clears_at_the_end(
    landing: Path, tmp_path: Path
) -> None:
    ingest = ("ingest", str(landing), "--warehouse", str(tmp_path / "warehouse"))
    with terminal(*ingest, ZAKHIRA_SLICE_FILES="10", ZAKHIRA_BATCH_FILES="20") as screen:
        screen.read_until("starting")
        assert "30 files" in screen.read_until("reading")
        # Files, as they are: no half ones.
        reading = screen.read_until("describing")
        assert re.search(r"\b(10|20|30) of 30 files", reading)
        assert not re.search(r"\d{3} s\b", reading), "seconds since the machine began"
        assert "INFO" not in screen.read_until("30 files: 30 new documents")
        screen.read_all()
        assert screen.running.wait() == exit_codes.DONE


@pytest.mark.parametrize("width", [80, 110])
def test_a_stage_takes_one_line_of_its_own(width: int) -> None:
    screen = Console(width=width, file=io.StringIO(), force_terminal=True)
    bars = display.bars_on(screen)
    stage = Stage("comparing", "document", 40_000, 200_000, 110.0, is_running=True)
    bars.add_task("comparing", total=200_000, stage=stage, told_at=time.monotonic())
    with screen.capture() as drawn:
        screen.print(bars.get_renderable())
    (line,) = drawn.get().splitlines()
    assert "40,000 of 200,000 documents, 364/s, about 440 s" in line


def test_without_a_terminal_a_log_has_a_line_a_stage_and_the_output_is_clean(
    landing: Path, tmp_path: Path
) -> None:
    warehouse = ("--warehouse", str(tmp_path / "warehouse"))
    done = logged("ingest", str(landing), *warehouse, "--json")
    assert json.loads(done.stdout)["new_documents"] == 30
    lines = done.stderr.splitlines()
    assert [line for line in lines if not _LINE.fullmatch(line)] == []
    for words in ("listing", "30 files seen", "reading 30 files", "describing 30", "committed",
                  "comparing 30 documents", "publishing", "generation"):  # fmt: skip
        assert any(words in line for line in lines), words


@pytest.mark.parametrize(
    ("command", "words"),
    [("maintain", ("publishing", "checking", "checks run")), ("rebuild", ("rebuilding",))],
)
def test_other_commands_that_take_long_say_where_they_are(
    warehouse: Path, command: str, words: tuple[str, ...]
) -> None:
    done = logged(command, "--warehouse", str(warehouse), "--json")
    assert done.returncode == exit_codes.DONE
    assert json.loads(done.stdout)
    lines = done.stderr.splitlines()
    assert [line for line in lines if not _LINE.fullmatch(line)] == []
    assert all(any(word in line for line in lines) for word in words)


def test_a_stage_that_takes_long_says_how_far_it_is_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import threading

    from flows.run.progress import ProgressCounter

    monkeypatch.setattr(display, "_SECONDS_BETWEEN_LINES", 0.01)
    with display.shown():
        counter = ProgressCounter()
        with counter.stage("reading", "file", 1_000):
            counter.advance("reading", 10)
            threading.Event().wait(0.5)
    said = capsys.readouterr().err
    assert "reading: 10 of 1,000 files" in said
    assert all(map(_LINE.fullmatch, said.splitlines()))


def test_lines_of_a_log_as_json_have_the_id_of_the_run(landing: Path, tmp_path: Path) -> None:
    warehouse = ("--warehouse", str(tmp_path / "warehouse"))
    done = logged("--log-json", "ingest", str(landing), *warehouse, "--json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    run_id = json.loads(done.stdout)["run_id"]
    assert {tuple(line) for line in lines} == {("time", "level", "run_id", "message")}
    assert {line["run_id"] for line in lines} == {run_id}
    assert any(line["message"].startswith("batch 1 committed: 30 new") for line in lines)
    failed = logged("ingest", str(tmp_path / "no"), *warehouse, "--log-json")
    (line,) = map(json.loads, failed.stderr.splitlines())
    assert (line["level"], line["run_id"]) == ("ERROR", None)
    assert line["message"].startswith("no landing zone at ")
