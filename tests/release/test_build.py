"""What a release must be: what git tracks, the same bytes twice, and checksums of all of it."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from release.build import (
    CHECKOUT,
    ReleaseError,
    build,
    files,
    require_same,
    require_tracked,
    tracked_files,
    unpack,
    write_sums,
)


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="an unpacked sdist")
def test_an_sdist_is_what_git_tracks_and_makes_itself(tmp_path: Path) -> None:
    sdist = build("sdist", CHECKOUT, tmp_path / "first")
    require_tracked(set(files(sdist)), tracked_files())
    tree = unpack(sdist, tmp_path / "tree")
    require_same(sdist, build("sdist", tree, tmp_path / "second"))


def test_a_stray_or_a_missing_file_is_named() -> None:
    require_tracked({"a", "PKG-INFO"}, {"a"})
    with pytest.raises(ReleaseError, match=r"it also has \['notes.txt'\], and lacks \['b'\]"):
        require_tracked({"a", "PKG-INFO", "notes.txt"}, {"a", "b"})


def test_files_that_differ_are_named(tmp_path: Path) -> None:
    wheels = [tmp_path / "1" / "a.whl", tmp_path / "2" / "a.whl"]
    for wheel, payload in zip(wheels, ("old", "new"), strict=True):
        wheel.parent.mkdir()
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("same", "same")
            archive.writestr("kernel", payload)
    require_same(wheels[0], wheels[0])
    with pytest.raises(ReleaseError, match=r"differ: \['kernel'\]"):
        require_same(*wheels)


def test_a_build_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "a"\n', encoding="utf-8")
    with pytest.raises(ReleaseError, match="version"):
        build("sdist", tmp_path, tmp_path / "dist")


def test_the_sums_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "b.whl").write_bytes(b"b")
    (tmp_path / "a.tar.gz").write_bytes(b"a")
    write_sums(tmp_path)
    sums = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums.splitlines()[0] == f"{hashlib.sha256(b'a').hexdigest()}  a.tar.gz"
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 0
