"""Tables handed from the workers to the run: Arrow files in staging, or objects.

Objects are for workers that share no folder with the run. A file is mapped and not copied when it
is read; an object is fetched whole. Staging is never recovered, so nothing here is flushed.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple, Protocol

import pyarrow as pa

from warehouse.storage.files import clear
from warehouse.storage.objects import Objects, get, list_names, put, remove


class Staged(Protocol):
    """Where a worker leaves a table, or what the names of several begin with; written as a path.

    A value that goes to worker processes. `StagedFile` and `StagedObject` implement it.
    """

    @property
    def name(self) -> str:
        """The last name."""
        ...

    @property
    def scratch(self) -> Path:
        """A folder of this machine for a file on its way to the warehouse."""
        ...

    def __truediv__(self, name: str) -> "Staged":
        """Return what is below under a name."""
        ...

    def with_name(self, name: str) -> "Staged":
        """Return what is next to it under another name."""
        ...

    def write_table(self, table: pa.Table) -> "Staged":
        """Write a table for another process of this run; return where it is."""
        ...

    def read_table(self) -> pa.Table:
        """Return the table that was written there."""
        ...

    def clear(self) -> None:
        """Remove it and all that is below."""
        ...


class ExtractedSlice(NamedTuple):
    """A table of extracts, and what is in it."""

    table: Staged
    row_count: int
    # Rows of raw files; the others are of members of archives.
    file_count: int
    text_chars: int


class StagedFile(NamedTuple):
    """A file or folder of the staging of a warehouse; see `Staged`."""

    path: Path

    def __str__(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path.name

    @property
    def scratch(self) -> Path:
        """The same folder: it is on the disk of the warehouse."""
        return self.path.parent

    def __truediv__(self, name: str) -> "StagedFile":
        """Return what is below under a name."""
        return StagedFile(self.path / name)

    def with_name(self, name: str) -> "StagedFile":
        """Return what is in the same folder under another name."""
        return StagedFile(self.path.with_name(name))

    def write_table(self, table: pa.Table) -> "StagedFile":
        """Write a table as an Arrow file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (
            pa.OSFile(str(self.path), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
        return self

    def read_table(self) -> pa.Table:
        """Return the table; only the columns that are used are read from the file."""
        with pa.memory_map(str(self.path)) as source, pa.ipc.open_file(source) as reader:
            return reader.read_all()

    def clear(self) -> None:
        """Remove the folder and all below it, if it is there."""
        clear(self.path)


class StagedObject(NamedTuple):
    """An object of a staging at a URL, or what the names of several begin with; see `Staged`."""

    objects: Objects
    path: str = ""

    @property
    def name(self) -> str:
        """The last name."""
        return self.path.rpartition("/")[2]

    @property
    def scratch(self) -> Path:
        """The temporary folder of the worker's machine."""
        return Path(gettempdir())

    def __truediv__(self, name: str) -> "StagedObject":
        """Return what is below under a name.

        >>> (StagedObject(Objects("s3://corpus/staging")) / "run" / "slices").path
        'run/slices'
        """
        return self._replace(path=f"{self.path}/{name}".lstrip("/"))

    def with_name(self, name: str) -> "StagedObject":
        """Return what is next to it under another name.

        >>> extracts = StagedObject(Objects("s3://corpus/staging"), "run/extracts.arrow")
        >>> extracts.with_name("documents.arrow").path
        'run/documents.arrow'
        """
        return self._replace(path=self.path.rpartition("/")[0]) / name

    def write_table(self, table: pa.Table) -> "StagedObject":
        """Put a table as one object."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        put(self.objects, self.path, sink.getvalue())
        return self

    def read_table(self) -> pa.Table:
        """Return the table; the object is fetched whole."""
        payload = get(self.objects, self.path)
        with pa.ipc.open_file(pa.BufferReader(payload)) as reader:
            return reader.read_all()

    def clear(self) -> None:
        """Remove every object below the name."""
        for name in list_names(self.objects, self.path):
            remove(self.objects, name)


def write_slices(
    table: pa.Table, size: int, folder: Staged, name: str
) -> Iterator[tuple[int, Staged]]:
    """Write a table in slices of `size` rows; yield the first row of each, and where it is."""
    for start in range(0, len(table), size):
        staged = folder / f"{name}-{start:07}.arrow"
        yield start, staged.write_table(table.slice(start, size))
