"""Checks of the user's own find broken rows, whatever their files hold, and end no run."""

import os
import signal
import time
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.settings import Settings
from warehouse.checks import Check, Severity
from warehouse.quality.ask import Limits
from warehouse.quality.isolation import answers
from warehouse.quality.own_checks import run_own_checks
from warehouse.storage.layout import Layout

ENDLESS = "select 1 from range(9000000000000) as a, range(900) as b where a.range + b.range = -1"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published generation of two documents."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "landing").mkdir()
    (folder / "landing" / "a.txt").write_text("Rain\n\nIt rained all day.")
    (folder / "landing" / "b.txt").write_text("Sun\n\nIt did not rain.")
    ingest.fn(Settings(landing=folder / "landing", warehouse=folder / "warehouse", workers=1))
    return Layout(folder / "warehouse").published


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "checks"
    found.mkdir()
    return found


def run(database: Path, folder: Path, **limits: float) -> dict[str, Check]:
    found = run_own_checks(database, folder, Limits(**limits))  # type: ignore[arg-type]
    return {check.name: check for check in found}


@pytest.mark.parametrize(
    ("head", "severity", "status"),
    [
        ("-- titles are long\n", Severity.ERROR, "fail"),
        ("-- titles are long\n-- severity: error\n", Severity.ERROR, "fail"),
        ("-- severity: warn\n-- titles are long\n", Severity.WARN, "warn"),
        ("\ufeff-- titles are long\r\n--\r\n-- severity: Warning\r\n\r\n", Severity.WARN, "warn"),
        *(
            (f"-- titles are long\n{line}\n", Severity.WARN, "warn")
            for line in (
                "-- Severity: warn",
                "--severity: warn",
                "-- severity:warn",
                "-- SEVERITY = WARN ",
                "  -- severity : warn",
            )
        ),
    ],
)
def test_the_head_of_a_file_says_what_a_broken_row_means(
    database: Path, folder: Path, head: str, severity: Severity, status: str
) -> None:
    query = "select title from documents where length(title) < 4 -- severity: no\n;\n"
    (folder / "titles.sql").write_text(head + query, encoding="utf-8", newline="")
    (check,) = run(database, folder).values()
    assert (check.name, check.rule) == ("titles.sql", "titles are long")
    assert (check.severity, check.status, check.broken_count) == (severity, status, 1)
    assert check.sample == [{"title": "Sun"}]
    assert check.is_alarm == (severity == Severity.ERROR)


def test_what_stands_behind_a_query_is_no_part_of_it(database: Path, folder: Path) -> None:
    for number, end in enumerate((";", "; -- خبر;", " -- a;", ";\n/* b; */\n;")):
        (folder / f"{number}.sql").write_text(f"select ';خبر' as text{end}")
    found = run(database, folder)
    assert [(check.error, check.broken_count) for check in found.values()] == [(None, 1)] * 4


def test_columns_of_one_name_are_all_shown(database: Path, folder: Path) -> None:
    (folder / "a.sql").write_text("select 1 as one, 2 as one, 3 as one")
    assert run(database, folder)["a.sql"].sample == [{"one": 1, "one (2)": 2, "one (3)": 3}]


def test_a_check_that_selects_no_row_passes_and_the_first_rows_of_another_are_kept(
    database: Path, folder: Path
) -> None:
    (folder / "none.sql").write_text("from documents where false")
    (folder / "many.sql").write_text(
        "select repeat('ب', 5000) as text, 'nan'::double as score, {'a': [1]} as more "
        "from range(3000000)"
    )
    found = run(database, folder)
    assert (found["none.sql"].status, found["none.sql"].sample) == ("pass", [])
    many = found["many.sql"]
    assert (many.broken_count, len(many.sample)) == (3_000_000, 5)
    assert len(str(many.sample[0]["text"])) == 200
    assert (many.sample[0]["score"], many.sample[0]["more"]) == (None, "{'a': [1]}")


WRONG = {
    "selekt 1": "syntax error",
    "": "one query",
    "-- only a head": "one query",
    "select 1; select 2": "one query",
    "from no_such_table": "no_such_table",
    "select error('of its own')": "of its own",
    "-- severity: fatal\nselect 1": "severity is error or warn, not 'fatal'",
    "create table mine as select 1": "one query",
    "copy (select 1) to 'out.csv'": "one query",
    "attach 'other.duckdb'": "one query",
    "set memory_limit = '1TB'": "one query",
    "install httpfs": "one query",
    "from read_text('/etc/passwd')": "disabled by configuration",
    "from glob('/*')": "disabled by configuration",
    "from read_csv('http://127.0.0.1:9/x.csv')": "disabled by configuration",
    "from query('copy (select 1) to ''out.csv''')": "Error",
}


def test_a_file_that_is_no_check_is_a_result_with_its_error_and_the_others_are_run(
    database: Path, folder: Path
) -> None:
    for number, query in enumerate(WRONG):
        (folder / f"{number:02}.sql").write_text(query)
    (folder / "zz.sql").write_text("from documents where title is null")
    before = sorted(Path().iterdir())
    found = run(database, folder)
    assert found.pop("zz.sql").status == "pass"
    for check, (query, error) in zip(found.values(), WRONG.items(), strict=True):
        assert check.status == "error" and check.is_alarm, query
        assert error in str(check.error), (query, check.error)
    assert sorted(Path().iterdir()) == before


def test_names_and_files_of_any_kind_are_results(database: Path, folder: Path) -> None:
    for raw_name in (b"caf\xe9.sql", b"a\n\x1b[31m'; drop.SQL", "چیک.sql".encode(), b"-x.sql"):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + raw_name))).write_text("select 1 as one")
    os.mkfifo(folder / "pipe.sql")
    (folder / "folder.sql").mkdir()
    (folder / "gone.sql").symlink_to(folder / "nowhere")
    (folder / "bytes.sql").write_bytes(b"select '\xe9'")
    (folder / "large.sql").write_text("-- " + "x" * (1 << 20) + "\nselect 1")
    for name in ("notes.txt", ".hidden.sql", "sql"):
        (folder / name).write_text("no check")
    found = run(database, folder)
    assert {name: check.error or check.broken_count for name, check in found.items()} == {
        "-x.sql": 1,
        "a\n\x1b[31m'; drop.SQL": 1,
        "bytes.sql": "bytes.sql: is no UTF-8",
        "caf\\xe9.sql": 1,
        "folder.sql": "folder.sql: is no file",
        "gone.sql": "gone.sql: is no file",
        "large.sql": "large.sql: is larger than 1 MiB",
        "pipe.sql": "pipe.sql: is no file",
        "چیک.sql": 1,
    }


def test_a_folder_that_is_not_there_is_a_result(database: Path, folder: Path) -> None:
    (check,) = run(database, folder / "no").values()
    assert (check.name, check.status) == ("no", "error")
    assert check.error == "no: No such file or directory"


def test_a_check_takes_so_much_time_and_memory_and_no_more(database: Path, folder: Path) -> None:
    (folder / "a.sql").write_text(ENDLESS)
    (folder / "b.sql").write_text(
        "select list(a.range) as many from range(60000000) as a group by a.range % 2"
    )
    (folder / "c.sql").write_text("select 1")
    began = time.monotonic()
    found = run(database, folder, seconds=1.0, memory_bytes=64 << 20, spilled_bytes=1 << 20)
    assert time.monotonic() - began < 30
    assert found["a.sql"].error == "took longer than 1 s"
    assert found["b.sql"].status == "error"
    assert found["c.sql"].status == "fail"


def _children() -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def test_a_query_that_ends_its_process_is_answered_and_the_next_one_is_asked(
    database: Path,
) -> None:
    before = set(_children())
    found = answers(database, ["select 1", ENDLESS, "select 2"], Limits(seconds=60))
    assert next(found).broken_count == 1
    (process,) = set(_children()) - before
    os.kill(process, signal.SIGKILL)
    error = next(found).error
    assert error == "its process ended (signal 9): it took too much time or memory"
    assert next(found).broken_count == 1
    assert list(found) == []
    assert set(_children()) <= before


def test_a_process_that_hangs_is_ended_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("warehouse.quality.isolation._SECONDS_TO_GIVE_UP", 1.0)
    before = set(_children())
    found = answers(database, ["select 1", ENDLESS, "select 2"], Limits(seconds=2))
    assert next(found).broken_count == 1
    (process,) = set(_children()) - before
    # The second query has a place to spill to.
    while not list(tmp_path.glob("zakhira-scratch-*/zakhira-scratch-*")):
        time.sleep(0.01)
    os.kill(process, signal.SIGSTOP)
    assert "signal 9" in str(next(found).error)
    assert next(found).broken_count == 1
    assert list(found) == [] and list(tmp_path.iterdir()) == [], "nothing is left of them"
