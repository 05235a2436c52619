"""The documents of the project say what the code says, and what they show is so."""

import importlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.cli import exit_codes
from flows.cli.main import app
from flows.cli.query import catalogue
from flows.settings import Bounds, Settings
from tests.golden import golden
from tests.markdown import (
    READERS,
    ROOT,
    anchors,
    blocks,
    is_as_shown,
    links,
    prose,
    run,
    steps,
    with_outputs,
)
from transforms.reject_reasons import RejectReason
from transforms.schemas import CHECK_RESULTS, TABLES, Table
from warehouse.database.comments import heading
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase
from warehouse.generations.word_index import _create

DOCS = ROOT / "docs"
README = ROOT / "README.md"
# Made by tests, from texts of the code.
GENERATED = {DOCS / "commands.md", DOCS / "settings.md", DOCS / "tables.md"}
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "samples" / "README.md"])
WRITTEN = [path for path in PAGES if path.is_relative_to(DOCS) or path == README]
WRITTEN = [path for path in WRITTEN if path not in GENERATED]
RUN = [path for path in PAGES if steps(path.read_text(encoding="utf-8"))]

MOST_WORDS = 1_500
MOST_WORDS_A_PARAGRAPH = 90
MOST_WORDS_A_SENTENCE = 35

# Files of the project, as texts and code name them.
_FILE = re.compile(
    r"(?<![\w/.-])(?:flows|transforms|warehouse|tests|benchmarks|docs|samples)/[\w./-]*\w"
)
_PYTHON_FILE_OR_PAGE = re.compile(r"(?<![\w/.-])(?:docs|benchmarks)/[\w/-]+\.(?:md|py)")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def section(table: Table) -> str:
    rows = "".join(
        f"| `{column.name}` | {column.type} | {'yes' if column.is_required else ''} "
        f"| {column.description} |\n"
        for column in table.columns
    )
    head = "| column | type | required | meaning |\n|---|---|---|---|\n"
    return f"## {table.name}\n\n{table.description}\n\n{head}{rows}\n"


def queries(title: str, folder: str) -> str:
    lines = "".join(
        f"| `{name}` | {heading(query)} |\n" for name, query in sql_files(folder).items()
    )
    return f"## {title}\n\n| name | |\n|---|---|\n{lines}\n"


def columns(views: Mapping[str, str], folder: Path) -> str:
    """The columns of each view, with their comments in DuckDB."""
    query = """
        select column_name, comment from duckdb_columns() where table_name = ?
        order by column_index
    """
    with WorkDatabase(folder / "work.duckdb", folder).create() as connection:
        found = {view: connection.execute(query, [view]).fetchall() for view in views}
    return "".join(
        f"### {view}\n\n{heading(views[view])}\n\n| column | meaning |\n|---|---|\n"
        + "".join(f"| `{column}` | {comment} |\n" for column, comment in rows)
        + "\n"
        for view, rows in found.items()
    )


def searched(folder: Path) -> str:
    """The views and macros of the index of words, as `zakhira tables` lists them."""
    with WorkDatabase(folder / "work.duckdb", folder).create() as connection:
        _create(connection)
        listed = {str(row["name"]): row for row in catalogue.tables(connection)}
        views = {view: catalogue.columns(connection, view) for view in ("stop_words", "words")}
    sections = "".join(
        f"### {view}\n\n{listed[view]['comment']}\n\n| column | meaning |\n|---|---|\n"
        + "".join(f"| `{row['name']}` | {row['comment']} |\n" for row in rows)
        + "\n"
        for view, rows in views.items()
    )
    macros = "".join(
        f"| `{name}` | {row['comment']} |\n"
        for name, row in listed.items()
        if row["kind"] == "macro"
    )
    return f"{sections}## Macros\n\n| name | |\n|---|---|\n{macros}\n"


def test_the_tables_page_is_made_of_the_schemas(tmp_path: Path) -> None:
    head = """# Tables, views and checks

Made from `transforms/schemas.py` and `warehouse/sql`; the same sentences are the comments in
DuckDB and the field metadata in Parquet. `_at` is a UTC moment, `_on` a calendar date, `_hash` a
SHA-256 in lower-case hex, `_score` a share from 0 to 1.

"""
    tables = "".join(map(section, (*TABLES, CHECK_RESULTS)))
    views = "## Views\n\n" + columns(sql_files("views"), tmp_path)
    found = head + tables + views + searched(tmp_path) + queries("Checks", "checks")
    golden("../../docs/tables.md", found.rstrip() + "\n")


def default_of(name: str) -> str:
    """The default of a setting; a word where it depends on the machine."""
    described = {"workers": "cores", "state": "~/.local/state/zakhira/..."}
    default = Settings.model_fields[name].default
    if name in described:
        return described[name]
    if default in (None, {}, Bounds()):
        return ""
    return ", ".join(default) if isinstance(default, tuple) else str(default)


def test_the_settings_page_is_made_of_the_settings() -> None:
    head = """# Settings

A setting comes from the command line, from `ZAKHIRA_<NAME>` in the environment, or from the
`settings` parameter of a deployment. The command warns of a `ZAKHIRA_` variable that it does not
know. This page is made from `flows/settings.py`.

| variable | default | |
|---|---|---|
"""
    rows = "".join(
        f"| `ZAKHIRA_{name.upper()}` | {default_of(name)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )
    golden("../../docs/settings.md", head + rows)


def as_block(examples: re.Match[str]) -> str:
    """Return the examples of a command, which four spaces set off, as a fenced block."""
    lines = (line.strip() for line in examples[0].splitlines() if line.strip())
    return "```sh\n" + "".join(f"{line}\n" for line in lines) + "```\n\n"


def test_the_commands_page_is_made_of_the_command_line() -> None:
    head = """# Commands

Made from the command line itself: what `zakhira COMMAND --help` says. How the commands work
together: [The command line](command-line.md). Exit codes: [Operating](operating.md#exit-codes).
Every command knows `--debug` (the traceback of an error) and `--log-json` (log lines as JSON).

"""
    _, _, made = app.generate_docs().partition("**Commands**:\n\n")
    summaries, *commands = re.split(r"^(?=## )", made, flags=re.MULTILINE)
    page = head + summaries + "".join(sorted(commands))
    page = page.replace("```console\n", "```text\n")
    page = re.sub(r"(?<=\n\n)(?:    .*\n\n)+", as_block, page)
    golden("../../docs/commands.md", page.rstrip() + "\n")


def test_every_reject_reason_is_explained() -> None:
    concepts = (DOCS / "concepts.md").read_text(encoding="utf-8")
    assert [reason for reason in RejectReason if f"| `{reason}` |" not in concepts] == []


def test_every_exit_code_is_explained() -> None:
    page = (DOCS / "operating.md").read_text(encoding="utf-8")
    table = page.partition("## Exit codes")[2].partition("\n## ")[0]
    codes = {
        code for name, code in vars(exit_codes).items() if isinstance(code, int) and name.isupper()
    }
    assert set(map(int, re.findall(r"^\| (\d+) \|", table, flags=re.MULTILINE))) == codes


def test_every_command_is_explained() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in WRITTEN)
    commands = [name for name in app if not name.startswith("-")]
    assert commands
    assert [name for name in commands if f"zakhira {name}" not in written] == []


@pytest.mark.parametrize("path", [README, DOCS / "architecture.md"], ids=name_of)
def test_a_page_that_everybody_reads_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split()) <= MOST_WORDS


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_no_page_is_a_wall(path: Path) -> None:
    texts = prose(path.read_text(encoding="utf-8"))
    sentences = [each for text in texts for each in re.split(r"(?<=[.!?])\s+", text)]
    assert [text for text in texts if len(text.split()) > MOST_WORDS_A_PARAGRAPH] == []
    assert [each for each in sentences if len(each.split()) > MOST_WORDS_A_SENTENCE] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = []
    for target in links(path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        if not page.exists() or (anchor and anchor not in anchors(page.read_text("utf-8"))):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_file_that_a_page_names_exists(path: Path) -> None:
    named = _FILE.findall(path.read_text(encoding="utf-8"))
    assert [file for file in named if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_test_that_a_page_names_exists(path: Path) -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+)", path.read_text(encoding="utf-8"))
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_promise_of_the_readme_has_its_test_on_the_page_of_promises() -> None:
    readme = README.read_text(encoding="utf-8").partition("## What it promises")[2]
    promises = re.findall(r"^\| (.+?) \| `(tests/.+?)` \|$", readme, flags=re.MULTILINE)
    page = (DOCS / "promises.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.+?) \| (`.+) \|$", page, flags=re.MULTILINE))
    assert promises
    assert [promise for promise, file in promises if file not in rows.get(promise, "")] == []


def test_every_page_and_benchmark_that_the_code_names_exists() -> None:
    folders = ("flows", "transforms", "warehouse", "tests", "benchmarks")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    files += [*ROOT.glob("*.toml"), *ROOT.glob("*.yaml"), ROOT / "Makefile"]
    named = {
        (name_of(path), name)
        for path in files
        for name in _PYTHON_FILE_OR_PAGE.findall(path.read_text(encoding="utf-8"))
    }
    assert {each for each in named if not (ROOT / each[1]).exists()} == set()


def test_every_command_that_is_not_run_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, flags=re.MULTILINE))
    code = "".join(
        block.body
        for path in WRITTEN
        for block in blocks(path.read_text(encoding="utf-8"))
        if block.info == "sh"
    )
    commands = set(re.findall(r"^(?:\$ )?zakhira ([a-z]+)", code, flags=re.MULTILINE))
    assert commands - set(app) == set()
    assert set(re.findall(r"^make ([a-z0-9-]+)", code, flags=re.MULTILINE)) - targets == set()


@pytest.mark.timeout(600)  # a page starts the command a dozen times
@pytest.mark.server  # `make flow` starts a Prefect server of its own
@pytest.mark.parametrize("path", RUN, ids=name_of)
def test_what_a_page_shows_is_what_its_commands_print(path: Path, tmp_path: Path) -> None:
    if path.parent.name == "bi":
        missing = [name for name in ("pandas", "duckdb-cli") if not (READERS / name).is_dir()]
        assert missing == [], f"run: make {' '.join(f'.venv/readers/{name}' for name in missing)}"
    page = path.read_text(encoding="utf-8")
    examples = steps(page)
    outputs = run(examples, tmp_path)
    if os.environ.get("ZAKHIRA_GOLDEN") == "write":
        page = with_outputs(page, examples, outputs)
        path.write_text(page, encoding="utf-8")
        examples = steps(page)
    for step, output in zip(examples, outputs, strict=True):
        assert is_as_shown(step.shown, output), f"{step.code}\n{output}"


DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_says_why_what_and_what_follows(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    number = path.name.partition("-")[0]
    assert page.startswith(f"# {number}: ")
    headings = re.findall(r"^## (.*)$", page, flags=re.MULTILINE)
    assert headings == ["Context", "Measured", "Decision", "Consequences"]


def test_the_index_lists_every_decision_once_and_in_order() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d{4}-[^)]+\.md)\)", index) == [path.name for path in DECISIONS]
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=name_of)
def test_every_benchmark_can_be_imported_and_says_how_it_is_run(path: Path) -> None:
    module = importlib.import_module(f"benchmarks.{path.stem}")
    assert f"    python benchmarks/{path.name}" in (module.__doc__ or "")
