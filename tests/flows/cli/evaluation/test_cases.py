"""Cases: each operator tells right from wrong; folders become warehouses; what counts not."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from flows.cli import exit_codes, main
from flows.cli.evaluation import cases
from transforms.errors import UsageError

_MAX_BYTES = 1 << 20
_STORY = "Rain\n\nIt rained on the old harbour all day, and the boats stayed in.\n"
_LONG_STORY = _STORY + "".join(
    f"\nThe {name} keeper counted {number} boats, and went home when the lamps were lit.\n"
    for number, name in enumerate(["north", "south", "tall", "small", "first", "second"], 20)
)


def _folder(folder: Path, rows: Sequence[Mapping[str, object]], files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    (folder / cases.EXPECTED).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def _case(column: str, op: str, expected: object = None, file: str = "a.txt") -> dict[str, object]:
    return {"file": file, "column": column, "op": op, "expected": expected}


@pytest.mark.parametrize(
    ("case", "is_right"),
    [
        (_case("title", "eq", "Rain"), True),
        (_case("title", "eq", "rain"), False),
        (_case("char_count", "eq", str(len(_STORY) - 1)), True),
        (_case("published_on", "eq", None), True),
        (_case("published_on", "eq", "None"), False),
        (_case("title", "ne", "Rain"), False),
        (_case("language", "in", ["en", "fr"]), True),
        (_case("language", "notin", ["en", "fr"]), False),
        (_case("text", "contains", "harbour"), True),
        (_case("text", "contains", "desert"), False),
        (_case("text", "notcontains", "harbour"), False),
        (_case("byline", "contains", "x"), False),
        (_case("byline", "isnull"), True),
        (_case("title", "isnull"), False),
        (_case("title", "notnull"), True),
        (_case("content_hash", "same", "copy.txt"), True),
        (_case("content_hash", "same", "b.txt"), False),
        (_case("content_hash", "differ", "b.txt"), True),
        (_case("content_hash", "differ", "copy.txt"), False),
    ],
)
def test_an_operator_tells_right_from_wrong(
    tmp_path: Path, case: dict[str, object], is_right: bool
) -> None:
    files = {"a.txt": _STORY, "copy.txt": _STORY.replace("\n\n", "\n"), "b.txt": _STORY + "Sun."}
    judged = cases.judge(_folder(tmp_path, [case], files), _MAX_BYTES)
    assert (judged.right_count, judged.case_count) == (int(is_right), 1)
    assert [verdict.case.op for verdict in judged.wrong] == ([] if is_right else [case["op"]])


def test_a_folder_is_judged_by_the_warehouse_that_it_becomes(tmp_path: Path) -> None:
    files = {
        "in/one.txt": _LONG_STORY,
        "in/two.txt": _LONG_STORY.replace("went home", "walked home"),
        "in/other.txt": _STORY,
    }
    right: list[tuple[str, object]] = [
        ("near", [["one", "two"]]),
        ("not_near", [["one", "other"]]),
        ("body_kept", 0.9),
    ]
    wrong: list[tuple[str, object]] = [
        ("near", [["one", "other"]]),
        ("not_near", [["one", "two"]]),
        ("not_near", None),
        ("exact", None),
        ("body_kept", 1.1),
    ]
    rows = [_case("near_duplicates", op, expected, file="in") for op, expected in (*right, *wrong)]
    judged = cases.judge(_folder(tmp_path, rows, files), _MAX_BYTES)
    assert (judged.right_count, judged.case_count) == (len(right), len(rows))
    assert [(each.case.op, each.case.expected) for each in judged.wrong] == wrong


def test_what_is_debatable_does_not_count(tmp_path: Path) -> None:
    rows = [
        _case("title", "eq", "Rain"),
        {**_case("title", "eq", "Sun"), "debatable": True},
        _case("title", "note", "whatever"),
    ]
    judged = cases.judge(_folder(tmp_path, rows, {"a.txt": _STORY}), _MAX_BYTES)
    assert (judged.right_count, judged.case_count) == (1, 1)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1"),
        ("[]", "line 1"),
        ('{"file": "a.txt"}', "line 1"),
        ('{"file": "a.txt", "column": "title", "op": "like"}', "'like' is none of"),
        ('{"file": "gone.txt", "column": "title", "op": "isnull"}', "gone.txt"),
        ('{"file": "gone", "column": "text", "op": "exact"}', "gone"),
        ("", "no cases in"),
    ],
)
def test_cases_that_cannot_be_used_are_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / cases.EXPECTED).write_text(line)
    with pytest.raises(UsageError, match=message):
        cases.judge(tmp_path, _MAX_BYTES)


def test_the_command_lists_what_is_wrong_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [_case("title", "eq", "Rain"), _case("language", "eq", "ur")]
    folder = _folder(tmp_path, rows, {"a.txt": _STORY})
    assert main.evaluate(folder) == exit_codes.FAILED
    said = capsys.readouterr().out
    assert "1 of 2 cases are right" in said
    assert "wrong: a.txt: language eq 'ur', is 'en'" in said
    assert main.evaluate(folder / cases.EXPECTED, as_json=True) == exit_codes.FAILED
    assert json.loads(capsys.readouterr().out)["columns"] == {"language": [0, 1], "title": [1, 1]}
