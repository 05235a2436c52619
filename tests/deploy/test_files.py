"""The files of `deploy/` name what there is. Linters of their kinds: `make deploy-lint`."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.command import zakhira

_CHECKOUT = Path(__file__).parents[2]
_DEPLOY = _CHECKOUT / "deploy"
_UNITS = {path.name: path.read_text(encoding="utf-8") for path in _DEPLOY.glob("systemd/zakhira-*")}
_FILES = {
    path.name: path.read_text(encoding="utf-8") for path in _DEPLOY.rglob("*") if path.is_file()
}
_ANALYZE = shutil.which("systemd-analyze")
_OF_PREFECT = {"PREFECT_HOME", "PREFECT_API_URL", "PREFECT_SERVER_UI_STATIC_DIRECTORY"}


def test_there_are_units_to_read() -> None:
    assert {Path(name).suffix for name in _UNITS} == {".service", ".timer"}


@pytest.mark.parametrize("command", ["ingest", "maintain"])
def test_every_option_in_a_file_is_one_of_the_command(command: str) -> None:
    written = re.findall(rf"zakhira {command} (--[^>\n\"]*)", "\n".join(_FILES.values()))
    options = {word for line in written for word in line.split() if word.startswith("--")}
    assert len(written) >= 2
    told = zakhira(command, "--help").stdout
    assert [option for option in options if option not in told] == []


def test_every_setting_in_a_file_is_one_of_ours() -> None:
    names = set(re.findall(r"\b(?:ZAKHIRA|PREFECT)_[A-Z_]+", "\n".join(_FILES.values())))
    known = {f"ZAKHIRA_{name.upper()}" for name in Settings.model_fields} | _OF_PREFECT
    assert names
    assert names - known == set()


def test_a_timer_has_its_service_and_a_failure_somebody_to_tell() -> None:
    for name, text in _UNITS.items():
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in _UNITS
        for told in re.findall(r"OnFailure=(\S+)@", text):
            assert f"{told}@.service" in _UNITS


def test_what_prefect_reads_and_writes_is_said_to_it() -> None:
    """Settings are in pyproject.toml of its folder; its pages go where it may write."""
    for name in ("zakhira-server.service", "zakhira-worker.service"):
        assert "WorkingDirectory=/opt/zakhira\n" in _UNITS[name]
    for text in (_UNITS["zakhira-server.service"], _FILES["Dockerfile"]):
        assert "PREFECT_SERVER_UI_STATIC_DIRECTORY=/var/lib/zakhira/" in text
    assert "WORKDIR /opt/zakhira\n" in _FILES["Dockerfile"]


def test_the_image_is_made_of_files_that_are_there() -> None:
    copied = re.findall(r"^COPY ([^-].*) \S+$", _FILES["Dockerfile"], re.MULTILINE)
    patterns = " ".join(copied).split()
    assert {"flows", "transforms", "warehouse", "*.lock"} <= set(patterns)
    assert [pattern for pattern in patterns if not list(_CHECKOUT.glob(pattern))] == []


@pytest.mark.skipif(not _ANALYZE, reason="this machine has no systemd")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for name, text in _UNITS.items():
        # The commands are where the units say on no machine of ours.
        shown = re.sub(r"/opt/zakhira/\.venv/bin/\w+", "/bin/true", text)
        (tmp_path / name).write_text(shown.replace("/opt/zakhira", "/"), encoding="utf-8")
    done = subprocess.run(
        [str(_ANALYZE), "verify", *sorted(map(str, tmp_path.glob("*.*")))],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
