"""Golden files: whole texts as reviewed.

`ZAKHIRA_GOLDEN=write pytest` writes them anew; then read the diff.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def golden(name: str, found: str) -> None:
    """Hold a text against its golden file."""
    path = FOLDER / name
    if os.environ.get("ZAKHIRA_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
