"""Build a release into `dist/`: sdist, wheel, SBOM and checksums.

    python -m release.build

Everything is built twice, from this checkout and from the unpacked sdist, and has to be the same
bytes. The sdist holds what git tracks, no more and no less.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from release.sbom import write_sbom

CHECKOUT = Path(__file__).parent.parent
DIST = CHECKOUT / "dist"
# Made by the build backend, in every sdist.
_METADATA = "PKG-INFO"


class ReleaseError(Exception):
    """What was built is not what should be released; the message says what to do."""


def build(kind: str, tree: Path, folder: Path) -> Path:
    """Build the sdist or wheel of a tree into a folder of its own, and return it."""
    backend = [sys.executable, "-m", "hatchling", "build", "--target", kind]
    run([*backend, "--directory", str(folder)], cwd=tree)
    (built,) = folder.iterdir()
    return built


def run(
    command: list[str], cwd: Path = CHECKOUT, environment: Mapping[str, str] | None = None
) -> str:
    """Run a command and return what it printed; its output is the message if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise ReleaseError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist and return the folder in it."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


def files(artifact: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a wheel, or in an sdist without its top folder."""
    if artifact.suffix == ".whl":
        with zipfile.ZipFile(artifact) as wheel:
            return {name: _hash(wheel.read(name)) for name in wheel.namelist()}
    return dict(_members(artifact))


def _members(sdist: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(sdist) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                yield member.name.partition("/")[2], _hash(file.read())


def _hash(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def require_tracked(names: set[str], tracked: set[str]) -> None:
    """Fail where an sdist holds other files than git tracks."""
    more, fewer = sorted(names - tracked - {_METADATA}), sorted(tracked - names)
    if more or fewer:
        raise ReleaseError(
            f"the sdist is not what git tracks: it also has {more}, and lacks {fewer}; "
            "commit or remove them, or name them in .gitignore"
        )


def require_same(first: Path, second: Path) -> None:
    """Fail where two builds differ, and name the files that do."""
    if first.read_bytes() != second.read_bytes():
        one, other = files(first), files(second)
        differing = sorted(
            name for name in one.keys() | other.keys() if one.get(name) != other.get(name)
        )
        raise ReleaseError(
            f"{first.name} of the checkout and of the sdist differ: {differing or 'only outside'}; "
            "a kernel of another compiler? python build_kernel.py compiles it where it is missing"
        )


def tag(wheel: Path, folder: Path) -> Path:
    """Name the oldest glibc that a wheel with a kernel runs on, so that an index takes it."""
    if wheel.stem.endswith("-any"):
        return Path(shutil.copy(wheel, folder))
    run([sys.executable, "-m", "auditwheel", "repair", "--wheel-dir", str(folder), str(wheel)])
    (tagged,) = folder.glob("*.whl")
    return tagged


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS of all files of a folder, as `sha256sum --check` reads it."""
    lines = [f"{_hash(path.read_bytes())}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def tracked_files() -> set[str]:
    """Return the files of this checkout that git tracks."""
    return set(run(["git", "ls-files", "-z"]).rstrip("\0").split("\0"))


def main() -> None:
    """Build, compare, and write the SBOM and the checksums."""
    # What auditwheel writes has the times that hatchling gives its files.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1580601600")
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sdist = build("sdist", CHECKOUT, folder / "sdist")
        require_tracked(set(files(sdist)), tracked_files())
        tree = unpack(sdist, folder / "tree")
        require_same(sdist, build("sdist", tree, folder / "sdist-of-sdist"))
        wheel = build("wheel", tree, folder / "wheel")
        require_same(build("wheel", CHECKOUT, folder / "wheel-of-checkout"), wheel)
        shutil.copy(sdist, DIST)
        tag(wheel, DIST)
    run([sys.executable, "-m", "twine", "check", "--strict", *map(str, sorted(DIST.iterdir()))])
    write_sbom(CHECKOUT / "requirements.lock", DIST)
    write_sums(DIST)
    print((DIST / "SHA256SUMS").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    try:
        main()
    except ReleaseError as error:
        sys.exit(str(error))
