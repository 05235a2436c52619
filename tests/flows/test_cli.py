"""The command line: what it prints, what it exits with, and that every command is explained."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from flows import endings
from tests.command import COMMAND, COMMAND_OF_ANYBODY, zakhira

COMMANDS = ("ingest", "status", "sql", "check", "rebuild", "describe", "maintain", "evaluate")
STORY = "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    (root / "landing").mkdir()
    (root / "landing" / "a.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "copy.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "empty.txt").write_text("")
    done = zakhira("ingest", str(root / "landing"), "--warehouse", str(root / "warehouse"), "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert list(summary) == [
        "run_id", "seen", "unchanged", "new_documents", "duplicates", "rejected", "removed", "seconds", "redescribed",
        "near_duplicates", "names_left_out", "links_left_out", "unlisted_folders",
    ]  # fmt: skip
    assert [summary[name] for name in list(summary)[1:7]] == [3, 0, 1, 1, 1, 0]
    return root / "warehouse"


def test_ingest_says_in_words_what_it_did_and_what_to_do_next(warehouse: Path) -> None:
    done = zakhira("ingest", str(warehouse.parent / "landing"), "--warehouse", str(warehouse))
    assert done.stdout.startswith("3 files: 0 new documents, 0 duplicates, 0 rejected, 3 unchanged, 0 gone;")
    assert "zakhira sql" in done.stdout
    assert done.stderr == "", "no progress bar where nobody watches"


def test_settings_come_from_the_environment_too(warehouse: Path) -> None:
    landing = warehouse.parent / "landing"
    done = zakhira("ingest", "--json", ZAKHIRA_LANDING=str(landing), ZAKHIRA_WAREHOUSE=str(warehouse))
    assert json.loads(done.stdout)["unchanged"] == 3
    done = zakhira("status", ZAKHIRA_WAREHOUSE=str(warehouse), ZAKHIRA_BATCH_FILES="many")
    assert (done.returncode, "batch_files" in done.stderr) == (endings.USAGE, True)


def test_status_tells_what_there_is(warehouse: Path) -> None:
    found = json.loads(zakhira("status", "--warehouse", str(warehouse), "--json").stdout)
    expected = {"documents": 1, "files": 3, "duplicates": 1, "rejected": 1, "writer": None}
    assert {name: found[name] for name in expected} == expected
    assert "documents" in zakhira("status", "--warehouse", str(warehouse)).stdout


def test_sql_answers_as_a_box_as_csv_and_as_json(warehouse: Path) -> None:
    query = "select source_path, is_duplicate, content_hash is null as is_rejected from sources order by all"
    ask = ("sql", query, "--warehouse", str(warehouse))
    assert "copy.txt" in zakhira(*ask).stdout
    assert zakhira(*ask, "--csv").stdout.splitlines()[:2] == [
        "source_path,is_duplicate,is_rejected", "a.txt,False,False",
    ]  # fmt: skip
    assert json.loads(zakhira(*ask, "--json").stdout)[1] == {
        "source_path": "copy.txt", "is_duplicate": True, "is_rejected": False,
    }  # fmt: skip
    moment = zakhira(
        "sql", "select first_seen_at as at, published_on from documents", "--json", "--warehouse", str(warehouse)
    )
    (row,) = json.loads(moment.stdout)
    assert row["at"].endswith("+00:00")
    assert "T" in row["at"]


def test_sql_cannot_write_to_what_is_published(warehouse: Path) -> None:
    done = zakhira("sql", "delete from documents", "--warehouse", str(warehouse))
    assert (done.returncode, "read-only" in done.stderr) == (endings.USAGE, True)


def test_sql_that_is_wrong_says_where_and_exits_as_usage(warehouse: Path) -> None:
    done = zakhira("sql", "select titel from documents", "--warehouse", str(warehouse))
    assert done.returncode == endings.USAGE
    assert "title" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_is_clean_and_a_broken_part_is_found_by_name(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    assert zakhira("check", "--warehouse", str(warehouse)).returncode == endings.DONE
    broken = tmp_path / "broken"
    shutil.copytree(warehouse, broken, symlinks=True)
    (part,) = (broken / "parquet" / "sources").iterdir()
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    done = zakhira("check", "--warehouse", str(broken), "--json")
    rules = {rule["name"]: rule["broken_count"] for rule in json.loads(done.stdout)}
    assert done.returncode == endings.FAILED
    assert rules["parts_are_as_written"] == 1


def test_a_part_that_cannot_be_read_is_a_broken_one(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    closed = tmp_path / "closed"
    shutil.copytree(warehouse, closed, symlinks=True)
    (part,) = (closed / "parquet" / "runs").iterdir()
    part.chmod(0)
    done = zakhira("check", "--warehouse", str(closed), command=COMMAND_OF_ANYBODY)
    assert (done.returncode, done.stderr) == (endings.FAILED, "")
    assert "broken  parts_are_as_written" in done.stdout
    assert part.name in done.stdout


def test_describe_says_all_of_a_file_one_object_a_line(warehouse: Path) -> None:
    landing = warehouse.parent / "landing"
    done = zakhira("describe", str(landing / "a.txt"), str(landing / "empty.txt"), "--json")
    story, empty = map(json.loads, done.stdout.splitlines())
    assert (story["language"], story["title"], story["encoding"]) == ("ur", "شہر میں کتاب میلہ شروع", "utf-8")
    assert (empty["reject_reason"], empty["text"]) == ("empty", None)
    assert list(story) == list(empty)
    assert "language" in zakhira("describe", str(landing / "a.txt")).stdout


def test_rebuild_brings_both_databases_back(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(warehouse, copy, symlinks=True)
    query = ("sql", "from sources order by all", "--json", "--warehouse", str(copy))
    before = zakhira(*query).stdout
    (copy / "warehouse.duckdb").unlink()
    shutil.rmtree(copy / "versions")
    shutil.rmtree(copy / "state")
    assert zakhira("rebuild", "--warehouse", str(copy)).returncode == endings.DONE
    assert zakhira(*query).stdout == before
    assert zakhira("check", "--warehouse", str(copy)).returncode == endings.DONE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("status",), "run zakhira ingest first"),
        (("sql", "select 1"), "run zakhira ingest first"),
        (("check",), "run zakhira ingest first"),
        (("ingest", "nowhere"), "no landing zone"),
        (("describe", "nowhere.txt"), "no file at"),
        (("ingset",), "ingest"),
        (("ingest", "--bogus"), "--bogus"),
    ],
)
def test_what_cannot_be_done_exits_as_usage_and_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = zakhira(*arguments, ZAKHIRA_WAREHOUSE=str(tmp_path / "none"))
    assert done.returncode == endings.USAGE
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_and_every_option_is_explained() -> None:
    for command in COMMANDS:
        done = zakhira(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 5, command
    top = zakhira("--help").stdout
    assert all(command in top for command in COMMANDS)
    assert "Exit codes" in top


def test_a_reader_that_stops_reading_is_no_error(warehouse: Path) -> None:
    command = [*COMMAND, "sql", "from range(1000000)", "--csv"]
    environment = {**os.environ, "ZAKHIRA_WAREHOUSE": str(warehouse)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == endings.DONE
