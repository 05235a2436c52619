"""This file hands tables from the workers to the run: Arrow files in staging, mapped and not copied when read."""

from pathlib import Path

import pyarrow as pa


def write_table(table: pa.Table, path: Path) -> Path:
    """Write a table for another process of this run; staging is never recovered, so it is not flushed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return path


def read_table(path: Path) -> pa.Table:
    """The table, its columns backed by the file: only what is looked at is read."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()
