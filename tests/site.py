"""The site of docs/, built as `make docs` builds it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.command import environment_of_nobody
from tests.markdown import ROOT

_BUILDER = Path(sys.prefix) / "site"


def built(folder: Path) -> Path:
    """Build the site in a folder and return where it is; a warning fails."""
    assert _BUILDER.is_dir(), "run: make .venv/site"
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        env=environment_of_nobody(PYTHONPATH=str(_BUILDER)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert done.returncode == 0, said
    assert "Warning" not in said
    return folder / "site"
