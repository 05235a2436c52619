"""Tables that earlier versions wrote can still be loaded."""

import pytest

from transforms.schemas import (
    BOILERPLATE_LINES,
    DOCUMENTS,
    NEAR_DUPLICATES,
    RELATED_DOCUMENTS,
    RUNS,
    Table,
)

# Parts of earlier versions lack these columns; a rebuild loads them with null. Add yours.
_CAME_LATER = (
    (BOILERPLATE_LINES, "is_site_line"),
    (DOCUMENTS, "doubtful_line_count"),
    (DOCUMENTS, "failed_questions"),
    (DOCUMENTS, "dated_on"),
    (DOCUMENTS, "dated_by"),
    (DOCUMENTS, "url"),
    (DOCUMENTS, "publisher"),
    (DOCUMENTS, "landing_zone"),
    (DOCUMENTS, "first_modified_at"),
    (NEAR_DUPLICATES, "is_revision"),
    (RELATED_DOCUMENTS, "is_revision"),
    (RUNS, "edited_count"),
    (RUNS, "failed_count"),
)


@pytest.mark.parametrize(
    ("table", "name"), _CAME_LATER, ids=lambda value: getattr(value, "name", value)
)
def test_a_column_that_came_later_may_be_null(table: Table, name: str) -> None:
    [column] = [column for column in table.columns if column.name == name]
    assert not column.is_required
