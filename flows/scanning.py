"""This file looks at the landing zone: what is there, what of it is not known, and what is left out."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from flows.run import Batch, IngestRun, Landing
from flows.slices import cut
from flows.wording import many
from transforms.errors import UsageError
from warehouse import landing, ledger
from warehouse.database import connect

_logger = logging.getLogger("zakhira")
_MOST_FOLDERS_NAMED = 5


def scan(run: IngestRun) -> Landing:
    """List the landing zone, ask the ledger what is not known, and cut that into batches.

    Raises:
        UsageError: the landing zone cannot be listed.
    """
    settings = run.settings
    with run.stage("scan"):
        listing = landing.list_files(run.zone, settings.patterns)
        require_listed(run.zone, listing.unlisted_folders)
        with connect(run.layout.work_database, run.layout.spill) as connection:
            files = listing.files if settings.verify else ledger.to_read(connection, run.run, listing)
            missing = ledger.gone(connection, run.run, listing)
        is_gone = [not landing.is_there(run.zone, path) for path in missing["source_path"].to_pylist()]
        cuts = cut(files, settings.batch_files, settings.batch_bytes)
        run.progress.begin(len(files))
        found = Landing(
            len(listing.files),
            tuple(Batch(number, batch) for number, batch in enumerate(cuts)),
            missing.filter(pa.array(is_gone, pa.bool_())),
            listing.unlisted_folders,
            listing.links_left_out,
            listing.names_left_out,
        )
    _log(found, settings.patterns)
    return found


def require_listed(zone: Path, unlisted_folders: Sequence[str] = ()) -> None:
    """Fail where a landing zone itself cannot be listed: nothing is known of its files then.

    Raises:
        UsageError: it is not there, or closed to us; a folder below it may be.
    """
    try:
        os.scandir(zone).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"no landing zone at {zone}: name a folder of raw files") from error
    except OSError as error:
        raise UsageError(f"the landing zone {zone} cannot be listed: {error.strerror}") from error
    if "" in unlisted_folders:
        raise UsageError(f"the landing zone {zone} could not be listed to its end: its disk did not answer")


def _log(found: Landing, patterns: Sequence[str]) -> None:
    read = sum(len(batch.files) for batch in found.batches)
    work = f"{read:,} to read in {many(len(found.batches), 'batch', 'batches')}" if read else "nothing to read"
    _logger.info("%s seen, %s, %s gone", many(found.seen_count, "file"), work, f"{found.gone.num_rows:,}")
    if found.gone.num_rows and not found.seen_count:
        _logger.warning("all %s of this landing zone are gone: is it mounted?", many(found.gone.num_rows, "file"))
    if found.names_left_out:
        wanted = ", ".join(patterns)
        _logger.info("%s left out: their names do not match %s", many(found.names_left_out, "file"), wanted)
    if found.links_left_out:
        _logger.info("%s left out: they lead out of the landing zone, or nowhere", many(found.links_left_out, "link"))
    if found.unlisted_folders:
        names = ", ".join(found.unlisted_folders[:_MOST_FOLDERS_NAMED])
        folders = many(len(found.unlisted_folders), "folder")
        _logger.warning("%s could not be opened; nothing in there is read, or held for gone: %s", folders, names)
