"""Run the mutants of packages or modules in a copy of the tree, which may change meanwhile."""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_COPIED = ("transforms", "tests", "flows", "warehouse", "samples")


def main() -> int:
    """Copy the tree, run a session there, and return its exit code."""
    with TemporaryDirectory(prefix="zakhira-mutants-") as copy:
        for name in _COPIED:
            shutil.copytree(name, Path(copy, name))
        shutil.copy("pyproject.toml", copy)
        command = [sys.executable, "-m", "tests.mutants.session", *sys.argv[1:]]
        return subprocess.run(command, cwd=copy, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
