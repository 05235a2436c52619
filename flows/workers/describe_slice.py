"""Describe the texts of a slice, in a worker: new ones, or stored ones again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.compute as pc

from flows.workers.limits import Limits, within
from flows.workers.sign_slice import signed_together
from flows.workers.slices import halves_of, together_or_alone
from transforms.describe import (
    PageContext,
    describe,
    describe_guarded,
    previews,
    undescribed,
)
from transforms.failures import FAILURES_TYPE, Failure, Guard
from transforms.page.boilerplate import NOTHING_LEARNED, LearnedLines, restore
from transforms.page.declared_metadata import publisher_of
from transforms.schemas import (
    BAND_HASHES_TYPE,
    DESCRIPTION,
    DESCRIPTIONS,
    DOCUMENTS,
    TIMESTAMP,
    conform,
)
from transforms.version import PIPELINE_VERSION
from warehouse.ledger.rows import moments_of
from warehouse.ledger.runs import Run
from warehouse.storage.staging import Staged

# The lines learned to be boilerplate, by publisher.
Boilerplate = Mapping[str, LearnedLines]


class DescribeJob(NamedTuple):
    """Rows of an extracted slice with new texts, and the file for their documents."""

    extracts: Staged
    rows: Sequence[int]
    target: Staged
    run: Run
    boilerplate: Boilerplate
    limits: Limits
    # Whether the texts are signed as well: this run will compare them.
    signs: bool

    def halves(self) -> list[Self]:
        """Return the same work as two jobs; none where there is one text.

        These sign nothing: a text that ends its worker while it is signed has a description.
        """
        halves = halves_of(self.rows, self.target)
        return [self._replace(rows=rows, target=target, signs=False) for rows, target in halves]

    def give_up(self, reason: str) -> Staged:
        """Keep the one text of this job without a description."""
        extracts, _ = _new_texts(self)
        row = undescribed(extracts["text"][0].as_py())
        given_up = _with_failures(row, [_failure(reason)])
        return _write_documents(self, extracts, _with_previews(given_up, [None]))


class RedescribeJob(NamedTuple):
    """Documents that may be described otherwise now, and the file for new descriptions."""

    documents: Staged
    rows: Sequence[int]
    target: Staged
    described_at: datetime
    run_id: str
    boilerplate: Boilerplate
    limits: Limits

    def halves(self) -> list[Self]:
        """Return the same work as two jobs; none where there is one document."""
        halves = halves_of(self.rows, self.target)
        return [self._replace(rows=rows, target=target) for rows, target in halves]

    def give_up(self, reason: str) -> Staged:
        """Leave the one document of this job as it is described."""
        known, _ = _known_documents(self)
        row = known.select(DESCRIPTION.schema.names)
        return _write_descriptions(self, known, _with_failures(row, [_failure(reason)]))


def _failure(reason: str) -> Failure:
    return Failure("description", reason, "")


def describe_slice(job: DescribeJob) -> Staged:
    """Describe the new texts of a slice.

    Leaves their rows of `documents`, each with a `preview`, its `failures` and its `band_hashes`,
    which are null where nothing was signed.
    """
    extracts, contexts = _new_texts(job)
    pages = extracts["text"].to_pylist()
    described = together_or_alone(
        list(zip(pages, contexts, strict=True)),
        lambda items: _describe_new(*map(list, zip(*items, strict=True))),
        lambda item: _describe_new_alone(*item, job.limits),
        job.limits,
    )
    return _write_documents(job, extracts, described)


def redescribe_slice(job: RedescribeJob) -> Staged:
    """Describe stored documents again.

    Leaves the rows of `descriptions` that changed or failed: each with its `failures`, and whether
    it `is_changed`.
    """
    known, contexts = _known_documents(job)

    def together(_: Sequence[int]) -> pa.Table:
        pages = map(restore, known["text"].to_pylist(), known["cuts"].to_pylist())
        return _without_failures(describe(list(pages), contexts))

    def alone(row: int) -> pa.Table:
        return _redescribe_alone(known.slice(row, 1), contexts[row], job.limits)

    described = together_or_alone(range(len(known)), together, alone, job.limits)
    return _write_descriptions(job, known, described)


def _new_texts(job: DescribeJob) -> tuple[pa.Table, list[PageContext]]:
    """Return the extracts of a job, and what is known of each but its text."""
    extracts = job.extracts.read_table().take(pa.array(job.rows, pa.int64()))
    paths, attributes = (extracts[name].to_pylist() for name in ("source_path", "attributes"))
    seen = [pa.scalar(job.run.started_at, TIMESTAMP).as_py()] * len(extracts)
    modified = moments_of(extracts["modified_ns"]).to_pylist()
    return extracts, _contexts([paths, attributes, seen, modified], job.boilerplate)


def _known_documents(job: RedescribeJob) -> tuple[pa.Table, list[PageContext]]:
    """Return the documents of a job, and what is known of each but its text."""
    known = job.documents.read_table().take(pa.array(job.rows, pa.int64()))
    names = ("first_source_path", "attributes", "first_seen_at", "first_modified_at")
    return known, _contexts([known[name].to_pylist() for name in names], job.boilerplate)


def _contexts(columns: Sequence[Sequence[Any]], boilerplate: Boilerplate) -> list[PageContext]:
    """Return what is known of some texts, from paths, attributes and when seen and modified."""
    rows = zip(*columns, strict=True)
    return [
        PageContext(
            attributes, seen, modified, boilerplate.get(publisher_of(path), NOTHING_LEARNED)
        )
        for path, attributes, seen, modified in rows
    ]


def _describe_new(pages: Sequence[str], contexts: Sequence[PageContext]) -> pa.Table:
    """Return the descriptions of new texts, each with a preview."""
    described = _without_failures(describe(pages, contexts))
    return _with_previews(described, previews(described["text"]))


def _describe_new_alone(page: str, context: PageContext, limits: Limits) -> pa.Table:
    """Return the description of one new text, with its failures and a preview."""
    row, failures = _describe_guarded(page, context, limits)
    guard = Guard()
    no_preview: str | None = None
    with within(limits):
        shown = guard.ask("preview", lambda: previews(row["text"])[0], no_preview)
    return _with_previews(_with_failures(row, [*failures, *guard.failures]), [shown])


def _describe_alone(page: str, context: PageContext, limits: Limits) -> pa.Table:
    """Return the description of one text, with its failures."""
    return _with_failures(*_describe_guarded(page, context, limits))


def _describe_guarded(
    page: str, context: PageContext, limits: Limits
) -> tuple[pa.Table, list[Failure]]:
    guard = Guard()
    nothing: tuple[pa.Table, list[Failure]] | None = None
    with within(limits):
        found = guard.ask("description", lambda: describe_guarded(page, context), nothing)
    row, failures = found or (undescribed(page), [])
    return row, [*failures, *guard.failures]


def _redescribe_alone(known: pa.Table, context: PageContext, limits: Limits) -> pa.Table:
    """Return the new description of one document; the known one where its page is not restored."""
    guard = Guard()
    no_page: str | None = None
    with within(limits):
        page = guard.ask(
            "page", lambda: restore(known["text"][0].as_py(), known["cuts"][0].as_py()), no_page
        )
    if page is None:
        return _with_failures(known.select(DESCRIPTION.schema.names), guard.failures)
    return _describe_alone(page, context, limits)


def _with_failures(row: pa.Table, failures: Sequence[Failure]) -> pa.Table:
    """Return one row with a column for the failures on its text."""
    listed = pa.array([[failure._asdict() for failure in failures] or None], FAILURES_TYPE)
    return row.append_column("failures", listed)


def _with_previews(rows: pa.Table, previews: Sequence[str | None]) -> pa.Table:
    return rows.append_column("preview", pa.array(previews, pa.string()))


def _without_failures(rows: pa.Table) -> pa.Table:
    return rows.append_column("failures", pa.nulls(len(rows), FAILURES_TYPE))


def _write_documents(job: DescribeJob, extracts: pa.Table, described: pa.Table) -> Staged:
    """Leave the rows of `documents`."""
    moment = pa.scalar(job.run.started_at, TIMESTAMP)
    publishers = [publisher_of(path) or None for path in extracts["source_path"].to_pylist()]
    columns = {
        "content_hash": extracts["content_hash"],
        **{name: described[name] for name in DESCRIPTION.schema.names},
        **{name: extracts[name] for name in ("is_hard_wrapped", "attributes")},
        "first_source_path": extracts["source_path"],
        "first_member_path": extracts["member_path"],
        "publisher": pa.array(publishers, pa.string()),
        "landing_zone": pa.repeat(job.run.landing_zone, len(extracts)),
        "first_modified_at": moments_of(extracts["modified_ns"]),
        "first_seen_at": pa.repeat(moment, len(extracts)),
        "first_run_id": pa.repeat(job.run.run_id, len(extracts)),
        "pipeline_version": pa.repeat(PIPELINE_VERSION, len(extracts)),
    }
    documents = conform(pa.table(columns), DOCUMENTS)
    failures = map(_joined, extracts["failures"].to_pylist(), described["failures"].to_pylist())
    return job.target.write_table(
        documents.append_column("preview", described["preview"])
        .append_column("failures", pa.array(failures, FAILURES_TYPE))
        .append_column("band_hashes", _band_hashes(job, described["text"]))
    )


def _band_hashes(job: DescribeJob, texts: pa.ChunkedArray) -> pa.Array:
    """Return the band hashes of texts; null for a text alone, which may be what ends workers."""
    if not job.signs or len(texts) == 1:
        return pa.nulls(len(texts), BAND_HASHES_TYPE)
    return signed_together(texts.to_pylist(), job.limits)


def no_documents() -> pa.Table:
    """Return what `describe_slice` leaves for no text."""
    rows = _with_previews(_without_failures(DOCUMENTS.schema.empty_table()), [])
    return rows.append_column("band_hashes", pa.array([], BAND_HASHES_TYPE))


def _joined(
    extracting: list[dict[str, str]] | None, describing: list[dict[str, str]] | None
) -> list[dict[str, str]] | None:
    """Return the failures of both steps; null where there is none."""
    return [*(extracting or ()), *(describing or ())] or None


def _write_descriptions(job: RedescribeJob, known: pa.Table, described: pa.Table) -> Staged:
    """Leave the rows of `descriptions` that changed or failed."""
    names = DESCRIPTION.schema.names
    is_changed = [
        old != new
        for old, new in zip(
            known.select(names).to_pylist(), described.select(names).to_pylist(), strict=True
        )
    ]
    columns = {
        "content_hash": known["content_hash"],
        **{name: described[name] for name in names},
        "described_at": pa.repeat(pa.scalar(job.described_at, TIMESTAMP), len(known)),
        "run_id": pa.repeat(job.run_id, len(known)),
        "pipeline_version": pa.repeat(PIPELINE_VERSION, len(known)),
    }
    rows = (
        conform(pa.table(columns), DESCRIPTIONS)
        .append_column("is_changed", pa.array(is_changed, pa.bool_()))
        .append_column("failures", described["failures"])
        .append_column("first_source_path", known["first_source_path"])
    )
    return job.target.write_table(
        rows.filter(pc.or_(rows["is_changed"], pc.is_valid(rows["failures"])))
    )


def boilerplate_of(
    source_paths: pa.ChunkedArray,
    boilerplate: Mapping[str, tuple[Collection[str], Collection[str]]],
) -> Boilerplate:
    """Return the boilerplate of the publishers of some files, so that a job takes no other along.

    >>> lines = {"subh": ({"شیئر"}, ()), "shaam": ({"ہوم"}, ())}
    >>> boilerplate_of(pa.chunked_array([["subh/a.txt", "subh/b.txt"]]), lines)
    {'subh': LearnedLines(lines={'شیئر'}, site_lines=())}
    """
    publishers = dict.fromkeys(map(publisher_of, source_paths.to_pylist()))
    return {
        publisher: LearnedLines(*boilerplate[publisher])
        for publisher in publishers
        if publisher in boilerplate
    }
