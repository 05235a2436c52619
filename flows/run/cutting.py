"""Cut files into batches, the unit of commit, and these into slices, the unit of parallel work."""

from collections.abc import Iterator

import pyarrow as pa


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
