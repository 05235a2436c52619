"""The trial of a release, on this checkout: what it expects of the command is still so."""

import sys
from pathlib import Path

import pytest

from release.build import ReleaseError
from release.trial import Door, of_a_stranger, use, use_extras
from tests.test_packaging import CHECKOUT, PROJECT


@pytest.fixture
def door(tmp_path: Path) -> Door:
    command = (sys.executable, "-m", "zakhira")
    here = {"PYTHONPATH": str(CHECKOUT), "PREFECT_HOME": str(tmp_path / "prefect")}
    return Door(command, tmp_path, of_a_stranger(tmp_path / "home", **here))


@pytest.mark.server  # its last step is a flow run on a temporary server
def test_a_trial_of_this_checkout_finds_nothing(door: Door) -> None:
    use(door, PROJECT["project"]["version"])
    use_extras(door)


def test_what_a_command_does_not_say_is_told(door: Door) -> None:
    with pytest.raises(ReleaseError, match=r"did not say '9\.9\.9', but: "):
        door.expect("9.9.9", "--version")


def test_a_command_that_fails_is_told_with_what_it_said(door: Door) -> None:
    with pytest.raises(ReleaseError, match=r"zakhira check ended with 2: zakhira: .*no warehouse"):
        door.ask("check")
