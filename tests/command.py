"""The `zakhira` command in a process of its own, without the settings of who runs the tests."""

import os
import re
import subprocess
import sys

COMMAND = (sys.executable, "-m", "zakhira")
# The same without root's right to read and write whatever it likes.
_GIVE_UP = "from tests.faults.privileges import give_up_overrides; give_up_overrides()"
COMMAND_OF_ANYBODY = (sys.executable, "-c", f"{_GIVE_UP}; from zakhira import main; main()")


# What a person would see on the terminal; pyproject.toml says the same of pytest's own process.
_FAIL_ON_WARNINGS = "error::UserWarning,error::RuntimeWarning,error::FutureWarning"


def environment_of_nobody(**more: str) -> dict[str, str]:
    """The environment without what would tell zakhira or Prefect anything, and with some more."""
    names = [name for name in os.environ if not name.startswith(("ZAKHIRA_", "PREFECT_"))]
    inherited = {name: os.environ[name] for name in names}
    return {**inherited, "PYTHONWARNINGS": _FAIL_ON_WARNINGS, **more}


# What a run logs where there is no terminal.
_LOGGED = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO .*\n", re.MULTILINE)


def unlogged(said: str) -> str:
    """A text without the lines that a run logs."""
    return _LOGGED.sub("", said)


def zakhira(
    *arguments: str,
    command: tuple[str, ...] = COMMAND,
    typed: str = "",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """What the command does with arguments, and with a text on standard input.

    Its standard error is without what a run logs.
    """
    done = subprocess.run(
        [*command, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment_of_nobody(**environment),
    )
    done.stderr = unlogged(done.stderr)
    return done
