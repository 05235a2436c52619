"""Scan the landing zone: list its files, and cut those to read into batches."""

import logging
import time
from collections.abc import Iterator, Sequence
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from flows.run.batches import Batch, ScanResult
from flows.run.context import IngestRun
from flows.run.cutting import cut
from flows.run.messages import LeftOut, counted, left_out_message
from flows.settings import Settings
from transforms.version import PIPELINE_VERSION
from warehouse.database.memory import release_unused
from warehouse.landing.raw_files import Selection
from warehouse.ledger import sources
from warehouse.ledger.sources import Again
from warehouse.storage.staging import StagedFile
from warehouse.writer.journal import last_lift, read_entries

_log = logging.getLogger("zakhira")
_MAX_FOLDERS_NAMED = 5


def scan(run: IngestRun) -> ScanResult:
    """List the landing zone, find what the ledger does not know, and cut that into batches.

    Raises:
        UsageError: the landing zone cannot be listed.
    """
    settings = run.settings
    with run.stage("scan"), run.progress.stage("listing", "file"):
        count = partial(run.progress.advance, "listing")
        listing = run.zone.list_files(_selection(settings), count)
        run.zone.require_listed(listing.unlisted_folders)
        # What sorting took: 100 MB of a million files, which the ledger is to have.
        release_unused()
        with run.database.connect() as connection:
            files = listing.files
            if not settings.verify:
                lifted_at = last_lift(read_entries(run.store))
                again = Again(PIPELINE_VERSION, settings.retry, lifted_at)
                files = sources.to_read(connection, run.run, listing, again)
            if len(files):
                run.pool.prepare(-(-len(files) // settings.slice_files))
            missing = sources.gone(connection, run.run, listing)
            if listing.is_partial:
                missing = missing.slice(0, 0)
        gone = _gone(run, missing)
        run.progress.to_read = len(files)
        found = ScanResult(
            len(listing.files),
            tuple(_batches(run, files)),
            gone,
            listing.unlisted_folders,
            listing.links_left_out,
            listing.names_left_out,
            listing.ignored_left_out,
            listing.young_left_out,
            listing.endings_left_out,
        )
    _log_found(found, settings.patterns)
    return found


def _gone(run: IngestRun, missing: pa.Table) -> pa.Table:
    """Return those of the files that were not listed, with their members, that are not there."""
    paths = pc.unique(missing["source_path"])
    are_there = run.zone.ask_each(run.zone.is_there, paths.to_pylist())
    gone = paths.filter(pa.array([not is_there for is_there in are_there], pa.bool_()))
    return missing.filter(pc.is_in(missing["source_path"], gone))


def _selection(settings: Settings) -> Selection:
    """Return which files are wanted, as of now."""
    min_age_ns = int(settings.min_age * 1e9)
    return Selection(settings.patterns, settings.ignore, min_age_ns, time.time_ns())


def _batches(run: IngestRun, files: pa.Table) -> Iterator[Batch]:
    folder = StagedFile(run.layout.staging / run.run.run_id / "batches")
    for number, batch in enumerate(cut(files, run.settings.batch_files, run.settings.batch_bytes)):
        yield Batch(number, len(batch), (folder / f"{number:05}.arrow").write_table(batch))


def _log_found(found: ScanResult, patterns: Sequence[str]) -> None:
    read = sum(batch.file_count for batch in found.batches)
    work = (
        f"{read:,} to read in {counted(len(found.batches), 'batch', 'batches')}"
        if read
        else "nothing to read"
    )
    _log.info(
        "%s seen, %s, %s gone", counted(found.seen_count, "file"), work, f"{found.gone.num_rows:,}"
    )
    if found.gone.num_rows and not found.seen_count:
        _log.warning(
            "all %s of this landing zone are gone: is it mounted?",
            counted(found.gone.num_rows, "file"),
        )
    left_out = left_out_message(LeftOut.of(found), patterns)
    if left_out:
        _log.info("left out: %s", left_out)
    if found.unlisted_folders:
        names = ", ".join(found.unlisted_folders[:_MAX_FOLDERS_NAMED])
        folders = counted(len(found.unlisted_folders), "folder")
        _log.warning(
            "%s could not be opened; nothing in there is read, or held for gone: %s", folders, names
        )
