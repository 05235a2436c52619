"""The house keeps its own rules: what ruff and import-linter do not hold, these tests do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("flows", "transforms", "warehouse")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
MOST_COMPLEX = 10
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case)


def complexity(function: ast.AST) -> int:
    """Cyclomatic complexity as radon counts it; ruff's C901 leaves out boolean operators."""
    count = 1
    rest = list(ast.iter_child_nodes(function))
    while rest:
        node = rest.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        count += isinstance(node, _BRANCHES)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        if isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
        rest += ast.iter_child_nodes(node)
    return count


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in MODULES:
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_complexity_counts_boolean_operators_and_comprehensions() -> None:
    source = "def f(x):\n    if x and not x or x:\n        return [y for y in x if y]\n"
    assert complexity(ast.parse(source).body[0]) == 1 + 1 + 2 + 2


def test_no_function_is_too_complex() -> None:
    found = [
        f"{name}:{node.lineno} {node.name} {complexity(node)}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and complexity(node) > MOST_COMPLEX
    ]
    assert found == []


def test_no_module_begins_with_this_file() -> None:
    heads = {name: (ast.get_docstring(tree) or "") for name, tree in trees()}
    assert [name for name, head in heads.items() if not head or head.startswith("This file")] == []


def test_comments_stand_above_what_they_explain() -> None:
    found = [
        f"{name}:{second.lineno}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef)
        for first, second in zip(node.body, node.body[1:], strict=False)
        if isinstance(first, ast.Assign | ast.AnnAssign) and _is_bare_string(second)
    ]
    assert found == []


def _is_bare_string(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def test_no_folder_above_a_part_is_taken_for_a_column() -> None:
    # DuckDB guesses columns from folders named `key=value` wherever it is not told otherwise.
    files = [*MODULES, *(ROOT / "warehouse/sql").rglob("*.sql")]
    calls = [
        f"{path.relative_to(ROOT)}: {call}"
        for path in files
        for call in re.findall(r"read_parquet\(.*", path.read_text(encoding="utf-8"))
    ]
    assert calls, "the warehouse reads Parquet"
    assert [
        each for each in calls if not re.search(r"hive_partitioning ?= ?false", each, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_says_what_lives_there(package: str) -> None:
    rooms = list((ROOT / package).rglob("__init__.py"))
    heads = {
        str(path.relative_to(ROOT)): ast.get_docstring(ast.parse(path.read_text("utf-8")))
        for path in rooms
    }
    assert [name for name, head in heads.items() if not head] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_room_is_too_full_to_find_a_line(package: str) -> None:
    folders = [path.parent for path in (ROOT / package).rglob("__init__.py")]
    full = {str(folder.relative_to(ROOT)): len(list(folder.glob("*.py"))) - 1 for folder in folders}
    assert [room for room, count in full.items() if count > 14] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_mirror_the_rooms(package: str) -> None:
    rooms = [path.parent.relative_to(ROOT) for path in (ROOT / package).rglob("__init__.py")]
    mirrored = [
        path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")
    ]
    stray = [str(room) for room in mirrored if room.parts[:1] == (package,) and room not in rooms]
    assert stray == []
