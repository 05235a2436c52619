"""What an installation costs and contains: the locks, the wheel, and the doors of the command."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.command import environment_of_nobody, unlogged, zakhira
from transforms.native.library import library_name

PACKAGES = ("flows", "transforms", "warehouse")
CHECKOUT = Path(__file__).parent.parent
LOCKS = sorted([*CHECKOUT.glob("*.lock"), *CHECKOUT.glob("tests/*/*.lock")])
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", line)[0] for line in requirements}


def locked(lock: str) -> set[str]:
    lines = (CHECKOUT / lock).read_text(encoding="utf-8").splitlines()
    return names([line for line in lines if line[:1].isalnum()])


def test_a_user_installs_no_tool_of_developers() -> None:
    tools = names(PROJECT["dependency-groups"]["dev"])
    assert tools <= locked("requirements-dev.lock")
    # An HTTP client that Prefect brings needs charset-normalizer too.
    assert tools & locked("requirements.lock") == {"charset-normalizer"}


def test_the_lock_of_developers_adds_to_that_of_users() -> None:
    def versions(lock: str) -> dict[str, str]:
        text = (CHECKOUT / lock).read_text(encoding="utf-8")
        return dict(re.findall(r"^([\w-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE))

    users, developers = versions("requirements.lock"), versions("requirements-dev.lock")
    both = users.keys() & developers.keys()
    assert {name: developers[name] for name in both} == {name: users[name] for name in both}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert not re.search(r"://|^--(?!hash)", lock.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    python("-m", "pip", "--disable-pip-version-check", *build, ".")
    (built,) = folder.glob("*.whl")
    return built


def python(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env=environment_of_nobody(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert unlogged(done.stderr) == ""
    return done.stdout


def test_the_wheel_holds_the_door_and_three_typed_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {name for name in tops if "dist-info" not in name} == {"zakhira.py", *PACKAGES}
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    kernel = library_name()
    assert (f"transforms/native/{kernel}" in names) == library_is_compiled()
    data = [
        CHECKOUT / "transforms/native/tables.bin",
        *(CHECKOUT / "warehouse").rglob("*.sql"),
        *(CHECKOUT / "flows/pages/templates").iterdir(),
    ]
    assert {str(path.relative_to(CHECKOUT)) for path in data} <= set(names)


def library_is_compiled() -> bool:
    return (CHECKOUT / "transforms/native" / library_name()).exists()


def test_a_wheel_with_a_kernel_is_of_this_platform_and_every_python(wheel: Path) -> None:
    *_, python_tag, _, platform = wheel.stem.split("-")
    assert python_tag == "py3"
    assert (platform != "any") == library_is_compiled()


def test_an_installed_wheel_ingests_and_warns_of_nothing(wheel: Path, tmp_path: Path) -> None:
    site, landing = tmp_path / "site", tmp_path / "landing"
    install = ("install", "--quiet", "--no-deps", "--no-compile", "--target", str(site))
    python("-m", "pip", "--disable-pip-version-check", *install, str(wheel))
    landing.mkdir()
    (landing / "a.txt").write_text("شہر میں کتاب میلہ شروع ہوا۔", encoding="utf-8")
    ingest = ("ingest", str(landing), "--warehouse", str(tmp_path / "warehouse"))
    where = "import zakhira, flows; print(zakhira.__file__, flows.__file__)"
    assert python("-P", "-c", where, PYTHONPATH=str(site)).count(str(site)) == 2
    said = python("-P", "-m", "zakhira", *ingest, PYTHONPATH=str(site))
    assert said.startswith("1 file: 1 new document,")


@pytest.mark.parametrize("module", ["zakhira", "flows", "flows.cli", "flows.cli.main"])
def test_a_module_that_looks_like_the_command_is_the_command(module: str) -> None:
    assert python("-m", module, "--version") == f"{PROJECT['project']['version']}\n"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_command_does_not_run_another_package_of_the_same_name(
    package: str, tmp_path: Path
) -> None:
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    door = (sys.executable, "-P", "-m", "zakhira")
    done = zakhira("--version", command=door, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{tmp_path}/{package}/__init__.py is another package `{package}`" in done.stderr
    assert "environment of its own" in done.stderr
