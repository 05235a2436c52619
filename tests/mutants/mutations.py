"""Find the mutants of a module: thresholds one step off, comparisons with the other boundary.

Two kinds of code decide by a number: constants of a module (`_MOST_LINES = 8`) and comparisons
(`count > 1`). Data are not thresholds: only a number, a range, a sum or product of them, and the
values of a dict of these are changed; a character or a hexadecimal number is a code point, and
`DATA_MODULES` are left out as a whole.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Tables: letter frequencies and costs (a bit more or less decides nothing), names, words, columns.
DATA_MODULES = frozenset(
    {
        "transforms/schemas.py",
        "transforms/version.py",
        "transforms/dates/vocabulary.py",
        "transforms/encoding/code_pages.py",
        "transforms/encoding/file_signatures.py",
        "transforms/encoding/letter_frequencies.py",
        "transforms/encoding/surprisal.py",
        "transforms/gazetteer/agencies.py",
        "transforms/gazetteer/phrases.py",
        "transforms/gazetteer/places.py",
        "transforms/page/boilerplate_phrases.py",
    }
)

# A share, a score or a weight changes by a fifth, a large count by a tenth, a small one by 1.
_FLOAT_STEP = 0.2
_LARGE_COUNT = 100
_LARGE_COUNT_STEP = 0.1

_BOUNDARIES: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
}
# `n < 5` with the other boundary is `n < 6`: of the two steps of such a number one is left to try.
_STEP_LEFT: dict[type[ast.cmpop], int] = {ast.Lt: -1, ast.LtE: 1, ast.Gt: 1, ast.GtE: -1}


class Mutant(NamedTuple):
    """One change of one module; its name is unique there and does not depend on line numbers."""

    path: str
    line: int
    name: str
    start: int
    end: int
    replacement: bytes

    def apply(self, source: bytes) -> bytes:
        """Return the source of the module with this change."""
        return source[: self.start] + self.replacement + source[self.end :]


class _Change(NamedTuple):
    """A piece of source to replace, and how to name the change."""

    line: int
    name: str
    start: int
    end: int
    replacement: str


def mutants_of(paths: list[str], root: Path) -> list[Mutant]:
    """Return the mutants of modules and packages below `root`, in the order of the source."""
    modules = sorted({module for path in paths for module in _modules(root / path)})
    names = [module.relative_to(root).as_posix() for module in modules]
    return [
        mutant
        for name in names
        if name not in DATA_MODULES
        for mutant in find_mutants(name, (root / name).read_bytes())
    ]


def _modules(path: Path) -> list[Path]:
    return list(path.rglob("*.py")) if path.is_dir() else [path]


def find_mutants(path: str, source: bytes) -> list[Mutant]:
    r"""Return the mutants of one module.

    >>> source = b"_LEAST = 5\ndef is_long(text):\n    return len(text) >= _LEAST\n"
    >>> [mutant.name for mutant in find_mutants("a.py", source)]
    ['_LEAST = 5 -> 4', '_LEAST = 5 -> 6', 'is_long: len(text) >= _LEAST -> len(text) > _LEAST']
    """
    tree = ast.parse(source)
    parsed = _Source(source)
    changes = [*_constant_changes(tree, parsed), *_comparison_changes(tree, parsed, "")]
    seen: Counter[str] = Counter()
    mutants = []
    for change in sorted(changes, key=lambda change: (change.start, change.replacement)):
        seen[change.name] += 1
        count = seen[change.name]
        name = change.name if count == 1 else f"{change.name} ({count})"
        replacement = change.replacement.encode()
        mutants.append(Mutant(path, change.line, name, change.start, change.end, replacement))
    return mutants


class _Source:
    """A source in bytes, and where the nodes of its tree are in it."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._starts[node.lineno - 1] + node.col_offset
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset

    def is_code_point(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Constant):
            return False
        start, end = self.span(node)
        return isinstance(node.value, str | bytes) or self.text[start:end].startswith(b"0x")


def _constant_changes(tree: ast.Module, source: _Source) -> Iterator[_Change]:
    for statement in tree.body:
        target, value = _assignment(statement)
        for label, part in _parts(target, value):
            for number in _numbers(part):
                if source.is_code_point(number):
                    continue
                for step in (-1, 1):
                    replacement = repr(_stepped(number, step))
                    old, new = ast.unparse(part), _unparse_with(part, number, replacement)
                    name = f"{label} = {old} -> {new}"
                    yield _Change(number.lineno, name, *source.span(number), replacement)


def _assignment(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0]), statement.value
    if isinstance(statement, ast.AnnAssign):
        return ast.unparse(statement.target), statement.value
    return "", None


def _parts(target: str, value: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(value, ast.Dict):
        for key, item in zip(value.keys, value.values, strict=True):
            if key is not None:
                yield from _parts(f"{target}[{ast.unparse(key)}]", item)
    elif value is not None:
        yield target, value


def _numbers(value: ast.expr) -> list[ast.Constant]:
    """Return the numbers that a value is made of; none where it is more than arithmetic.

    A bit of a mask (`1 << 3`) is a name and no threshold.
    """
    if isinstance(value, ast.Constant):
        return [value] if type(value.value) in {int, float} else []
    if isinstance(value, ast.UnaryOp):
        return _numbers(value.operand)
    if isinstance(value, ast.BinOp) and not isinstance(value.op, ast.LShift):
        return [*_numbers(value.left), *_numbers(value.right)]
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "range":
        return [number for end in value.args for number in _numbers(end)]
    return []


def _stepped(number: ast.Constant, direction: int) -> float:
    value = number.value
    if isinstance(value, float):
        return float(f"{value * (1 + direction * _FLOAT_STEP):.6g}")
    assert isinstance(value, int)
    is_large = value >= _LARGE_COUNT
    return value + direction * (int(value * _LARGE_COUNT_STEP) if is_large else 1)


def _unparse_with(whole: ast.expr, number: ast.Constant, replacement: str) -> str:
    value = number.value
    number.value = ast.literal_eval(replacement)
    try:
        return ast.unparse(whole)
    finally:
        number.value = value


def _comparison_changes(tree: ast.AST, source: _Source, scope: str) -> Iterator[_Change]:
    for node in ast.iter_child_nodes(tree):
        inner = scope
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = f"{scope}.{node.name}" if scope else node.name
        if isinstance(node, ast.Compare):
            yield from _changes_of_comparison(node, source, scope)
        yield from _comparison_changes(node, source, inner)


def _changes_of_comparison(node: ast.Compare, source: _Source, scope: str) -> Iterator[_Change]:
    operands = [node.left, *node.comparators]
    for index, operator in enumerate(node.ops):
        sides = operands[index : index + 2]
        if type(operator) not in _BOUNDARIES or any(map(source.is_code_point, sides)):
            continue
        yield _boundary_change(node, index, source, scope)
        yield from _literal_changes(node, index, source, scope)


def _boundary_change(node: ast.Compare, index: int, source: _Source, scope: str) -> _Change:
    left, right = [node.left, *node.comparators][index : index + 2]
    begin, end = source.span(left)[1], source.span(right)[0]
    found = re.search(rb"[<>]=?", source.text[begin:end])
    assert found is not None
    operator = node.ops[index]
    other = _BOUNDARIES[type(operator)][1]
    old = ast.unparse(node)
    node.ops[index] = next(kind for kind, (sign, _) in _BOUNDARIES.items() if sign == other)()
    new = ast.unparse(node)
    node.ops[index] = operator
    name = _named(scope, old, new)
    return _Change(left.lineno, name, begin + found.start(), begin + found.end(), other)


def _literal_changes(
    node: ast.Compare, index: int, source: _Source, scope: str
) -> Iterator[_Change]:
    """Change the number on the right by the step that the other boundary does not make."""
    number = node.comparators[index]
    if not isinstance(number, ast.Constant) or type(number.value) not in {int, float}:
        return
    is_int = isinstance(number.value, int)
    for step in (_STEP_LEFT[type(node.ops[index])],) if is_int else (-1, 1):
        replacement = repr(_stepped(number, step))
        name = _named(scope, ast.unparse(node), _unparse_with(node, number, replacement))
        yield _Change(number.lineno, name, *source.span(number), replacement)


def _named(scope: str, old: str, new: str) -> str:
    return f"{scope}: {old} -> {new}" if scope else f"{old} -> {new}"
