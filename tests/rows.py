"""The smallest valid rows of each table, for tests that need one."""

from datetime import UTC, datetime

import pyarrow as pa

from transforms.schemas import DOCUMENTS, SOURCES, Table, conform

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)


def documents(*texts: str, **values: object) -> pa.Table:
    """One row of `documents` per text; its hash is the text in hex, cut or filled to 64 digits."""
    return _table(
        DOCUMENTS,
        [
            {
                "content_hash": text.encode().hex()[:64].ljust(64, "0"),
                "text": text,
                "language": "ur",
                "language_method": "test",
                "has_mixed_scripts": False,
                "char_count": len(text),
                "word_count": len(text.split()),
                "sentence_count": 1,
                "paragraph_count": 1,
                "boilerplate_line_count": 0,
                "first_source_path": "a.txt",
                "first_seen_at": NOON,
                "first_run_id": "r1",
                "pipeline_version": "1",
                **values,
            }
            for text in texts
        ],
    )


def sources(*paths: str, **values: object) -> pa.Table:
    """One row of `sources` per path."""
    return _table(
        SOURCES,
        [
            {
                "landing_zone": "/zone",
                "source_path": path,
                "size_bytes": 1,
                "modified_at": NOON,
                "modified_ns": 1,
                "content_hash": path.encode().hex()[:64].ljust(64, "0"),
                "is_duplicate": False,
                "seen_at": NOON,
                "run_id": "r1",
                **values,
            }
            for path in paths
        ],
    )


def _table(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    names = table.schema.names
    return conform(
        pa.table({name: [row.get(name) for row in rows] for name in names}, table.schema), table
    )
