"""The `zakhira` command in a process of its own, away from the settings of whoever runs the tests."""

import os
import subprocess
import sys

COMMAND = (sys.executable, "-c", "from flows.cli import main; main()")


def environment_of_nobody(**more: str) -> dict[str, str]:
    """The environment without what would tell zakhira or Prefect anything, and with some more."""
    names = [name for name in os.environ if not name.startswith(("ZAKHIRA_", "PREFECT_"))]
    return {**{name: os.environ[name] for name in names}, **more}


def zakhira(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command does with arguments."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment_of_nobody(**environment),
    )
