"""What a warehouse is compared with: a twin with the same history and no fault, and a fresh one.

The twin takes each command once, undisturbed, at the same states of the landing zone: so every row
of every table must be the same but for run ids and moments, also of files that have gone, of which
the landing zone tells nothing any more. The fresh one knows the last landing zone alone (and the
journal of takedowns, which lies beside a warehouse): it must know the same files and pages.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.stem import Ended, Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import Contents, Row, contents, files_below
from transforms.page.boilerplate import restore
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

# Lines are learned when the corpus has doubled: a batch sooner or later, of more pages or fewer.
_LEARNED = "boilerplate_lines"
_SHOWN = 3
_SECONDS = 600.0


class Twin:
    """A warehouse to which nothing bad happens."""

    def __init__(self, stem: Stem, warehouse: Path, settings: dict[str, str]) -> None:
        """Make none yet."""
        self.warehouse = warehouse
        self.stem = stem
        self._settings = {k: v for k, v in settings.items() if k != "ZAKHIRA_WORKERS"}

    def run(self, arguments: Sequence[str], **settings: str) -> Ended:
        """Do a command here too.

        Raises:
            RuntimeError: it failed, where nothing disturbed it.
        """
        orders = Orders(self._settings | settings, verifier=self.stem.address)
        command = [*arguments, "--warehouse", str(self.warehouse)]
        ended = self.stem.start(zakhira, command, orders).wait(_SECONDS)
        if ended.exit_code:
            raise RuntimeError(f"undisturbed, {' '.join(arguments)} ended with {ended}")
        return ended


def differences(warehouse: Path, twin: Path) -> list[str]:
    """Where two warehouses do not say the same, a few rows of each table."""
    ours, theirs = contents(warehouse), contents(twin)
    return [
        f"{name}: only {whose} has {row}"
        for name in Contents._fields
        for whose, rows in _only(getattr(ours, name), getattr(theirs, name), name)
        for row in rows[:_SHOWN]
    ]


def _only(ours: object, theirs: object, name: str) -> Iterator[tuple[str, list[str]]]:
    mine, others = (Counter(_told(each, name)) for each in (ours, theirs))
    yield "the soaked one", sorted((mine - others).elements())
    yield "the twin", sorted((others - mine).elements())


def _told(rows: object, name: str) -> Iterator[str]:
    if isinstance(rows, dict):
        yield from map(str, rows.items())
    elif isinstance(rows, list):
        yield from (str(row[:2] if name == _LEARNED else row) for row in rows)


def reachable(warehouse: Path) -> dict[str, list[Row]]:
    """What any warehouse must know of the files that are there, however it came to know them.

    Not the members of an archive that is rejected now: those that it had before are kept.
    """
    query = """
        with archives as (
            select source_path from current_sources
            where member_path is null and reject_reason is not null
        )
        select source_path, member_path, size_bytes, file_hash, content_hash, reject_reason
        from current_sources
        where member_path is null or source_path not in (from archives)
        order by all
    """
    pages = """
        select distinct content_hash, text, cuts from documents
        semi join current_sources using (content_hash)
        order by content_hash
    """
    with connect_read_only(Layout(warehouse).published) as connection:
        files = connection.execute(query).fetchall()
        found = connection.execute(pages).fetchall()
    return {"files": files, "pages": [(key, restore(text, cuts)) for key, text, cuts in found]}


def allocated_bytes(folder: Path) -> dict[str, int]:
    """What the files of a warehouse take of the disk, by the first name of their path."""
    sizes: dict[str, int] = {}
    for path in files_below(folder):
        name = path.relative_to(folder).parts[0]
        sizes[name] = sizes.get(name, 0) + os.lstat(path).st_blocks * 512
    return sizes
