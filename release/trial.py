"""Try what `release.build` made as a user would: install it, and load the samples.

    python -m release.trial

By pip and by uv, each time into an empty environment. The installation asks the index that pip and
uv are set up for. The command then runs with no variable of the caller, in an empty home.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from release.build import CHECKOUT, DIST, ReleaseError, run

_SAMPLES = CHECKOUT / "samples"
# What the README promises of them.
_FIRST = "47 files: 40 new documents, 3 duplicates, 4 rejected, 0 unchanged, 0 gone"
_AGAIN = "47 files: 0 new documents, 0 duplicates, 0 rejected, 47 unchanged, 0 gone"
_PAGE = """<!doctype html><html lang="ur"><head><title>پل کی مرمت مکمل</title></head><body>
<nav><a href="/">سرورق</a> <a href="/sports">کھیل</a></nav>
<article><h1>پل کی مرمت مکمل</h1><p>نہر کے پرانے پل کی مرمت دو ماہ میں مکمل ہو گئی اور آج صبح
اسے گاڑیوں کے لیے کھول دیا گیا۔</p><p>انجینئروں نے بتایا کہ پل اب پہلے سے دگنا وزن اٹھا سکتا
ہے اور اس کے دونوں طرف پیدل چلنے والوں کا راستہ بھی ہے۔</p></article></body></html>
"""
_SECONDS = 600


class Door(NamedTuple):
    """A command, however it was installed, and the folder in which it is used."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]

    def ask(self, *arguments: str) -> str:
        """Run the command and return its standard output; fail unless it ends with 0."""
        done = subprocess.run(
            [*self.command, *arguments],
            cwd=self.folder,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}"
            raise ReleaseError(
                f"zakhira {' '.join(arguments)} ended with {done.returncode}: {said}"
            )
        return done.stdout

    def expect(self, sign: str, *arguments: str) -> None:
        """Fail unless the command says this."""
        said = self.ask(*arguments)
        if sign not in said:
            raise ReleaseError(f"zakhira {' '.join(arguments)} did not say {sign!r}, but: {said}")


def of_a_stranger(home: Path, **more: str) -> dict[str, str]:
    """Return an environment with nothing of the caller in it."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "DO_NOT_TRACK": "1",
        **more,
    }


def of_an_installer() -> dict[str, str]:
    """Return the caller's environment, which knows the index, without this project in it."""
    ours = ("PYTHONPATH", "PREFECT_", "ZAKHIRA_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def use(door: Door, version: str) -> None:
    """Load the samples twice, ask, check, and load once more as a flow run of Prefect."""
    shutil.copytree(_SAMPLES, door.folder / "landing")
    door.expect(version, "--version")
    door.expect(_FIRST, "ingest", "landing", "--no-prefect")
    door.expect(_AGAIN, "ingest", "landing", "--no-prefect")
    door.expect("40", "sql", "--csv", "select count(*) from documents")
    door.expect("book-fair", "search", "کتاب میلہ", "--json")
    door.ask("export", "from corpus_overview", "overview.xlsx")
    door.ask("report", "report.html")
    door.ask("check")
    door.expect(_AGAIN, "ingest", "landing", "--prefect")


def use_extras(door: Door) -> None:
    """Load a page of HTML and a crawl of one page, which need `zakhira[html,warc]`."""
    folder = door.folder / "crawl"
    folder.mkdir()
    (folder / "page.html").write_text(_PAGE, encoding="utf-8")
    (folder / "crawl.warc").write_bytes(_warc(_PAGE.replace("نہر", "دریا").encode()))
    options = ("--warehouse", "crawled", "--pattern", "*.html,*.warc", "--no-prefect")
    door.expect("2 new documents", "ingest", "crawl", *options)
    titles = (
        "select count(*) from documents where title = 'پل کی مرمت مکمل' and not contains(text, '<')"
    )
    door.expect("2", "sql", "--warehouse", "crawled", "--csv", titles)


def _warc(page: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    fields = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-07T01:02:03Z\r\n"
        "WARC-Target-URI: https://news.example/pul\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(head) + len(page)}\r\n\r\n"
    )
    return fields.encode() + head + page + b"\r\n\r\n"


def with_pip(artifact: Path, folder: Path, extras: str = "") -> Door:
    """Install an artifact by pip into an empty environment."""
    environment = folder / "environment"
    python = environment / "bin/python"
    install([sys.executable, "-m", "venv", str(environment)])
    install([str(python), "-m", "pip", "install", "--quiet", f"{artifact}{extras}"])
    return Door((str(python.with_name("zakhira")),), folder, of_a_stranger(folder / "home"))


def with_uv(artifact: Path, folder: Path) -> Door:
    """Run an artifact by `uv tool run`, which installs it somewhere of its own."""
    tool_run = ("tool", "run", "--python", sys.executable, "--from", str(artifact), "zakhira")
    cache = subprocess.run([uv(), "cache", "dir"], check=True, capture_output=True, text=True)
    places = {"HOME": str(folder), "UV_CACHE_DIR": cache.stdout.strip()}
    return Door((uv(), *tool_run), folder, of_an_installer() | places)


def uv() -> str:
    """Return the path of uv; the lock of releases has it."""
    from uv import find_uv_bin  # noqa: PLC0415 - a trial by pip needs none

    return str(find_uv_bin())


def install(command: list[str]) -> None:
    """Run a command of an installer; what it says is the message if it fails."""
    run(command, environment=of_an_installer())


def try_as(name: str, attempt: Callable[[Path], None]) -> None:
    """Make a trial in a folder that is removed afterwards, and say how long it took."""
    start = time.monotonic()
    with TemporaryDirectory(prefix="zakhira-trial-") as folder:
        attempt(Path(folder))
    print(f"{name:<40} {time.monotonic() - start:4.0f} s", flush=True)


def main() -> None:
    """Try the wheel with its extras, the sdist, and the wheel by uv."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")

    def wheel_by_pip(folder: Path) -> None:
        door = with_pip(wheel, folder, "[html,warc]")
        use(door, version)
        use_extras(door)

    try_as(f"pip install {wheel.name}[html,warc]", wheel_by_pip)
    try_as(f"pip install {sdist.name}", lambda folder: use(with_pip(sdist, folder), version))
    try_as(f"uv tool run --from {wheel.name}", lambda folder: use(with_uv(wheel, folder), version))


if __name__ == "__main__":
    try:
        main()
    except ReleaseError as error:
        sys.exit(str(error))
