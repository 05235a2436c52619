"""Landing zone in a folder: list it, and read its files.

Nothing in a landing zone is trusted: names may hold any byte, links may lead out, files may be
pipes, may grow while they are read, or go away between the listing and the reading.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason
from warehouse.landing.raw_files import (
    ChangedError,
    Endings,
    Listing,
    OpenFile,
    RawFile,
    Reading,
    Selection,
    in_path_order,
    name_matcher,
    raw_path,
    read_again,
    rejected,
    sidecar_names,
    source_path,
    too_large,
    uncounted,
)
from warehouse.landing.zone import Item, Result

_FARTHEST_NS = 9_000_000_000_000_000_000
_CHUNK_BYTES = 1 << 20


class FolderZone(NamedTuple):
    """A landing zone in a folder; see `LandingZone`."""

    # With links followed: `open_inside` compares real paths.
    folder: Path
    # The name of the one file that is listed; null for all.
    only: bytes | None = None

    @classmethod
    def at(cls, path: Path) -> "FolderZone":
        """Return the landing zone at a path; a link to it is followed.

        The path of a file stands for its folder, of which only that file is listed.
        """
        if os.path.isfile(path):
            return cls(path.absolute().parent.resolve(), os.fsencode(path.name))
        return cls(path.absolute().resolve())

    def __str__(self) -> str:
        """The real path of the folder."""
        return str(self.folder)

    @property
    def name(self) -> str:
        """The folder as the ledger knows it."""
        return source_path(os.fsencode(self.folder))

    @property
    def is_one_file(self) -> bool:
        """Whether only one file is listed."""
        return self.only is not None

    def require_listed(self, unlisted_folders: Sequence[str] = ()) -> None:
        """Fail where the folder cannot be listed, or where its listing ended early.

        Raises:
            UsageError: it is not there, or closed to us, or its disk did not answer.
        """
        try:
            os.scandir(self.folder).close()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UsageError(f"no landing zone at {self}: name a folder of raw files") from error
        except OSError as error:
            raise UsageError(
                f"the landing zone {self} cannot be listed: {error.strerror}"
            ) from error
        if "" in unlisted_folders:
            raise UsageError(
                f"the landing zone {self} could not be listed to its end: its disk did not answer"
            )

    def is_visible(self) -> bool:
        """Check whether the folder has an entry; a place where nothing is mounted has none."""
        try:
            with os.scandir(self.folder) as entries:
                return any(entries)
        except OSError:
            return False

    def list_files(
        self, selection: Selection, on_found: Callable[[int], None] = uncounted
    ) -> Listing:
        """List every regular file that is wanted, in path order.

        Links to files inside the landing zone are files of their own. Links to folders are never
        followed: their target is inside, and listed, or outside.
        """
        walk = _Walk(os.fsencode(self.folder), selection)
        found = walk.entries() if self.only is None else walk.entry(self.only)
        files = in_path_order(found, on_found)
        unlisted = tuple(map(source_path, walk.unlisted))
        return Listing(
            files,
            unlisted,
            walk.links_left_out,
            walk.names_left_out,
            walk.ignored_left_out,
            walk.young_left_out,
            walk.endings.most_frequent(),
            is_partial=self.only is not None,
        )

    def is_there(self, source_path: str) -> bool:
        """Check whether a raw file is (still) there; a disk that does not answer tells nothing."""
        root = os.fsencode(self.folder)
        path = os.path.join(root, raw_path(source_path))
        try:
            is_file = stat.S_ISREG(os.stat(path).st_mode)
            return is_file and _is_inside(root, os.path.realpath(path))
        except OSError as error:
            return error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}

    def read_file(self, file: RawFile, max_bytes: int) -> Reading:
        """Read one listed file, or return the reason it has no payload.

        A file that changes during the read is read again, up to three times. What is returned was
        whole at one moment; the size and the modification time are those of that moment.
        """
        root = os.fsencode(self.folder)
        return read_again(file, lambda: _read_or_reject(root, file, max_bytes))

    def read_sidecar(self, raw_path: bytes, max_bytes: int) -> bytes | None:
        """Read the JSON file next to a raw file; see `LandingZone.read_sidecar`."""
        root = os.fsencode(self.folder)
        for name in sidecar_names(raw_path):
            path = root + b"/" + name
            # Most files have none. To be told so by an exception takes longer.
            if not os.access(path, os.F_OK):
                continue
            with contextlib.suppress(OSError):
                descriptor = open_inside(root, path)
                with os.fdopen(descriptor, "rb") as sidecar:
                    if stat.S_ISREG(os.fstat(descriptor).st_mode):
                        return sidecar.read(max_bytes + 1)
        return None

    @contextlib.contextmanager
    def open_file(self, raw_path: bytes) -> Iterator[BinaryIO]:
        """Open a raw file to read it in pieces.

        Raises:
            FileNotFoundError: it is not there, or leads out of the folder.
            OSError: it cannot be read.
        """
        root = os.fsencode(self.folder)
        with os.fdopen(open_inside(root, root + b"/" + raw_path), "rb") as reader:
            yield reader

    @contextlib.contextmanager
    def open_unchanged(self, file: RawFile) -> Iterator[OpenFile]:
        """Open a listed file to read it in pieces; see `LandingZone.open_unchanged`."""
        root = os.fsencode(self.folder)
        descriptor = open_inside(root, root + b"/" + file.raw_path)
        with os.fdopen(descriptor, "rb") as reader:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise FileNotFoundError
            yield OpenFile(reader, before.st_size, modified_ns(before))
            later = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) != (later.st_size, later.st_mtime_ns):
            raise ChangedError

    def ask_each(self, ask: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Ask something for each item, one after the other."""
        return map(ask, items)


class _Walk:
    """One walk over a landing zone; counts what it leaves out."""

    def __init__(self, root: bytes, selection: Selection) -> None:
        self.root = root
        self.unlisted: list[bytes] = []
        self.links_left_out = 0
        self.names_left_out = 0
        self.ignored_left_out = 0
        self.young_left_out = 0
        self.endings = Endings()
        self._is_young = selection.is_young if selection.min_age_ns > 0 else None
        self._is_wanted = name_matcher(selection.patterns, in_any_case=True)
        self._is_ignored = name_matcher(selection.ignore)

    def entries(self) -> Iterator[RawFile]:
        """Yield the files of all folders, in the order of the disk."""
        folders = [b""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as entries:
                    yield from self._entries_of(entries, os.path.join(folder, b""), folders)
            except FileNotFoundError:
                continue
            except OSError:
                self.unlisted.append(folder)

    def _entries_of(
        self, entries: Iterator[os.DirEntry[bytes]], prefix: bytes, folders: list[bytes]
    ) -> Iterator[RawFile]:
        """Yield the files of a folder whose paths begin with a prefix; add its folders to others.

        Each run does this for each file, so paths are put together and not joined.
        """
        shown = os.fsdecode(prefix)
        for entry in entries:
            name = os.fsdecode(entry.name)
            path = shown + name
            is_folder = entry.is_dir(follow_symlinks=False)
            if not (is_folder or self._is_wanted(name, path)):
                self.names_left_out += 1
                if not self._is_ignored(name, path):
                    self.endings.add(name)
            elif self._is_ignored(name, path):
                self.ignored_left_out += 1
            elif is_folder:
                folders.append(prefix + entry.name)
            elif file := self._file(entry, prefix + entry.name):
                yield file

    def entry(self, name: bytes) -> Iterator[RawFile]:
        """Yield the file of a name in the root, whatever patterns say: it was asked for."""
        with os.scandir(self.root) as entries:
            for entry in entries:
                if entry.name == name and (file := self._file(entry, name)):
                    yield file

    def _file(self, entry: os.DirEntry[bytes], path: bytes) -> RawFile | None:
        """Return the file of an entry, if it is one.

        A file whose size cannot be asked for is listed all the same: reading it gives the reason.
        """
        try:
            if entry.is_symlink() and not _stays_inside(self.root, entry.path):
                self.links_left_out += 1
                return None
            status = entry.stat()
        except FileNotFoundError:
            return None
        except OSError:
            return RawFile(path, source_path(path), 0, 0)
        if self._is_young and self._is_young(status.st_mtime_ns):
            self.young_left_out += 1
        elif stat.S_ISREG(status.st_mode):
            return RawFile(path, source_path(path), status.st_size, modified_ns(status))
        return None


def modified_ns(status: os.stat_result) -> int:
    """Return the modification time, in nanoseconds since 1970.

    A time that no ledger can hold (before 1684, after 2255) becomes the nearest that it can.
    """
    modified = status.st_mtime_ns
    if -_FARTHEST_NS <= modified <= _FARTHEST_NS:
        return modified
    return _FARTHEST_NS if modified > 0 else -_FARTHEST_NS


def _stays_inside(root: bytes, link: bytes) -> bool:
    """Check whether a link leads to a file below the root."""
    target = os.path.realpath(link)
    return _is_inside(root, target) and os.path.isfile(target)


def _is_inside(root: bytes, real_path: bytes) -> bool:
    return real_path.startswith(os.path.join(root, b""))


def _read_or_reject(root: bytes, file: RawFile, max_bytes: int) -> Reading | None:
    """Read a file once; an error of the disk becomes a reason."""
    try:
        return _read_once(root, os.path.join(root, file.raw_path), max_bytes)
    except FileNotFoundError:
        raise
    except OSError as error:
        detail = os.strerror(error.errno) if error.errno else str(error)
        return rejected(file, RejectReason.UNREADABLE, detail)


def _read_once(root: bytes, path: bytes, max_bytes: int) -> Reading | None:
    """Read a file once; null where it changed during the read."""
    descriptor = open_inside(root, path)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileNotFoundError
        if before.st_size > max_bytes:
            return too_large(before.st_size, modified_ns(before), max_bytes)
        payload = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if is_same and len(payload) == after.st_size:
        return Reading(payload, len(payload), modified_ns(after))
    return None


def _read_all(descriptor: int, size: int) -> bytes:
    """Return all bytes of a file: most come at once, and one byte less than asked for."""
    payload = os.read(descriptor, size + 1)
    if len(payload) == size:
        return payload
    return payload + b"".join(iter(lambda: os.read(descriptor, _CHUNK_BYTES), b""))


def open_inside(root: bytes, path: bytes) -> int:
    """Open a file of a folder to read it; never one behind a link that leads out.

    The kernel is asked where the opened file is, so no one can exchange a folder for a link in
    between. Returns a descriptor.

    Raises:
        FileNotFoundError: there is no such file, or no longer inside.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not _is_inside(root, os.readlink(f"/proc/self/fd/{descriptor}".encode())):
        os.close(descriptor)
        raise FileNotFoundError
    return descriptor
