"""Read an archive in a worker: each member gets a row, and the archive one after them.

The archive is read as a stream. What is held is a member, and the rows of one slice.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from flows.workers.extract_job import ExtractJob
from flows.workers.extraction.rows import (
    Arrived,
    Extracts,
    Row,
    extracted,
    failure_detail,
    keep_file,
    keep_payload,
    new_row,
)
from flows.workers.limits import Limits, within
from transforms.failures import Guard
from transforms.packed.containers import Container, container_of
from transforms.packed.members import Member, Unpacked
from transforms.packed.unpack import Unpacking, unpack
from transforms.reject_reasons import RejectReason
from transforms.text.hashing import file_hash
from warehouse.landing.raw_files import (
    ChangedError,
    OpenFile,
    RawFile,
    Reading,
    name_matcher,
    names_on,
    read_again,
    rejected,
    source_path,
)

_CHUNK_BYTES = 1 << 20
# An archive that is rejected for these was not read to its end; there is no copy of it to keep.
_UNREAD = frozenset({RejectReason.UNREADABLE, RejectReason.VANISHED, RejectReason.UNSTABLE})
# No path on a disk is longer; of one that is, the end is matched.
_MOST_PATH_BYTES = 4096
# That a column can hold. Of a member that is not read, the size is what the archive says.
_MOST_BYTES = (1 << 63) - 1


class _Outcome(NamedTuple):
    """What became of an archive, and the hash of its bytes."""

    unpacked: Unpacked
    file_hash: str | None


def add_archive(job: ExtractJob, extracts: Extracts, file: RawFile, container: Container) -> None:
    """Add the rows of the members of an archive, and that of the archive itself."""
    outcome = _Outcome(Unpacked(), None)

    def read_once() -> Reading | None:
        nonlocal outcome
        extracts.begin_archive()
        try:
            with job.landing_zone.open_unchanged(file) as opened:
                outcome = _add_members(job, extracts, file, container, opened)
            reason, detail = outcome.unpacked.reject_reason, outcome.unpacked.reject_detail
            return Reading(None, opened.size_bytes, opened.modified_ns, reason, detail)
        except ChangedError:
            extracts.take_back()
            return None
        except OSError as error:
            extracts.take_back()
            if isinstance(error, FileNotFoundError):
                raise
            return rejected(file, RejectReason.UNREADABLE, error.strerror or str(error))

    reading = read_again(file, read_once)
    extracts.end_archive()
    extracts.add_unpacked(_archive_row(job, file, reading, outcome))


def _archive_row(job: ExtractJob, file: RawFile, reading: Reading, outcome: _Outcome) -> Row:
    """Return the row of an archive; one that is rejected has a copy."""
    row = new_row(file.source_path, reading)
    if reading.reject_reason is None:
        left_out = outcome.unpacked.left_out_count
        detail = f"members left out for their names, or as links: {left_out:,}"
        return row | {
            "file_hash": outcome.file_hash,
            "member_count": outcome.unpacked.member_count,
            "reject_detail": detail if left_out else None,
        }
    if reading.reject_reason not in _UNREAD:
        row["file_hash"] = keep_file(job, file.raw_path)
    return row


def _add_members(
    job: ExtractJob, extracts: Extracts, file: RawFile, container: Container, opened: OpenFile
) -> _Outcome:
    """Add the rows of the members of an open archive; return what became of it as a whole."""
    tape = _Tape(opened.reader)
    packing = job.packing
    wanted = _wanted(packing.patterns, packing.ignore)
    unpacking = Unpacking(packing.bounds, wanted, packing.fields)
    members = unpack(tape, opened.size_bytes, container, unpacking)
    while isinstance(member := _next(members, job.limits), Member):
        extracts.add_unpacked(_member_row(job, file, opened.modified_ns, member))
    if tape.error:
        detail = tape.error.strerror or str(tape.error)
        member = member._replace(reject_reason=RejectReason.UNREADABLE, reject_detail=detail)
        return _Outcome(member, None)
    return _Outcome(member, None if member.reject_reason else tape.hash_to_end())


def _next(members: Iterator[Member | Unpacked], limits: Limits) -> Member | Unpacked:
    """Return the next member, or the end; a failure of ours ends the archive."""
    guard = Guard()
    no_member: Member | Unpacked | None = None
    with within(limits):
        found = guard.ask("members", lambda: next(members), no_member)
    if found is None:
        detail = failure_detail(guard.failures[0])
        return Unpacked(0, 0, RejectReason.FAILED, detail)
    return found


def _member_row(job: ExtractJob, file: RawFile, modified_ns: int, member: Member) -> Row:
    """Return the row of a member; its time is that of the archive."""
    reading = Reading(
        member.payload,
        min(member.size_bytes, _MOST_BYTES),
        modified_ns,
        member.reject_reason,
        member.reject_detail,
    )
    row = new_row(file.source_path, reading, _member_path(member.path))
    if member.payload is not None:
        declared, raw = member.declared, member.raw
        arrived = Arrived(member.payload, None, declared, raw, member.is_html, member.is_file)
        return extracted(job, row, arrived)
    if member.raw is not None:
        row["file_hash"] = file_hash(member.raw)
        keep_payload(job, member.raw, row["file_hash"])
    return row


def _member_path(path: bytes) -> str:
    r"""Return the path of a member as valid UTF-8; unlike that of a file it may have a NUL.

    >>> _member_path(b"caf\xe9\0.txt")
    'caf\\xe9\\x00.txt'
    """
    return source_path(path).replace("\0", "\\x00")


def _wanted(patterns: Sequence[str], ignore: Sequence[str]) -> Callable[[bytes], bool]:
    """Return a predicate of the path of a member: files are chosen by the same patterns.

    Where all patterns are for packed files (`*.zip`), every member is wanted.

    >>> is_wanted = _wanted(["*.txt", "*.zip"], [".*"])
    >>> [is_wanted(path) for path in (b"a/b.txt", b"a/b.md", b".git/b.txt")]
    [True, False, False]
    >>> _wanted(["*.zip"], [])(b"a/b.md")
    True
    """
    texts = [pattern for pattern in patterns if container_of(pattern) is None]
    matches = name_matcher(patterns if texts else ["*"], in_any_case=True)
    is_ignored = name_matcher(ignore)

    def is_wanted(path: bytes) -> bool:
        name = path[-_MOST_PATH_BYTES:].decode("utf-8", "surrogateescape")
        return matches(name.rpartition("/")[2], name) and not any(
            is_ignored(*each) for each in names_on(name)
        )

    return is_wanted


class _Tape:
    """An open file, hashed as far as it is read in order; keeps the error of the disk."""

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = reader
        self._digest = hashlib.sha256()
        self._hashed = 0
        self.error: OSError | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or all."""
        start = self._reader.tell()
        try:
            found = self._reader.read(size)
        except OSError as error:
            self.error = error
            raise
        if start <= self._hashed < start + len(found):
            self._digest.update(memoryview(found)[self._hashed - start :])
            self._hashed = start + len(found)
        return found

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._reader.seek(position, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._reader.tell()

    def seekable(self) -> bool:
        """Return true: the library of ZIP asks."""
        return True

    def hash_to_end(self) -> str:
        """Return the hash of the whole file."""
        self.seek(self._hashed)
        while self.read(_CHUNK_BYTES):
            pass
        return self._digest.hexdigest()
