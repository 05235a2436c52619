"""The matrix has a row for each Python and end of the ranges, and one that fails fails it all."""

import sys
from pathlib import Path

import pytest

from release import matrix
from release.build import ReleaseError
from release.matrix import Cell, cells, python_version


def test_each_minor_version_of_python_is_tried_with_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONS", f"{sys.executable} {sys.executable}")
    assert list(cells()) == [Cell(sys.executable, "lowest"), Cell(sys.executable, "newest")]
    assert python_version(sys.executable) == sys.version.split()[0]


def test_a_row_that_fails_fails_the_matrix_and_the_others_are_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def environment(cell: Cell, wheel: Path, folder: Path) -> Path:
        assert (wheel.name, folder.is_dir()) == ("zakhira-1-py3-none-any.whl", True)
        if cell.resolution == "lowest":
            raise ReleaseError("no wheel of numpy")
        return Path(sys.executable)

    (tmp_path / "zakhira-1-py3-none-any.whl").touch()
    (tmp_path / "zakhira-1.tar.gz").touch()
    monkeypatch.setenv("PYTHONS", "")
    monkeypatch.setattr(matrix, "DIST", tmp_path)
    monkeypatch.setattr(matrix, "make_environment", environment)
    monkeypatch.setattr(matrix, "run_tests", lambda _, tree: f"9 passed in {tree.name}")
    for name in ("install", "use", "use_extras"):
        monkeypatch.setattr(matrix, name, lambda *_: None)
    monkeypatch.setattr(matrix, "unpack", lambda *_: Path("tree"))
    assert matrix.main() == 1
    said = capsys.readouterr().out
    assert f"{python_version(sys.executable)} lowest: no wheel of numpy" in said
    assert f"{python_version(sys.executable)} newest: 9 passed in tree" in said
