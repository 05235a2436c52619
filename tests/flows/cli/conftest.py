"""What the tests of the command share: a small warehouse that the command made."""

import json
from pathlib import Path

import pytest

from tests.command import zakhira

STORY = "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    (root / "landing").mkdir()
    (root / "landing" / "a.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "copy.txt").write_text(STORY, encoding="utf-8")
    (root / "landing" / "empty.txt").write_text("")
    done = zakhira(
        "ingest", str(root / "landing"), "--warehouse", str(root / "warehouse"), "--json"
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert list(summary) == [
        "run_id", "seen", "unchanged", "new_documents", "duplicates", "rejected", "edited",
        "removed", "seconds", "redescribed", "near_duplicates", "archives", "members",
        "names_left_out",
        "ignored_left_out", "young_left_out", "links_left_out", "endings_left_out",
        "unlisted_folders", "failed", "first_failed", "broken_checks",
    ]  # fmt: skip
    assert [summary[name] for name in list(summary)[1:8]] == [3, 0, 1, 1, 1, 0, 0]
    return root / "warehouse"
