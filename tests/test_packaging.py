"""What an installation costs and contains: the locks, and later the wheel."""

import re
import tomllib
from pathlib import Path

import pytest

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
