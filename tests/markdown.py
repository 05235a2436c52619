"""Markdown pages as tests see them: their examples run, their prose and their links are read."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from tests.command import environment_of_nobody, unlogged

ROOT = Path(__file__).parent.parent

# A comment above a block says how it is run: neither a forge nor the site shows it.
_BLOCK = re.compile(
    r"^(?:<!-- (?P<note>[a-z-]+) -->\n)?```(?P<info>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (?P<code>.*\n(?:> .*\n)*)(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
# Starts each step's output in what bash prints, and comes before its exit code.
_MARK = "\x1e"
# What differs from run to run.
_VARYING = re.compile(r"\b\d+\.\d+ s\b|\b\d{8}T\d{6}-\d{6}Z-[0-9a-f]{6}\b")
# What a checkout has that an example may use.
_CHECKOUT = ("Makefile", "prefect.yaml", "pyproject.toml")
_SECONDS = 540
# When the raw files of an example were last changed: 2026-11-29.
_CHECKED_OUT = 1_795_910_400


class Block(NamedTuple):
    """A fenced block: its language and note, the code, and where that stands in the page."""

    info: str
    body: str
    start: int
    end: int


class Step(NamedTuple):
    """A command, and the output that the page shows for it with the place of that in the page."""

    code: str
    shown: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    r"""Return the fenced blocks of a page, in order.

    >>> blocks("```sql\nfrom documents\n```\n")
    [Block(info='sql', body='from documents\n', start=7, end=22)]
    >>> [block.info for block in blocks("<!-- no-run -->\n```sql\nfrom documents\n```\n")]
    ['sql no-run']
    """
    return [
        Block(f"{each['info']} {each['note'] or ''}".strip(), each["body"], *each.span("body"))
        for each in _BLOCK.finditer(page)
    ]


def steps(page: str) -> list[Step]:
    """Return what a page runs: commands of `console` blocks, `sql` and `python` blocks.

    The output of an `sql` or `python` block is the `text` block that directly follows it. Blocks
    of any other language, and those with the note `no-run`, are not run. `python pandas` has
    pandas, and `sql duckdb` is for DuckDB's own command line, with a database beside the warehouse.
    """
    found: list[Step] = []
    all_blocks = blocks(page)
    for block, following in zip_longest(all_blocks, all_blocks[1:]):
        if block.info == "console":
            found += _commands(block)
        elif block.info in _RUNNERS:
            code = _RUNNERS[block.info] + shlex.quote(block.body)
            is_shown = following and _is_output(page, block, following)
            shown = following if is_shown and following else Block("", "", block.end, block.end)
            found.append(Step(code, shown.body, shown.start, shown.end))
    return found


# What only reads our files, each in a folder of its own (`make test`).
READERS = Path(sys.prefix) / "readers"
_RUNNERS = {
    "sql": "zakhira sql ",
    "sql duckdb": "duckdb mine.duckdb ",
    "python": "python -c ",
    "python pandas": f"PYTHONPATH={READERS / 'pandas'} python -c ",
}


def _is_output(page: str, block: Block, following: Block) -> bool:
    between = page[block.end : following.start]
    return following.info == "text" and not between.replace("```text", "").strip("`\n")


def _commands(block: Block) -> Iterator[Step]:
    for command in _COMMAND.finditer(block.body):
        code = command["code"].replace("\n> ", "\n").rstrip("\n")
        start, end = (block.start + place for place in command.span("shown"))
        yield Step(code, command["shown"], start, end)


def run(examples: Sequence[Step], folder: Path) -> list[str]:
    """Run the steps of a page in one shell, in a folder that looks like a checkout.

    Returns:
        The output of each, standard error among it.
    """
    _check_out(folder)
    script = "exec 2>&1\n" + "".join(
        f"{step.code}\nprintf '{_MARK}%s{_MARK}' $?\n" for step in examples
    )
    command_line = READERS / "duckdb-cli" / "duckdb_cli"
    path = f"{Path(sys.executable).parent}:{command_line}:{os.environ['PATH']}"
    environment = environment_of_nobody(PATH=path, PREFECT_HOME=f"{folder}/.prefect")
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
        cwd=folder,
        env={name: value for name, value in environment.items() if "MAKE" not in name},
    )
    pieces = done.stdout.split(_MARK)
    # A reader sees them on a terminal, where a run logs nothing.
    outputs, codes = list(map(unlogged, pieces[:-1:2])), pieces[1::2]
    for step, output, code in zip(examples, outputs, codes, strict=True):
        assert code == "0", f"{step.code} ended with {code}: {output}"
    return ["\n".join(line.rstrip() for line in output.splitlines()) for output in outputs]


def _check_out(folder: Path) -> None:
    """Make a folder look like a checkout after `make setup`, with the environment of the tests.

    The locks are empty and old, so `make` never thinks that it has to make the environment again.
    """
    for name in _CHECKOUT:
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "samples", folder / "samples")
    # Days of documents are those of their files where nothing else is known (dated_by).
    for path in (folder / "samples").rglob("*"):
        os.utime(path, (_CHECKED_OUT, _CHECKED_OUT))
    for lock in ROOT.glob("requirements*.lock"):
        (folder / lock.name).touch()
        os.utime(folder / lock.name, (0, 0))
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for name in ("ready", "installed", "kernel", "model"):
        (folder / ".venv" / name).touch()


def is_as_shown(shown: str, output: str) -> bool:
    r"""Check whether a page shows an output; a line `...` stands for any lines, times may differ.

    >>> is_as_shown("40 new documents; 1.2 s\n...\n", "40 new documents; 0.9 s\na\nb")
    True
    >>> is_as_shown("40 new documents\n", "41 new documents")
    False
    """
    if not shown.strip():
        return True
    lines = [_VARYING.sub("#", line.rstrip()) for line in shown.strip("\n").splitlines()]
    pattern = "".join("(?:.*\n)*" if line == "..." else re.escape(f"{line}\n") for line in lines)
    return re.fullmatch(pattern, _VARYING.sub("#", output.strip("\n")) + "\n") is not None


def with_outputs(page: str, examples: Sequence[Step], outputs: Sequence[str]) -> str:
    """Return a page with the outputs as they are now, where what it shows is not so any more."""
    for step, output in reversed(list(zip(examples, outputs, strict=True))):
        if not is_as_shown(step.shown, output):
            gap = "\n" if step.shown.endswith("\n\n") else ""
            page = page[: step.start] + output.strip("\n") + "\n" + gap + page[step.end :]
    return page


def prose(page: str) -> list[str]:
    r"""Return the paragraphs and list items of a page: no code, no tables, no headings.

    >>> prose("# Title\n\nOne line\nand more.\n\n* an item\n* another\n\n| a | b |\n")
    ['One line and more.', 'an item', 'another']
    """
    text = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(\||#|    ).*$", "", text, flags=re.MULTILINE)
    items = re.split(r"\n\s*\n|^\s*(?:\*|-|\d+\.) ", text, flags=re.MULTILINE)
    return [" ".join(item.split()) for item in items if item.strip()]


def links(page: str) -> list[str]:
    """Return the targets of the links of a page that lead to files of the project.

    >>> links("[a](docs/start.md#install) and [b](https://duckdb.org)")
    ['docs/start.md#install']
    """
    found = [link["target"] for link in _LINK.finditer(_BLOCK.sub("", page))]
    return [target for target in found if "://" not in target]


def anchors(page: str) -> set[str]:
    r"""Return the anchors of the headings of a page, as GitHub makes them.

    >>> sorted(anchors("# What it *costs*\n## A `first` load\n"))
    ['a-first-load', 'what-it-costs']
    """
    headings = re.findall(r"^#+ (.*)$", _BLOCK.sub("", page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
