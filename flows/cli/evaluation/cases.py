"""Cases: what a file must come out as, by column, so that a user's own traps stay mended.

A set of cases is a folder with `expected.jsonl`, a line a case:
`{"file": "a.txt", "column": "title", "op": "eq", "expected": "Rain"}`. A file below the folder is
described as `zakhira describe` does; a folder below it is ingested and maintained in a scratch
warehouse. A case that is `"debatable": true` or whose `op` is `note` does not count.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from flows.cli import description, terminal
from flows.settings import Settings
from transforms.errors import UsageError
from warehouse.database.connection import connect_read_only
from warehouse.locking.scratch import scratch_folder
from warehouse.storage.layout import Layout

EXPECTED = "expected.jsonl"
_NOTE = "note"

Row = Mapping[str, Any]


class Case(NamedTuple):
    """What one column of a file, or of a folder, must be."""

    file: str
    column: str
    op: str
    expected: Any


class Verdict(NamedTuple):
    """A case, whether it is met, and what came out instead of what was expected."""

    case: Case
    is_right: bool
    got: object


class Judgement(NamedTuple):
    """What the description of a set of cases is worth."""

    cases: str
    right_count: int
    case_count: int
    # By column: cases that are met, and all of them.
    columns: dict[str, tuple[int, int]]
    wrong: list[Verdict]


# Of a file: whether what came out meets what is expected.
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda got, expected: _plain(got) == _plain(expected),
    "ne": lambda got, expected: _plain(got) != _plain(expected),
    "in": lambda got, expected: _plain(got) in map(_plain, expected),
    "notin": lambda got, expected: _plain(got) not in map(_plain, expected),
    "contains": lambda got, expected: str(expected) in str(got or ""),
    "notcontains": lambda got, expected: str(expected) not in str(got or ""),
    "isnull": lambda got, _: got is None,
    "notnull": lambda got, _: got is not None,
}
# Of a file and another: whether a column, as the hash, is the same.
_PAIR_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "same": lambda got, other: got == other,
    "differ": lambda got, other: got != other,
}


class _Outcome(NamedTuple):
    """What a folder became: sizes in characters, and near-duplicates as pairs of file stems."""

    # Of the files, and of the documents that became of them.
    file_sizes: Sequence[int]
    document_sizes: Sequence[int]
    near_pairs: frozenset[frozenset[str]]


# Of a folder: `near` and `not_near` take pairs of file stems, `not_near` without any takes all;
# `exact` asks for one document, `body_kept` for a share of the smallest file in every document.
_FOLDER_OPERATORS: dict[str, Callable[[_Outcome, Any], bool]] = {
    "near": lambda got, pairs: _pairs(pairs) <= got.near_pairs,
    "not_near": lambda got, pairs: not got.near_pairs & (_pairs(pairs) or got.near_pairs),
    "exact": lambda got, _: len(got.document_sizes) == 1,
    "body_kept": lambda got, share: min(got.document_sizes) >= share * min(got.file_sizes),
}
_KNOWN = sorted({*_OPERATORS, *_PAIR_OPERATORS, *_FOLDER_OPERATORS})


def is_cases(labels: Path) -> bool:
    """Check whether a path names a set of cases, and no labels."""
    return labels.name == EXPECTED or (labels / EXPECTED).is_file()


def judge(labels: Path, max_file_bytes: int) -> Judgement:
    """Describe the files of a set of cases, and compare.

    Raises:
        UsageError: a line or a file cannot be read.
    """
    folder = labels.parent if labels.name == EXPECTED else labels
    cases = list(_read(folder / EXPECTED))
    if not cases:
        raise UsageError(f"no cases in {folder / EXPECTED}")
    verdicts = list(_judged(folder, cases, max_file_bytes))
    wrong = [verdict for verdict in verdicts if not verdict.is_right]
    return Judgement(
        str(folder), len(verdicts) - len(wrong), len(verdicts), _columns(verdicts), wrong
    )


def _columns(verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    counts = Counter(verdict.case.column for verdict in verdicts)
    right = Counter(verdict.case.column for verdict in verdicts if verdict.is_right)
    return {column: (right[column], counts[column]) for column in sorted(counts)}


def _read(file: Path) -> Iterator[Case]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                case = Case(row["file"], row["column"], row["op"], row.get("expected"))
                is_counted = not row.get("debatable") and case.op != _NOTE
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(f"{file}, line {number}: {error!r}") from error
            if is_counted and case.op not in _KNOWN:
                raise UsageError(f"{file}, line {number}: op {case.op!r} is none of {_KNOWN}")
            if is_counted:
                yield case


def _judged(folder: Path, cases: Sequence[Case], max_file_bytes: int) -> Iterator[Verdict]:
    names = {case.file for case in cases if case.op not in _FOLDER_OPERATORS}
    names |= {case.expected for case in cases if case.op in _PAIR_OPERATORS}
    described = _described(folder, names, max_file_bytes)
    folders = {case.file for case in cases if case.op in _FOLDER_OPERATORS}
    outcomes = {name: _ingested(folder / name) for name in sorted(folders)}
    for case in cases:
        yield _verdict(case, described, outcomes)


def _verdict(case: Case, described: Mapping[str, Row], outcomes: Mapping[str, _Outcome]) -> Verdict:
    if outcome := outcomes.get(case.file):
        met = partial(_FOLDER_OPERATORS[case.op], outcome)
        return Verdict(case, met(case.expected), sorted(map(sorted, outcome.near_pairs)))
    got = described[case.file].get(case.column)
    if case.op in _PAIR_OPERATORS:
        other = described[case.expected].get(case.column)
        return Verdict(case, _PAIR_OPERATORS[case.op](got, other), got)
    return Verdict(case, _OPERATORS[case.op](got, case.expected), got)


def _described(folder: Path, names: Collection[str], max_file_bytes: int) -> dict[str, Row]:
    ordered = sorted(names)
    files = [folder / name for name in ordered]
    return dict(zip(ordered, description.describe_files(files, max_file_bytes), strict=True))


def _ingested(folder: Path) -> _Outcome:
    """Ingest a copy of a folder into a scratch warehouse."""
    with scratch_folder() as scratch:
        landing, warehouse = scratch / "landing", scratch / "warehouse"
        try:
            shutil.copytree(folder, landing)
        except OSError as error:
            raise UsageError(f"no folder of cases at {folder}: {error.strerror}") from error
        settings = Settings(landing=landing, warehouse=warehouse)
        terminal.ingest(settings, lambda _: None, tracked=False)
        terminal.maintain(settings)
        with connect_read_only(Layout(warehouse).published) as connection:
            query = "select content_hash, first_source_path, char_count from documents"
            rows = connection.execute(query).fetchall()
            query = "select content_hash, cluster_hash from near_duplicates"
            pairs = connection.execute(query).fetchall()
        sizes = [len(file.read_text(errors="replace")) for file in landing.rglob("*.txt")]
    stems = {content_hash: Path(path).stem for content_hash, path, _ in rows}
    return _Outcome(
        sizes,
        [char_count for _, _, char_count in rows],
        frozenset(frozenset((stems[one], stems[other])) for one, other in pairs),
    )


def _pairs(pairs: Sequence[Sequence[str]] | None) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, pairs or ()))


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def as_object(found: Judgement) -> dict[str, object]:
    """Return the judgement as one object for scripts."""
    wrong = [verdict.case._asdict() | {"got": verdict.got} for verdict in found.wrong]
    return {**found._asdict(), "wrong": wrong}


def as_table(found: Judgement) -> str:
    """Return the judgement as a table for a person: the share right by column, what is wrong."""
    lines = [f"{found.cases}: {found.right_count} of {found.case_count} cases are right"]
    lines += [
        f"  {column:<22}{right:>6} of {count}" for column, (right, count) in found.columns.items()
    ]
    lines += [
        f"wrong: {case.file}: {case.column} {case.op} {case.expected!r}, is {_short(got)}"
        for case, _, got in found.wrong
    ]
    return "\n".join(lines)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}..."
