"""Every threshold has its mutants, and a session names those that no test kills."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.mutations import DATA_MODULES, Mutant, find_mutants, mutants_of
from tests.mutants.session import JUSTIFIED, complaints

LENGTHS = '''"""Lengths."""

_LONG = 3


def is_long(text: str) -> bool:
    """Check a length.

    >>> is_long("abc"), is_long("abcd")
    (False, True)
    """
    return len(text) > _LONG


def is_short(text: str) -> bool:
    """Check a length.

    >>> is_short("")
    True
    """
    return len(text) < 2
'''


def names(source: str) -> list[str]:
    return [mutant.name for mutant in find_mutants("a.py", source.encode())]


def test_a_count_is_one_less_and_one_more() -> None:
    assert names("_MOST = 8\n") == ["_MOST = 8 -> 7", "_MOST = 8 -> 9"]


def test_a_large_count_changes_by_a_tenth_and_a_share_by_a_fifth() -> None:
    assert names("_MOST = 1_000\n") == ["_MOST = 1000 -> 1100", "_MOST = 1000 -> 900"]
    assert names("_SHARE: float = 0.05\n") == ["_SHARE = 0.05 -> 0.04", "_SHARE = 0.05 -> 0.06"]


def test_numbers_in_arithmetic_ranges_and_tables_of_thresholds_are_changed() -> None:
    assert names("_BYTES = 2 * -_UNIT\n") == [
        "_BYTES = 2 * -_UNIT -> 1 * -_UNIT",
        "_BYTES = 2 * -_UNIT -> 3 * -_UNIT",
    ]
    assert names("_FEW = range(3, _MANY)\n") == [
        "_FEW = range(3, _MANY) -> range(2, _MANY)",
        "_FEW = range(3, _MANY) -> range(4, _MANY)",
    ]
    assert names("_FEWEST = {URDU: 1}\n") == ["_FEWEST[URDU] = 1 -> 0", "_FEWEST[URDU] = 1 -> 2"]


@pytest.mark.parametrize(
    "source",
    [
        "_CODES = (1, 2)",
        "_CODES = frozenset({1})",
        "_NAME = 'a'",
        "_BIT = 1 << 3",
        "_GREEK = range(0x370, 0x400)",
        "'a' <= char <= 'z' or ord(char) < 0xA0",
        "def f(n=1):\n    return n == 1",
    ],
)
def test_tables_of_data_and_other_code_are_no_thresholds(source: str) -> None:
    assert names(source) == []


def test_every_boundary_of_a_chain_is_changed() -> None:
    assert names("def f(a):\n    return x < a <= y\n") == [
        "f: x < a <= y -> x <= a <= y",
        "f: x < a <= y -> x < a < y",
    ]


def test_a_number_in_a_comparison_gets_both_neighbours_once() -> None:
    assert names("a > 1\n") == ["a > 1 -> a >= 1", "a > 1 -> a > 2"]
    assert names("a <= 1\n") == ["a <= 1 -> a < 1", "a <= 1 -> a <= 2"]


def test_equal_comparisons_of_a_function_are_numbered() -> None:
    assert names("def f():\n    return a < b or a < b\n") == [
        "f: a < b -> a <= b",
        "f: a < b -> a <= b (2)",
    ]


def test_a_mutant_is_the_source_with_one_change_beyond_ascii_too() -> None:
    source = "_A = 'خبر'; _LEAST = 5  # پانچ\n".encode()
    changed = [mutant.apply(source).decode() for mutant in find_mutants("a.py", source)]
    assert changed == ["_A = 'خبر'; _LEAST = 4  # پانچ\n", "_A = 'خبر'; _LEAST = 6  # پانچ\n"]


def test_every_data_module_exists_and_has_no_mutants() -> None:
    root = Path(__file__).parents[2]
    assert all((root / module).is_file() for module in DATA_MODULES)
    found = {mutant.path for mutant in mutants_of(["transforms"], root)}
    assert found
    assert not found & DATA_MODULES


def test_what_survives_without_a_reason_and_a_reason_without_a_survivor_are_complaints() -> None:
    survivor, excused, killed = (
        Mutant("a.py", line, name, 0, 0, b"") for line, name in enumerate("xyz")
    )
    justified = {"a.py": {"y": "a tie", "z": "no text", "gone": "?"}, "b.py": {"x": "not run"}}
    assert complaints([survivor, excused, killed], [survivor, excused], justified) == [
        "survives: a.py:0  x",
        f"take it out of {JUSTIFIED}, killed by a test: a.py  z",
        f"take it out of {JUSTIFIED}, not a mutant: a.py  gone",
    ]


def test_a_session_prints_the_survivors_and_fails(tmp_path: Path) -> None:
    (tmp_path / "sums").mkdir()
    (tmp_path / "sums/__init__.py").touch()
    (tmp_path / "sums/lengths.py").write_text(LENGTHS)
    (tmp_path / JUSTIFIED).parent.mkdir(parents=True)
    (tmp_path / JUSTIFIED).write_text(
        '["sums/lengths.py"]\n"is_short: len(text) < 2 -> len(text) < 1" = "?"\n'
    )
    session = subprocess.run(
        [sys.executable, "-m", "tests.mutants.session", "sums"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert session.stdout.splitlines()[:-1] == [
        "survives: sums/lengths.py:21  is_short: len(text) < 2 -> len(text) <= 2"
    ]
    assert session.returncode == 1
