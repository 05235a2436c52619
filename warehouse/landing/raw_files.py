"""Raw files as both kinds of landing zone list and read them: paths, listings, readings."""

import fnmatch
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple, TypeVar

import pyarrow as pa

from transforms.reject_reasons import RejectReason

FILES = pa.schema(
    [
        pa.field(
            "raw_path",
            pa.binary(),
            nullable=False,
            metadata={"comment": "path below the landing zone"},
        ),
        pa.field(
            "source_path",
            pa.string(),
            nullable=False,
            metadata={"comment": "the same as valid UTF-8"},
        ),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("modified_ns", pa.int64(), nullable=False),
    ]
)

# Endings of compressed files (`transforms/packed`), which may have been compressed beside their
# sidecars.
_COMPRESSED = frozenset({b".gz", b".bz2", b".xz", b".zst"})
_READ_ATTEMPTS = 3
_COUNTED_AT_ONCE = 100
_FILES_AT_ONCE = 10_000
_MOST_ENDINGS = 1_000
_MOST_ENDINGS_TOLD = 10

Item = TypeVar("Item")


class RawFile(NamedTuple):
    """One row of `FILES`."""

    raw_path: bytes
    source_path: str
    size_bytes: int
    modified_ns: int


class Listing(NamedTuple):
    """The files of a landing zone in path order, and what was left out."""

    files: pa.Table
    # Folders that could not be opened: their files are neither seen nor gone.
    unlisted_folders: tuple[str, ...]
    # Links that lead out of the landing zone, to folders, or nowhere.
    links_left_out: int
    # Files whose name no pattern matches.
    names_left_out: int
    # Folders that are to be ignored, and files whose name a pattern matches.
    ignored_left_out: int = 0
    # Files modified so lately that they may still be written.
    young_left_out: int = 0
    # Files that another pattern would bring (none to be ignored), by ending: the most frequent
    # first.
    endings_left_out: tuple[tuple[str, int], ...] = ()
    # Only some files were looked for: those that are not listed are not gone.
    is_partial: bool = False


class Selection(NamedTuple):
    """Which files of a landing zone are wanted, as shell patterns and by their age.

    A pattern with a slash is matched against the path, any other against the name.
    """

    # Of files; capitals and small letters are one, as in `A.TXT`.
    patterns: Sequence[str]
    # Of files, and of folders with all that is in them.
    ignore: Sequence[str] = ()
    # A file modified within these nanoseconds around the moment of the listing is left out: a clock
    # that is ahead sets times a little later than now.
    min_age_ns: int = 0
    now_ns: int = 0

    def is_young(self, modified_ns: int) -> bool:
        """Check whether a file may still be written.

        >>> selection = Selection(["*"], min_age_ns=60, now_ns=1_000)
        >>> [selection.is_young(moment) for moment in (940, 941, 1_059, 1_060)]
        [False, True, True, False]
        """
        return abs(self.now_ns - modified_ns) < self.min_age_ns


class OpenFile(NamedTuple):
    """A raw file that is open to be read in pieces, in any order, as it was when it was opened."""

    reader: BinaryIO
    size_bytes: int
    modified_ns: int


class ChangedError(Exception):
    """A raw file changed while it was read in pieces; discard them."""


class Reading(NamedTuple):
    """One raw file as it was read: its payload, or the reason there is none."""

    payload: bytes | None
    size_bytes: int
    modified_ns: int
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None


def source_path(raw_path: bytes) -> str:
    r"""Return a raw path as valid UTF-8, different for different paths.

    >>> source_path("خبر.txt".encode())
    'خبر.txt'
    >>> source_path(b"caf\xe9.txt")
    'caf\\xe9.txt'
    >>> source_path(rb"caf\xe9.txt")
    'caf\\\\xe9.txt'
    """
    return raw_path.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def raw_path(path: str) -> bytes:
    r"""Return the raw path of a source path: the inverse of `source_path`.

    >>> raw_path(source_path(b"caf\xe9\\x.txt"))
    b'caf\xe9\\x.txt'
    """
    return re.sub(rb"\\(\\|x[0-9a-f]{2})", _unescape, path.encode())


def _unescape(match: re.Match[bytes]) -> bytes:
    return b"\\" if match[1] == b"\\" else bytes([int(match[1][1:], 16)])


def sidecar_names(raw_path: bytes) -> list[bytes]:
    """Return the names that the JSON file next to a raw file may have, first choice first.

    >>> sidecar_names(b"a/story.txt"), sidecar_names(b"story.json")
    ([b'a/story.json', b'a/story.txt.json'], [b'story.json.json'])
    >>> sidecar_names(b"story.txt.gz")
    [b'story.txt.json', b'story.txt.gz.json', b'story.json']
    """
    stem, ending = os.path.splitext(raw_path)
    names = [stem + b".json", raw_path + b".json"]
    if ending.lower() in _COMPRESSED:
        names.append(os.path.splitext(stem)[0] + b".json")
    return [name for name in names if name != raw_path]


def names_on(key: str) -> Iterator[tuple[str, str]]:
    """Yield name and path of each folder above a file, and of itself.

    >>> list(names_on("./2026/.git/a.txt"))
    [('2026', './2026'), ('.git', './2026/.git'), ('a.txt', './2026/.git/a.txt')]
    """
    names = key.split("/")
    for count, name in enumerate(names, 1):
        if name not in {".", ".."}:
            yield name, "/".join(names[:count])


def to_table(files: Sequence[RawFile]) -> pa.Table:
    """Return raw files as a table of `FILES`."""
    columns = zip(*files, strict=True) if files else [[]] * len(FILES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FILES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=FILES)


def in_path_order(found: Iterable[RawFile], on_found: Callable[[int], None]) -> pa.Table:
    """Return raw files as a table of `FILES`, in the order of the bytes of their paths.

    A few at a time are Python values, which take five times the memory. Says how many were found.
    """
    files = counted(found, on_found)
    some = iter(lambda: list(islice(files, _FILES_AT_ONCE)), [])
    return pa.concat_tables([FILES.empty_table(), *map(to_table, some)]).sort_by("raw_path")


def to_files(table: pa.Table) -> list[RawFile]:
    """Return the rows of a table of `FILES`."""
    return [RawFile(**row) for row in table.to_pylist()]


def uncounted(_: int) -> None:
    """Count nothing."""


def counted(found: Iterable[Item], on_found: Callable[[int], None]) -> Iterator[Item]:
    """Yield what is found, and say how many after every hundred and at the end."""
    count = 0
    for count, each in enumerate(found, 1):
        yield each
        if not count % _COUNTED_AT_ONCE:
            on_found(_COUNTED_AT_ONCE)
    on_found(count % _COUNTED_AT_ONCE)


class Endings:
    """Counts of names by ending; names that make up endings of their own count as one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Count the ending of a name, in small letters."""
        ending = os.path.splitext(name)[1].lower()
        is_one_more = ending in self._counts or len(self._counts) < _MOST_ENDINGS
        self._counts[ending if is_one_more else ""] += 1

    def most_frequent(self) -> tuple[tuple[str, int], ...]:
        """Return the most frequent endings with their counts; the empty one is that of the rest.

        >>> endings = Endings()
        >>> for name in ("a.md", "b.MD", "c.html", "README"):
        ...     endings.add(name)
        >>> endings.most_frequent()
        (('.md', 2), ('.html', 1), ('', 1))
        """
        return tuple(self._counts.most_common(_MOST_ENDINGS_TOLD))


def name_matcher(
    patterns: Sequence[str], *, in_any_case: bool = False
) -> Callable[[str, str], bool]:
    """Return a predicate of a file's name and path.

    A pattern with a slash is matched against the path, any other against the name.

    >>> name_matcher(["*.txt", "2026/*.text"])("a.text", "2026/03/a.text")
    True
    >>> [name_matcher(["*.txt"], in_any_case=any_case)("A.TXT", "") for any_case in (False, True)]
    [False, True]
    """
    flags = re.IGNORECASE if in_any_case else re.NOFLAG
    names = _any_of([pattern for pattern in patterns if "/" not in pattern], flags)
    paths = _any_of([pattern for pattern in patterns if "/" in pattern], flags)
    if not any("/" in pattern for pattern in patterns):
        return lambda name, _: names.match(name) is not None
    return lambda name, path: bool(names.match(name) or paths.match(path))


def _any_of(patterns: Sequence[str], flags: re.RegexFlag) -> re.Pattern[str]:
    """Return one expression for all patterns; without patterns, one that matches nothing."""
    return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)", flags)


def read_again(file: RawFile, read_once: Callable[[], Reading | None]) -> Reading:
    """Read a file up to three times, until it does not change during the read.

    `read_once` returns null where the file changed. A file that is gone, or larger than the memory,
    becomes a reading with a reason.
    """
    try:
        for _ in range(_READ_ATTEMPTS):
            reading = read_once()
            if reading is not None:
                return reading
    except FileNotFoundError:
        return rejected(file, RejectReason.VANISHED, "gone when it was to be read")
    except MemoryError:
        detail = f"not enough memory for its {file.size_bytes:,} bytes"
        return rejected(file, RejectReason.UNREADABLE, detail)
    detail = f"changed while it was read, {_READ_ATTEMPTS} times in a row"
    return rejected(file, RejectReason.UNSTABLE, detail)


def rejected(file: RawFile, reason: RejectReason, detail: str) -> Reading:
    """Return the reading of a file that cannot be read, with the size and time of the listing."""
    return Reading(None, file.size_bytes, file.modified_ns, reason, detail)


def too_large(size_bytes: int, modified_ns: int, max_bytes: int) -> Reading:
    """Return the reading of a file beyond the size limit."""
    detail = f"{size_bytes:,} bytes; the limit is {max_bytes:,}"
    return Reading(None, size_bytes, modified_ns, RejectReason.TOO_LARGE, detail)
