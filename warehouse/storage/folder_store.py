"""Warehouse in a folder: files are renamed into place, and readers follow a link."""

import contextlib
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from transforms.errors import UsageError
from warehouse.locking import file_lock
from warehouse.locking.file_lock import Holder
from warehouse.storage.files import (
    flush,
    hash_of,
    is_open,
    is_used,
    move,
    permitted,
    storage_errors,
    write_whole,
)
from warehouse.storage.layout import Layout
from warehouse.storage.part_names import is_compacted
from warehouse.storage.seals import changes, has_seal, seal
from warehouse.storage.store import PublishError

if TYPE_CHECKING:  # who only reads needs no Arrow
    import duckdb

    from transforms.schemas import Table
    from warehouse.storage.staging import StagedFile

_READ_ONLY = 0o444


class FolderStore(NamedTuple):
    """A warehouse in a folder of this machine; see `Store`."""

    layout: Layout

    @classmethod
    def at(cls, folder: Path) -> "FolderStore":
        """Return the warehouse in a folder."""
        return cls(Layout(folder.absolute()))

    @property
    def address(self) -> str:
        """The folder."""
        return str(self.layout.root)

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.layout.root)

    @property
    def places(self) -> tuple[str, ...]:
        """The real path of the folder."""
        return (str(self.layout.root.resolve()),)

    @property
    def slices(self) -> "StagedFile":
        """A folder of the staging."""
        from warehouse.storage.staging import StagedFile  # noqa: PLC0415

        return StagedFile(self.layout.staging / "slices")

    @property
    def is_shared(self) -> bool:
        """A folder has one work database, inside."""
        return False

    @property
    def has_links(self) -> bool:
        """Most filesystems have links; `part_folders.can_swap` tries this one."""
        return True

    def put_file(self, staged: Path, key: str) -> None:
        """Rename a staged file into its place."""
        move(staged, self.layout.root / key)

    def put_bytes(self, payload: bytes, key: str, scratch: Path) -> None:
        """Write a file in the scratch folder, flush it, and rename it into its place."""
        write_whole(self.layout.root / key, payload, scratch / f"{uuid.uuid4().hex}.partial")

    def has(self, key: str) -> bool:
        """Check whether there is a file."""
        return (self.layout.root / key).exists()

    def find(self, pattern: str) -> list[str]:
        """Return the keys that match a pattern, in order; links are followed."""
        return sorted(map(self.layout.key, self.layout.root.glob(pattern)))

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""
        (self.layout.root / key).unlink(missing_ok=True)

    @property
    def journal_name(self) -> str:
        """The path of the journal."""
        return str(self._journal)

    @property
    def _journal(self) -> Path:
        root = self.layout.root
        return root.with_name(f"{root.name}.takedowns.jsonl")

    def read_journal(self) -> bytes:
        """Return what is in the file beside the folder; nothing where there is none."""
        try:
            return self._journal.read_bytes()
        except FileNotFoundError:
            return b""

    def write_journal(self, payload: bytes) -> None:
        """Write the file beside the folder anew.

        Raises:
            StorageError: the folder above the warehouse cannot be written.
        """
        with storage_errors(self._journal.parent):
            write_whole(self._journal, payload, self._journal.with_suffix(".partial"))

    @contextlib.contextmanager
    def local_parts(self) -> Iterator[Path]:
        """Yield the folder of the parts itself."""
        yield self.layout.parquet

    def locate_parts(self, written: AbstractSet[str]) -> dict[str, str]:
        """Return the file of each part by its key.

        Links are followed first: what is found then stays there, whatever is compacted meanwhile. A
        part that a later compaction replaced, of which this generation knows nothing yet, lies in
        the folder that its table showed before. One that nothing replaced is not looked for there.
        """
        folders = {path.name: path.resolve() for path in self.layout.parquet.glob("*")}
        found = {
            self.layout.key(self.layout.part(table, file.stem)): str(file)
            for table, folder in folders.items()
            for file in folder.glob("*.parquet")
        }
        missing = written - found.keys()
        replaced = self._replaced_keys(found) if missing else set()
        if replaced:
            from warehouse.storage.part_folders import replaced_files  # noqa: PLC0415
        for key in missing & replaced:
            part = Path(key)
            for file in replaced_files(self.layout, part.parent.name, part.stem):
                found[key] = str(file)
        return dict(sorted(found.items()))

    def _replaced_keys(self, found: Mapping[str, str]) -> set[str]:
        """Return the keys of the parts that others, given by key and file, were made of."""
        import pyarrow as pa  # noqa: PLC0415

        from warehouse.storage.parquet import replaced_by  # noqa: PLC0415

        replaced = set()
        for key, file in found.items():
            if is_compacted(Path(key).stem):
                with contextlib.suppress(OSError, pa.ArrowException):
                    replaced |= {str(Path(key).with_stem(name)) for name in replaced_by(Path(file))}
        return replaced

    def facts_of(self, location: str) -> dict[str, object]:
        """Return size, hash and row count of a part, as far as they can be read."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        found: dict[str, object] = {}
        path = self.layout.root / location
        with contextlib.suppress(OSError):
            found["size_bytes"] = path.stat().st_size
            found["file_hash"] = hash_of(path)
        with contextlib.suppress(OSError, pa.ArrowInvalid):
            found["row_count"] = pq.read_metadata(path).num_rows
        return found

    def scan(
        self,
        connection: "duckdb.DuckDBPyConnection",
        table: "Table",  # noqa: ARG002 - DuckDB reads the columns from the files
        locations: Sequence[str],
    ) -> "duckdb.DuckDBPyRelation":
        """Return the rows of some parts, which DuckDB reads itself."""
        return connection.read_parquet(list(locations), hive_partitioning=False, union_by_name=True)

    def bind_state(self) -> None:
        """Do nothing: a folder keeps its state inside."""

    def has_mark(self) -> bool:
        """Check for the lock, which every run leaves."""
        return self.layout.lock.exists()

    def require_free(self) -> None:
        """Fail where names that a warehouse uses are taken in the folder.

        Raises:
            UsageError: as said.
        """
        layout = self.layout
        ours = (
            layout.state,
            layout.versions,
            layout.parquet,
            layout.compacted,
            layout.quarantine,
            layout.check_results,
        )
        taken = [path.name for path in ours if is_used(path)]
        if os.path.lexists(layout.published):
            taken.append(layout.published.name)
        if taken:
            raise UsageError(
                f"{layout.root} is no warehouse and has {', '.join(taken)} in it: "
                "choose another folder"
            )

    @contextlib.contextmanager
    def lock(self, run_id: str, wait_seconds: float) -> Iterator[None]:
        """Hold the kernel's lock on a file of the state.

        Raises:
            LockHeldError: another run holds it, and still did after `wait_seconds`.
        """
        with file_lock.hold(self.layout.lock, run_id, wait_seconds):
            yield

    def writer(self) -> Holder | None:
        """Return who holds the lock; null where no run does."""
        return file_lock.holder(self.layout.lock)

    def published_generation(self) -> int:
        """Return the number that the link leads to; 0 before the first publication.

        A copy in place of the link counts as none: the next publication makes it a link.
        """
        is_link = self.layout.published.is_symlink()
        return (self.layout.published_generation() or 0) if is_link else 0

    def has_generation(self, number: int) -> bool:
        """Check whether the file of a generation is there, as it was made."""
        file = self.layout.generation(number)
        return file.exists() and bool(has_seal(self.layout, number, file))

    def is_changed(self, number: int) -> bool:
        """Check for another seal, and for a log beside the file or the link."""
        file, link = self.layout.generation(number), self.layout.published
        changed = {path for path, _ in changes(self.layout)}
        return not changed.isdisjoint({file, self.layout.log_of(file), self.layout.log_of(link)})

    def changed_files(self) -> list[tuple[Path, str]]:
        """Return generations with another seal, and logs beside any."""
        return list(changes(self.layout))

    def bases(self, made: Path, keep: int) -> Iterator[Path]:
        """Yield a retired generation, the newest one, and the work database, where they are.

        A generation only as it was published: what a reader wrote into one is never copied on.
        """
        if self._take_retired(made, keep):
            yield made
        newest = self.layout.published_generation()
        if newest is not None and self.has_generation(newest):
            yield self.layout.generation(newest)
        yield self.layout.work_database

    def _take_retired(self, made: Path, keep: int) -> bool:
        """Move the oldest generation away, if there are enough others and no reader has it open.

        One that somebody changed is not taken; it goes when it is retired.
        """
        generations = self.layout.generations()
        oldest = next(iter(generations), None)
        is_needed = len(generations) < max(keep, 2) or oldest == self.layout.published_generation()
        if oldest is None or is_needed or is_open(generations[oldest]):
            return False
        if not self.has_generation(oldest):
            return False
        generations[oldest].rename(made)
        if is_open(made):  # a reader came just now: what it reads must not change
            made.unlink()
            return False
        return True

    def show_generation(self, number: int, made: Path) -> None:
        """Move a generation into its place, unless it is there, and swap the link in one step.

        The link is a relative one, so the warehouse folder can be moved. Logs that other programs
        left go first, or DuckDB would replay them into the new file.

        Raises:
            PublishError: a file that is not ours has the link's name.
        """
        layout = self.layout
        if not self.has_generation(number):
            made.chmod(permitted(_READ_ONLY))
            layout.log_of(layout.generation(number)).unlink(missing_ok=True)
            seal(layout, number, made)
            move(made, layout.generation(number))
        if layout.published.exists() and layout.published_generation() is None:
            raise PublishError(
                f"{layout.published} is no file of ours as it was published: "
                "move it away and run again"
            )
        layout.log_of(layout.published).unlink(missing_ok=True)
        link = made.with_name("link")
        link.symlink_to(layout.generation(number).relative_to(layout.root))
        link.replace(layout.published)
        flush(layout.root)

    def fetch_published(self) -> None:
        """Do nothing: the link is what readers are sent to."""

    def retire(self, keep: int) -> None:
        """Remove all but the newest generations, and what other programs changed or left."""
        published = self.layout.published_generation()
        for number in list(self.layout.generations())[:-keep]:
            if number != published:
                self.layout.generation(number).unlink()
        for path, _ in list(changes(self.layout)):
            if published is None or path != self.layout.generation(published):
                path.unlink(missing_ok=True)
