"""The samples have the outcomes that their README names: document, duplicate or rejected."""

import re
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.settings import Settings
from warehouse.checks import run_checks
from warehouse.database.connection import connect_read_only
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout

SAMPLES = Path(__file__).parent.parent / "samples"
ROW = re.compile(
    r"^\| `(?P<path>[^`]+)` \| ?(?P<language>[\w-]*) \| .* \| (?P<outcome>[^|]+) \|$", re.MULTILINE
)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    root = tmp_path_factory.mktemp("samples")
    ingest.fn(Settings(landing=SAMPLES, warehouse=root, workers=1))
    return Layout(root)


def promised() -> dict[str, tuple[str, str]]:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    return {
        row["path"]: (row["language"], row["outcome"].replace("`", ""))
        for row in ROW.finditer(readme)
    }


def test_every_sample_has_the_outcome_its_readme_names(layout: Layout) -> None:
    with connect_read_only(layout.published) as connection:
        rows = connection.execute("""
            select
                source_path,
                case
                    when reject_reason is not null then 'rejected: ' || reject_reason
                    when is_duplicate then 'duplicate of ' || first_source_path
                    else 'document'
                end
            from sources left join documents using (content_hash)
        """).fetchall()
    assert dict(rows) == {path: outcome for path, (_, outcome) in promised().items()}


def test_every_sample_is_in_the_language_its_readme_names(layout: Layout) -> None:
    with connect_read_only(layout.published) as connection:
        rows = connection.execute("""
            select source_path, language from sources inner join documents using (content_hash)
        """).fetchall()
    assert dict(rows) == {path: language for path, (language, _) in promised().items() if language}


def test_the_samples_break_no_rule(layout: Layout) -> None:
    assert [check for check in run_checks(FolderStore(layout)) if check.broken_count] == []
