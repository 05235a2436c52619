"""Cut files into batches, the unit of commit, and these into slices, the unit of parallel work."""

from collections.abc import Iterator

import pyarrow as pa

# Slices a worker, where a slice has enough files: the last ones then end at about the same time.
_SLICES_A_WORKER = 4
_MIN_SLICE_FILES = 100


def slice_size(count: int, most: int, workers: int) -> int:
    """Return how many of some files or documents make a slice, at most so many.

    >>> [slice_size(count, 1_000, workers=2) for count in (20, 2_000, 10_000)]
    [100, 250, 1000]
    """
    even = -(-count // (_SLICES_A_WORKER * workers))
    return min(most, max(_MIN_SLICE_FILES, even))


def cut(files: pa.Table, max_files: int, max_bytes: int) -> Iterator[pa.Table]:
    """Cut files, in order, into tables of at most so many files and bytes.

    A larger file is a table of its own.

    >>> sizes = pa.table({"size_bytes": [1, 1, 9, 1]})
    >>> [part["size_bytes"].to_pylist() for part in cut(sizes, max_files=3, max_bytes=4)]
    [[1, 1], [9], [1]]
    """
    start = 0
    held_bytes = 0
    for end, size in enumerate(files["size_bytes"].to_pylist()):
        if end > start and (end - start == max_files or held_bytes + size > max_bytes):
            yield _copied(files, start, end)
            start = end
            held_bytes = 0
        held_bytes += size
    if start < len(files):
        yield _copied(files, start, len(files))


def _copied(files: pa.Table, start: int, end: int) -> pa.Table:
    """Copy some of the files; a slice would take the whole table along to another process."""
    return files.take(pa.array(range(start, end), pa.int64()))
