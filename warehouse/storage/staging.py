"""This file hands tables from the workers to the run: Arrow files in staging, or objects where they share no folder.

A file is mapped and not copied when it is read; an object is fetched whole.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from warehouse.storage.files import clear
from warehouse.storage.object_store import Objects, get, names_of, put, remove


class StagedObject(NamedTuple):
    """An object of a staging at a URL, or what the names of several begin with; to be written as a path is."""

    objects: Objects
    path: str = ""

    def __truediv__(self, name: str) -> "StagedObject":
        """What is below.

        >>> (StagedObject(Objects("s3://corpus/staging")) / "run" / "slices").path
        'run/slices'
        """
        return self._replace(path=f"{self.path}/{name}".lstrip("/"))

    @property
    def name(self) -> str:
        """The last name."""
        return self.path.rpartition("/")[2]

    def with_name(self, name: str) -> "StagedObject":
        """What is beside it.

        >>> StagedObject(Objects("s3://corpus/staging"), "run/extracts.arrow").with_name("documents.arrow").path
        'run/documents.arrow'
        """
        return self._replace(path=self.path.rpartition("/")[0]) / name


# Where a worker leaves a table: the name of a file, or of an object.
Staged = Path | StagedObject


def write_table(table: pa.Table, staged: Staged) -> Staged:
    """Write a table for another process of this run; staging is never recovered, so it is not flushed."""
    if isinstance(staged, StagedObject):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        put(staged.objects, staged.path, sink.getvalue())
        return staged
    staged.parent.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(staged), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return staged


def write_slices(
    table: pa.Table, size: int, staged: Staged, name: str
) -> Iterator[tuple[int, Staged]]:
    """Write a table in slices of so many rows below a name; the first row of each, and where it is."""
    for start in range(0, len(table), size):
        yield start, write_table(table.slice(start, size), staged / f"{name}-{start:07}.arrow")


def read_table(staged: Staged) -> pa.Table:
    """The table, its columns backed by the file: only what is looked at is read."""
    if isinstance(staged, StagedObject):
        with pa.ipc.open_file(pa.BufferReader(get(staged.objects, staged.path))) as reader:
            return reader.read_all()
    with pa.memory_map(str(staged)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()


def clear_staged(staged: Staged) -> None:
    """Remove all that was left below a name."""
    if isinstance(staged, Path):
        clear(staged)
        return
    for name in names_of(staged.objects, staged.path):
        remove(staged.objects, name)
