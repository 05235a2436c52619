"""Rows that a run brings to each table, made from the decisions of the ledger."""

import json
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import (
    BOILERPLATE_LINES,
    FAILURES,
    RECHECKS,
    REMOVALS,
    RUNS,
    SOURCES,
    TIMESTAMP,
    Table,
    conform,
)
from warehouse.ledger.runs import Counts, Run


def source_rows(run: Run, decisions: pa.Table) -> pa.Table:
    """Return the rows of `sources`: one for each new version of a file."""
    versions = decisions.filter(pc.invert(decisions["is_known_version"]))
    constants = {
        "landing_zone": pa.scalar(run.landing_zone),
        "run_id": pa.scalar(run.run_id),
        "seen_at": pa.scalar(run.started_at, pa.timestamp("us", "UTC")),
    }
    columns = {
        name: versions[name] for name in SOURCES.schema.names if name in versions.column_names
    }
    repeated = {name: pa.repeat(value, len(versions)) for name, value in constants.items()}
    return pa.table({**columns, **repeated, "modified_at": moments_of(versions["modified_ns"])})


def moments_of(modified_ns: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return modification times (ns since 1970) as moments.

    >>> moments_of(pa.chunked_array([[1_700_000_000_000_000_000]]))[0].as_py().isoformat()
    '2023-11-14T22:13:20+00:00'
    """
    return pc.cast(pc.divide(modified_ns, 1000), TIMESTAMP)


def recheck_rows(run: Run, decisions: pa.Table, pipeline_version: str) -> pa.Table:
    """Return the rows of `pipeline.rechecks`: files and members read again, found unchanged."""
    known = decisions.filter(decisions["is_known_version"])
    names = ("source_path", "member_path", "size_bytes", "modified_ns")
    columns = {name: known[name] for name in names}
    rechecked_at = pa.repeat(
        pa.scalar(run.started_at, RECHECKS.schema.field("rechecked_at").type), len(known)
    )
    return pa.table(
        {
            **columns,
            "landing_zone": pa.repeat(run.landing_zone, len(known)),
            "rechecked_at": rechecked_at,
            "pipeline_version": pa.repeat(pipeline_version, len(known)),
        }
    )


def counts_of(decisions: pa.Table) -> Counts:
    """Count the outcomes of a batch; a file that came back with its own document is unchanged.

    An archive has none: its members have.
    """
    new = decisions.filter(pc.invert(decisions["is_known_version"]))
    is_archive = pc.is_valid(decisions["member_count"])
    archives = decisions.filter(is_archive)
    decisions = decisions.filter(pc.invert(is_archive))
    versions = decisions.filter(pc.invert(decisions["is_known_version"]))
    has_text = pc.or_(versions["is_owner"], versions["is_duplicate"])
    has_outcome = pc.or_(has_text, pc.is_valid(versions["reject_reason"]))
    return Counts(
        unchanged=len(decisions) - (pc.sum(has_outcome).as_py() or 0),
        new_documents=pc.sum(versions["is_owner"]).as_py() or 0,
        duplicates=pc.sum(versions["is_duplicate"]).as_py() or 0,
        rejected=len(versions) - versions["reject_reason"].null_count,
        read_bytes=pc.sum(new["size_bytes"]).as_py() or 0,
        archives=len(archives),
        members=len(decisions) - decisions["member_path"].null_count,
        edited=pc.sum(versions["is_edited"]).as_py() or 0,
    )


def run_row(
    run: Run, counts: Counts, seconds: Mapping[str, float], facts: Mapping[str, object]
) -> pa.Table:
    """Return the row of `runs` of a completed run.

    `facts` holds the remaining columns by name; `settings` may be any JSON value.
    """
    row = {
        **run._asdict(),
        "outcome": "completed",
        "unchanged_count": counts.unchanged,
        "new_document_count": counts.new_documents,
        "duplicate_count": counts.duplicates,
        "rejected_count": counts.rejected,
        "edited_count": counts.edited,
        "failed_count": counts.failed,
        "read_bytes": counts.read_bytes,
        "redescribed_count": counts.redescribed,
        "near_duplicate_count": counts.near_duplicates,
        **{f"{stage}_seconds": spent for stage, spent in seconds.items()},
        **facts,
        "settings": json.dumps(facts["settings"], sort_keys=True),
    }
    return conform(
        pa.table({name: [row.get(name)] for name in RUNS.schema.names}, RUNS.schema), RUNS
    )


def boilerplate_rows(
    run: Run, candidates: pa.Table, is_informative: Callable[[str], bool]
) -> pa.Table:
    """Return the rows of `boilerplate_lines`: the candidates but for informative lines.

    A line is informative when it says something of its text, as a date or a credit does.
    """
    is_boilerplate = [not is_informative(line) for line in candidates["example"].to_pylist()]
    lines = candidates.drop_columns(["example"]).filter(pa.array(is_boilerplate, pa.bool_()))
    moment = pa.scalar(run.started_at, BOILERPLATE_LINES.schema.field("learned_at").type)
    lines = lines.append_column("learned_at", pa.repeat(moment, len(lines)))
    return conform(
        lines.append_column("run_id", pa.repeat(run.run_id, len(lines))), BOILERPLATE_LINES
    )


def similarity_rows(
    run: Run, table: Table, pairs: Sequence[tuple[str, str, float, float]], version: int
) -> pa.Table:
    """Return the rows of `near_duplicates` or `related_documents`.

    A pair is the later document, the earlier one, containment and Jaccard similarity. Which are
    revisions, the sources tell later.
    """
    facts = (False, version, run.started_at, run.run_id)
    names = table.schema.names
    rows = [dict(zip(names, (*pair, *facts), strict=True)) for pair in pairs]
    return conform(pa.Table.from_pylist(rows, table.schema), table)


def failure_rows(run: Run, failed: pa.Table, pipeline_version: str) -> pa.Table:
    """Return the rows of `failures`: one for each entry in the lists of a column `failures`.

    `failed` also has the `content_hash` of each document.
    """
    facts = {
        "failed_at": run.started_at,
        "run_id": run.run_id,
        "pipeline_version": pipeline_version,
    }
    failed = failed.select(["content_hash", "failures"])
    rows = [
        {"content_hash": row["content_hash"], **failure, **facts}
        for row in failed.filter(pc.is_valid(failed["failures"])).to_pylist()
        for failure in row["failures"]
    ]
    return conform(pa.Table.from_pylist(rows, FAILURES.schema), FAILURES)


def removal_rows(run: Run, gone: pa.Table) -> pa.Table:
    """Return the rows of `removals` for what was found gone (`source_path`, `member_path`)."""
    columns = {
        "landing_zone": pa.repeat(run.landing_zone, len(gone)),
        "source_path": gone["source_path"],
        "member_path": gone["member_path"],
        "removed_at": pa.repeat(
            pa.scalar(run.started_at, REMOVALS.schema.field("removed_at").type), len(gone)
        ),
        "run_id": pa.repeat(run.run_id, len(gone)),
    }
    return conform(pa.table(columns), REMOVALS)
