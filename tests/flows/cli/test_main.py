"""The command line: what it prints, what it exits with, and that every command is explained."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from flows.cli import exit_codes
from flows.cli.main import app
from flows.cli.query import answer
from tests.command import COMMAND, COMMAND_OF_ANYBODY, zakhira
from transforms.errors import UsageError
from warehouse.storage.folder_store import FolderStore

COMMANDS = ("ingest", "status", "sql", "check", "rebuild", "describe", "maintain", "evaluate")
STORY = "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    (root / "landing").mkdir()
    (root / "landing" / "a.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "copy.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "empty.txt").write_text("")
    done = zakhira(
        "ingest", str(root / "landing"), "--warehouse", str(root / "warehouse"), "--json"
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert list(summary) == [
        "run_id", "seen", "unchanged", "new_documents", "duplicates", "rejected", "removed",
        "seconds", "redescribed", "near_duplicates", "names_left_out", "ignored_left_out",
        "young_left_out", "links_left_out",
        "unlisted_folders", "failed", "first_failed",
    ]  # fmt: skip
    assert [summary[name] for name in list(summary)[1:7]] == [3, 0, 1, 1, 1, 0]
    return root / "warehouse"


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


def test_sql_answers_as_a_box_as_csv_and_as_json(warehouse: Path) -> None:
    query = "select source_path, is_duplicate, content_hash is null as is_rejected"
    query += " from sources order by all"
    ask = ("sql", query, "--warehouse", str(warehouse))
    assert "copy.txt" in zakhira(*ask).stdout
    assert zakhira(*ask, "--csv").stdout.splitlines()[:2] == [
        "source_path,is_duplicate,is_rejected", "a.txt,False,False",
    ]  # fmt: skip
    assert json.loads(zakhira(*ask, "--json").stdout)[1] == {
        "source_path": "copy.txt", "is_duplicate": True, "is_rejected": False,
    }  # fmt: skip
    moment = zakhira(
        "sql",
        "select first_seen_at as at, published_on from documents",
        "--json",
        "--warehouse",
        str(warehouse),
    )
    (row,) = json.loads(moment.stdout)
    assert row["at"].endswith("+00:00")
    assert "T" in row["at"]


def test_lists_structs_maps_and_bytes_are_json_in_csv_and_in_json(warehouse: Path) -> None:
    query = "select [1, 2] as l, {'d': date '2026-03-07', 'l': ['کتاب']} as s"
    query += ", map {date '2026-03-08': 1} as m"
    query += r", '\xAA'::blob as b, [] as e"
    ask = ("sql", query, "--warehouse", str(warehouse))
    (row,) = csv.DictReader(io.StringIO(zakhira(*ask, "--csv").stdout))
    struct = {"d": "2026-03-07", "l": ["کتاب"]}
    assert (json.loads(row["l"]), json.loads(row["s"]), json.loads(row["m"])) == (
        [1, 2],
        struct,
        {"2026-03-08": 1},
    )
    assert (row["b"], row["e"]) == ("aa", "[]")
    assert json.loads(zakhira(*ask, "--json").stdout) == [
        {"l": [1, 2], "s": struct, "m": {"2026-03-08": 1}, "b": "aa", "e": []}
    ]


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_a_terminal_that_cannot_show_a_letter_gets_an_escape(
    warehouse: Path, form: tuple[str, ...]
) -> None:
    ask = ("sql", "select 'é ک 😀' as letters", "--warehouse", str(warehouse), *form)
    done = zakhira(*ask, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")
    if form == ("--json",):
        assert json.loads(done.stdout) == [{"letters": "é ک 😀"}]
    else:
        assert r"\xe9 \u06a9 \U0001f600" in done.stdout
    described = zakhira(
        "describe", str(warehouse.parent / "landing" / "a.txt"), PYTHONIOENCODING="ascii"
    )
    assert (described.returncode, described.stderr) == (exit_codes.DONE, "")


def test_sql_cannot_write_to_what_is_published(warehouse: Path) -> None:
    done = zakhira("sql", "delete from documents", "--warehouse", str(warehouse))
    assert (done.returncode, "read-only" in done.stderr) == (exit_codes.USAGE, True)


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to '{folder}/out.csv'",
        "copy (select 1) to '{warehouse}/parquet/documents/out.parquet' (format parquet)",
        "copy (select 1) to '{warehouse}/warehouse.duckdb.wal'",
        "select 1; explain analyze copy (select 1) to '{generation}.wal' (format csv)",
        "select * from read_text('{folder}/landing/a.txt')",
        "select * from read_parquet('{warehouse}/parquet/documents/*.parquet')",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb' as other",
        "export database '{folder}/export'",
        "load httpfs",
        "set enable_external_access = true",
        "set temp_directory = '{folder}'",
    ],
)
def test_sql_opens_no_other_file(warehouse: Path, query: str) -> None:
    folder = warehouse.parent
    before = sorted(folder.rglob("*"))
    generation = (warehouse / "warehouse.duckdb").resolve()
    asked = query.format(folder=folder, warehouse=warehouse, generation=generation)
    with pytest.raises(UsageError):
        answer(FolderStore.at(warehouse), asked, "csv")
    assert sorted(folder.rglob("*")) == before


def test_sql_reads_and_writes_files_where_it_is_told_to_be_unsafe(
    warehouse: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    query = f"copy (select title from documents) to '{out}'"
    assert "--unsafe" in zakhira("sql", query, "--warehouse", str(warehouse)).stderr
    done = zakhira("sql", query, "--warehouse", str(warehouse), "--unsafe")
    assert (done.returncode, done.stderr) == (0, "")
    assert out.exists()


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


def test_csv_holds_what_is_there_but_no_formula(warehouse: Path) -> None:
    query = "select '=1+1' as formula, chr(155) as control, -1 as number"
    done = zakhira("sql", query, "--csv", "--warehouse", str(warehouse))
    assert done.stdout == "formula,control,number\n'=1+1,\x9b,-1\n"


def test_sql_that_is_wrong_says_where_and_exits_as_usage(warehouse: Path) -> None:
    done = zakhira("sql", "select titel from documents", "--warehouse", str(warehouse))
    assert done.returncode == exit_codes.USAGE
    assert "title" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_every_command_and_every_option_is_explained() -> None:
    for command in COMMANDS:
        done = zakhira(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 5, command
        assert "Exit codes: 0 done" in done.stdout, command
        options = app[command].assemble_argument_collection(parse_docstring=True)
        assert [option.names for option in options if not option.parameter.help] == []
    top = zakhira("--help").stdout
    assert all(command in top for command in COMMANDS)
    assert "Exit codes" in top


def test_a_reader_that_stops_reading_is_no_error(warehouse: Path) -> None:
    command = [*COMMAND, "sql", "from range(1000000)", "--csv"]
    environment = {**os.environ, "ZAKHIRA_WAREHOUSE": str(warehouse)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == exit_codes.DONE
