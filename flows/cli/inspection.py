"""Look into a warehouse or a file, for the command line; nothing is written."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.cli.app import STANDARD_INPUT
from flows.run.messages import counted
from transforms.describe import PageContext, describe_guarded
from transforms.errors import UsageError
from transforms.extract import Extract, extract
from transforms.failures import Guard
from transforms.page.declared_metadata import MAX_SIDECAR_BYTES, read_declared_metadata
from transforms.schemas import DOCUMENTS, RejectReason
from transforms.version import PIPELINE_VERSION
from warehouse.database.connection import connect_read_only
from warehouse.generations.publish import require_published
from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.raw_files import RawFile, Reading, source_path, too_large
from warehouse.storage.store import Store
from warehouse.writer.repair import LostPart, Repaired


def status(store: Store) -> dict[str, object]:
    """Return what the warehouse holds, when it last changed, and who writes to it now."""
    layout = require_published(store)
    writer = store.writer()
    with connect_read_only(layout.published) as connection:
        counts = connection.execute("""
            select
                (select count(*) from documents) as documents,
                (select count(*) from current_sources) as files,
                (select count(*) from current_sources where is_duplicate) as duplicates,
                (select count(*) from current_sources where reject_reason is not null) as rejected,
                (select count(*) from parquet_parts) as parquet_parts,
                (select sum(size_bytes)::bigint from parquet_parts) as parquet_bytes,
                (select max(run_id) from runs) as last_run_id,
                (select max(finished_at) from runs) as last_changed_at
        """)
        names = [column[0] for column in counts.description or ()]
        values = dict(zip(names, counts.fetchall()[0], strict=True))
    return {
        "warehouse": store.name,
        "generation": layout.published_generation(),
        **values,
        "database_bytes": layout.published.stat().st_size,
        "writer": writer._asdict() if writer else None,
    }


def repairs(found: Sequence[LostPart] | Sequence[Repaired]) -> list[dict[str, object]]:
    """Return lost parts, or what became of them, as rows."""
    rows = []
    for each in found:
        lost = each.lost if isinstance(each, Repaired) else each
        row: dict[str, object] = {
            "state": "damaged" if lost.is_damaged else "missing",
            "part": lost.key,
            "rows": lost.row_count,
        }
        if isinstance(each, Repaired):
            row |= {"state": _outcome(each), "rows": each.part.row_count if each.part else 0}
        rows.append(row)
    return rows


def _outcome(repaired: Repaired) -> str:
    if repaired.part is None:
        return "given up"
    return "restored" if repaired.is_equal else "rewritten"


def repairs_message(count: int, *, is_rehearsal: bool) -> str:
    """Return what a repair found or did, and what to do next.

    >>> repairs_message(0, is_rehearsal=True)
    'every part is as it was written'
    >>> repairs_message(2, is_rehearsal=True)
    '2 parts would be written again: zakhira repair --yes'
    """
    if not count:
        return "every part is as it was written"
    parts = counted(count, "part")
    if is_rehearsal:
        return f"{parts} would be written again: zakhira repair --yes"
    return f"{parts} written again; next: zakhira check"


def describe_files(files: Sequence[Path], max_bytes: int) -> Iterator[dict[str, object]]:
    """Yield what the pipeline would say of each file.

    The columns are those of `documents`, `encoding`, `reject_reason` and `reject_detail`, and
    `failures` where a rule failed on it.

    Raises:
        UsageError: there is no such file.
    """
    for file in files:
        if str(file) == STANDARD_INPUT:
            yield _describe(_read_input(max_bytes), "-", "-", _no_sidecar)
            continue
        if not file.is_file():
            raise UsageError(f"no file at {file}")
        yield _describe_file(file, max_bytes)


def _no_sidecar() -> None:
    return None


def _read_input(max_bytes: int) -> Reading:
    payload = sys.stdin.buffer.read(max_bytes + 1)
    size = len(payload)
    return too_large(size, 0, max_bytes) if size > max_bytes else Reading(payload, size, 0)


def _describe_file(file: Path, max_bytes: int) -> dict[str, object]:
    target = file.resolve()
    zone, name = FolderZone(target.parent), os.fsencode(target.name)
    reading = zone.read_file(RawFile(name, source_path(name), 0, 0), max_bytes)
    shown, path = (source_path(os.fsencode(each)) for each in (file, target))
    return _describe(reading, shown, path, lambda: zone.read_sidecar(name, MAX_SIDECAR_BYTES))


def _describe(
    reading: Reading, shown: str, path: str, read_sidecar: Callable[[], bytes | None]
) -> dict[str, object]:
    """Return what the pipeline would say of a file that was read, at a real path."""
    row: dict[str, object] = dict.fromkeys(
        (*DOCUMENTS.schema.names, "encoding", "reject_reason", "reject_detail")
    )
    row |= {
        "first_source_path": shown,
        "pipeline_version": PIPELINE_VERSION,
    }
    if reading.payload is None:
        return row | {
            "reject_reason": reading.reject_reason,
            "reject_detail": reading.reject_detail,
        }
    payload, guard = reading.payload, Guard()
    no_extract: Extract | None = None
    extracted = guard.ask("text", lambda: extract(payload), no_extract)
    if extracted is None:
        detail = guard.failures[0].sentence()
        return row | {"reject_reason": RejectReason.FAILED, "reject_detail": detail}
    row |= {name: value for name, value in extracted._asdict().items() if name in row}
    if extracted.text is None:
        return row
    sidecar = read_sidecar()
    no_metadata: str | None = None
    attributes = guard.ask("declared", lambda: read_declared_metadata(path, sidecar), no_metadata)
    modified_at = datetime.fromtimestamp(reading.modified_ns / 1e9, UTC)
    context = PageContext(attributes, datetime.now(UTC), modified_at)
    described, failures = describe_guarded(extracted.text, context)
    row |= {"attributes": attributes, **described.to_pylist()[0]}
    sentences = [failure.sentence() for failure in (*guard.failures, *failures)]
    return row | ({"failures": sentences} if sentences else {})
