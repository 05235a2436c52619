"""The command line: what it prints, what it exits with, and that every command is explained."""

import json
from pathlib import Path

import pytest

from flows.cli import exit_codes
from flows.cli.main import app
from tests.command import COMMAND_OF_ANYBODY, zakhira

COMMANDS = [name for name in app if not name.startswith("-")]


def test_ingest_says_in_words_what_it_did_and_what_to_do_next(warehouse: Path) -> None:
    done = zakhira("ingest", str(warehouse.parent / "landing"), "--warehouse", str(warehouse))
    assert done.stdout.startswith(
        "3 files: 0 new documents, 0 duplicates, 0 rejected, 3 unchanged, 0 gone;"
    )
    assert "zakhira sql" in done.stdout
    assert done.stderr == "", "no progress bar where nobody watches"


def test_settings_come_from_the_environment_too(warehouse: Path) -> None:
    landing = warehouse.parent / "landing"
    done = zakhira(
        "ingest", "--json", ZAKHIRA_LANDING=str(landing), ZAKHIRA_WAREHOUSE=str(warehouse)
    )
    assert json.loads(done.stdout)["unchanged"] == 3


def test_lines_that_were_read_by_a_wrong_field_are_retried_by_another(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "l.jsonl").write_text('{"body": "It rained all day in the old town."}\n')
    more = (str(landing), "--warehouse", str(tmp_path / "w"), "--pattern", "*.jsonl", "--json")
    done = zakhira("ingest", *more, ZAKHIRA_ERROR_BUDGET="1")
    assert json.loads(done.stdout)["rejected"] == 1
    done = zakhira("retry", *more, "--reason", "no_text", "--fields", "text=body")
    assert json.loads(done.stdout)["new_documents"] == 1


def test_a_setting_that_is_wrong_is_named_as_it_was_set(warehouse: Path) -> None:
    done = zakhira(
        "status", ZAKHIRA_WAREHOUSE=str(warehouse), ZAKHIRA_BATCH_FILES="many", ZAKHIRA_WORKERS="0"
    )
    assert done.returncode == exit_codes.USAGE
    assert done.stderr.startswith("zakhira: ZAKHIRA_BATCH_FILES: Input should be a valid integer")
    assert "; ZAKHIRA_WORKERS: Input should be greater than" in done.stderr


def test_a_variable_that_is_no_setting_is_a_warning_that_names_the_nearest_one(
    warehouse: Path,
) -> None:
    done = zakhira(
        "status", ZAKHIRA_WAREHOUSE=str(warehouse), ZAKHIRA_BATCH_FILE="5", ZAKHIRA_PATTERN="*.md"
    )
    assert done.returncode == exit_codes.DONE
    assert sorted(done.stderr.splitlines()) == [
        "zakhira: ZAKHIRA_BATCH_FILE is no setting; the nearest is ZAKHIRA_BATCH_FILES",
        "zakhira: ZAKHIRA_PATTERN is no setting; the nearest is ZAKHIRA_PATTERNS",
    ]


def test_a_variable_that_is_empty_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where nobody has said `make run` before
    done = zakhira("status", ZAKHIRA_WAREHOUSE="")
    assert "data/warehouse: run zakhira ingest first" in done.stderr


def test_status_tells_what_there_is(warehouse: Path) -> None:
    found = json.loads(zakhira("status", "--warehouse", str(warehouse), "--json").stdout)
    expected = {"documents": 1, "files": 3, "duplicates": 1, "rejected": 1, "writer": None}
    assert {name: found[name] for name in expected} == expected
    assert "documents" in zakhira("status", "--warehouse", str(warehouse)).stdout


def test_names_and_texts_steer_no_terminal(warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31mred\u202e.txt"
    file.write_text('---\ntitle: "\\e[31mred"\n---\nRain\n\nIt rained all day.')
    query = "select chr(155) || chr(27) || chr(8238) as a"
    for done in (
        zakhira("describe", str(file)),
        zakhira("describe", str(file), "--json"),
        zakhira("describe", str(file) + "-missing"),
        zakhira("sql", query, "--warehouse", str(warehouse)),
        zakhira("sql", query, "--warehouse", str(warehouse), "--json"),
    ):
        assert not set(done.stdout + done.stderr) & {"\x1b", "\x9b", "\u202e"}


def test_check_is_clean_and_a_broken_part_is_found_by_name(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    assert zakhira("check", "--warehouse", str(warehouse)).returncode == exit_codes.DONE
    broken = tmp_path / "broken"
    shutil.copytree(warehouse, broken, symlinks=True)
    (part,) = (broken / "parquet" / "sources").iterdir()
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    done = zakhira("check", "--warehouse", str(broken), "--json")
    rules = {rule["name"]: rule["broken_count"] for rule in json.loads(done.stdout)}
    assert done.returncode == exit_codes.FAILED
    assert rules["parts_are_as_written"] == 1


def test_a_part_that_cannot_be_read_is_a_broken_one(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    closed = tmp_path / "closed"
    shutil.copytree(warehouse, closed, symlinks=True)
    (part,) = (closed / "parquet" / "runs").iterdir()
    part.chmod(0)
    done = zakhira("check", "--warehouse", str(closed), command=COMMAND_OF_ANYBODY)
    assert (done.returncode, done.stderr) == (exit_codes.FAILED, "")
    assert "broken  parts_are_as_written" in done.stdout
    assert part.name in done.stdout


def test_describe_says_all_of_a_file_one_object_a_line(warehouse: Path) -> None:
    landing = warehouse.parent / "landing"
    done = zakhira("describe", str(landing / "a.txt"), str(landing / "empty.txt"), "--json")
    story, empty = map(json.loads, done.stdout.splitlines())
    assert (story["language"], story["title"], story["encoding"]) == (
        "ur",
        "شہر میں کتاب میلہ شروع",
        "utf-8",
    )
    assert (empty["reject_reason"], empty["text"]) == ("empty", None)
    assert list(story) == list(empty)
    assert "language" in zakhira("describe", str(landing / "a.txt")).stdout


def test_maintain_says_what_every_rule_found_also_when_one_is_broken(warehouse: Path) -> None:
    done = zakhira("maintain", "--warehouse", str(warehouse), "--json")
    assert (done.returncode, {check["broken_count"] for check in json.loads(done.stdout)}) == (
        exit_codes.DONE,
        {0},
    )
    (part,) = (warehouse / "parquet" / "runs").iterdir()
    payload = part.read_bytes()
    part.write_bytes(b"no Parquet")
    done = zakhira("maintain", "--warehouse", str(warehouse))
    assert done.returncode == exit_codes.FAILED
    assert "broken  parts_are_as_written" in done.stdout
    part.write_bytes(payload)


def test_repair_says_what_it_would_do_before_it_does_it(warehouse: Path) -> None:
    (part,) = (warehouse / "parquet" / "sources").iterdir()
    payload = part.read_bytes()
    key = f"parquet/sources/{part.name}"
    part.write_bytes(b"no Parquet")
    repair = ("repair", "--warehouse", str(warehouse))
    assert zakhira(*repair).stdout == (
        f"damaged  {key}  3\n1 part would be written again: zakhira repair --yes\n"
    )
    assert part.read_bytes() == b"no Parquet"
    assert json.loads(zakhira(*repair, "--yes", "--json").stdout) == [
        {"state": "restored", "part": key, "rows": 3}
    ]
    assert part.read_bytes() == payload
    assert zakhira(*repair).stdout == "every part is as it was written\n"
    part.unlink()
    assert zakhira(*repair, "--yes").stdout == (
        f"restored  {key}  3\n1 part written again; next: zakhira check\n"
    )


def test_rebuild_brings_both_databases_back(warehouse: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(warehouse, copy, symlinks=True)
    query = ("sql", "from sources order by all", "--json", "--warehouse", str(copy))
    before = zakhira(*query).stdout
    (copy / "warehouse.duckdb").unlink()
    shutil.rmtree(copy / "versions")
    shutil.rmtree(copy / "state")
    assert zakhira("rebuild", "--warehouse", str(copy)).returncode == exit_codes.DONE
    assert zakhira(*query).stdout == before
    assert zakhira("check", "--warehouse", str(copy)).returncode == exit_codes.DONE


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
        (("ingest", ""), "LANDING: the name of a folder is missing"),
        (("status", "--warehouse", ""), "--warehouse: the name of a folder is missing"),
        (("ingest", "--wait=-1"), "--wait: "),
        (("sql", "select 1", "--csv", "--json"), "--csv or --json"),
        (("rebuild",), "nothing to rebuild from"),
    ],
)
def test_what_cannot_be_done_exits_as_usage_and_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = zakhira(*arguments, ZAKHIRA_WAREHOUSE=str(tmp_path / "none"))
    assert done.returncode == exit_codes.USAGE
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_help_shows_a_default_with_its_stars() -> None:
    assert "ZAKHIRA_PATTERNS=*.txt" in (shown := zakhira("ingest", "--help").stdout)
    assert "ZAKHIRA_IGNORE=.*,~$*,*.part,*.partial," in shown


def test_every_command_and_every_option_is_explained() -> None:
    for command in COMMANDS:
        done = zakhira(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 5, command
        assert "Exit codes: 0 done" in done.stdout, command
        assert f"zakhira {command}" in done.stdout.partition("Arguments")[0], "an example"
        options = app[command].assemble_argument_collection(parse_docstring=True)
        assert [option.names for option in options if not option.parameter.help] == []
        # Help is Markdown: a star that is not code would begin italics, and be gone.
        shown, _, _ = done.stdout.partition("Settings from the environment")
        assert shown.count("*") >= (app[command].default_command.__doc__ or "").count("*"), command
    top = zakhira("--help").stdout
    assert all(command in top for command in COMMANDS)
    assert "Exit codes" in top
