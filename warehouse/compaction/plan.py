"""Choose the parts that become others: small ones, and those that are behind their descriptions.

Every run adds a part a table, and a glob over thousands of them is slow: small parts become
right-sized ones. Documents that were described again make their parts, and those of their metadata,
worth writing anew, whatever their size. The manifest alone decides.

Each generation on disk knows all parts of a group or none. So one can be brought up to date from
the parts it does not know (`warehouse/generations/build.py`): of a new part it has all rows, and
only names change for it, or none, and loads them. Small parts wait until all generations know
them. So do descriptions, whatever is unreadable: rows of these go.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schemas import TABLES, Table
from warehouse.database.connection import connect_read_only
from warehouse.database.errors import WarehouseError
from warehouse.database.sql import sql_files
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import replaced_by
from warehouse.storage.part_names import is_compacted
from warehouse.writer.commit import known_parts

# A right-sized part: a hundred gigabytes are 800 of them.
PART_BYTES = 128 << 20
# A part of half the size or more is left alone, so a row is rewritten a few times and then never
# again, unless it is behind.
_SMALL_BYTES = PART_BYTES // 2
# So many small parts are worth one that is not full yet: a third of what hourly runs bring in a
# day.
_FEWEST_PARTS = 8
# In one run: 128 GiB. The next one goes on.
_MAX_NEW_PARTS = 1_000


class OldPart(NamedTuple):
    """A part of the manifest, which others may replace."""

    name: str
    row_count: int
    size_bytes: int


class Group(NamedTuple):
    """Parts of one table that become one, in the order of their names."""

    table: Table
    parts: tuple[OldPart, ...]
    # Whether one of them has not the newest description of a document.
    is_behind: bool
    # The parts that these were made of, where a generation knows their rows by these.
    earlier_names: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(part.name for part in self.parts)


class Knowledge(NamedTuple):
    """Which parts the generations on disk have in their manifests."""

    manifests: tuple[frozenset[str], ...]
    # Whether every generation could be read.
    is_whole: bool

    @classmethod
    def of(cls, layout: Layout) -> "Knowledge":
        """Ask the generations; one that cannot be read is none that can be brought up to date."""
        manifests = []
        paths = layout.generations().values()
        for path in paths:
            try:
                with connect_read_only(path) as connection:
                    manifests.append(frozenset(known_parts(connection)))
            except (WarehouseError, duckdb.Error):
                continue
        return cls(tuple(manifests), len(manifests) == len(paths))

    def knowing(self, keys: Collection[str]) -> tuple[bool, ...]:
        """Return for each generation whether it knows a part by one of the keys that it had."""
        return tuple(not manifest.isdisjoint(keys) for manifest in self.manifests)

    def may_know(self, key: str) -> bool:
        """Check whether some generation knows a part; true if one cannot tell."""
        return any(self.knowing([key])) or not self.is_whole

    def all_know(self, key: str) -> bool:
        """Check whether every generation knows a part, and there is one."""
        return self.is_whole and bool(self.manifests) and all(self.knowing([key]))


def plan(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    knowledge: Knowledge,
    behind: Mapping[Table, frozenset[str]],
    *,
    with_small: bool,
) -> list[list[Group]]:
    """Return the groups of parts that are worth replacing, for each table that has any.

    `behind` names the parts that are behind their descriptions. Documents come before their
    descriptions.
    """
    manifest = _manifest(connection)
    small = _small_groups(layout, knowledge, manifest, behind) if with_small else iter(())
    groups = [*islice(small, _MAX_NEW_PARTS)]
    for table, names in behind.items():
        left = names - _names_in(groups, table)
        parts = [part for part in manifest[table] if part.name in left]
        groups += _groups_behind(layout, knowledge, table, parts)
    by_table = ([group for group in groups if group.table == table] for table in TABLES)
    return [*filter(None, by_table)]


def _names_in(groups: Sequence[Group], table: Table) -> set[str]:
    """Return the names of the parts of a table that are in some group."""
    return {name for group in groups if group.table == table for name in group.names}


def group_parts(
    parts: Sequence[OldPart], fewest: int | None = None
) -> Iterator[tuple[OldPart, ...]]:
    """Group parts in order so that each group fills one part.

    The last group is left out where its part is not full and it has fewer than `fewest`
    (`_FEWEST_PARTS`).

    >>> [len(group) for group in group_parts([OldPart("a", 1, 1 << 20)] * 300)]
    [128, 128, 44]
    >>> [len(group) for group in group_parts([OldPart("a", 1, 50 << 20)] * 10)]
    [3, 3, 3]
    """
    group: list[OldPart] = []
    for part in parts:
        group.append(part)
        if sum(each.size_bytes for each in group) >= PART_BYTES:
            yield tuple(group)
            group = []
    if group and len(group) >= (fewest or _FEWEST_PARTS):
        yield tuple(group)


def _small_groups(
    layout: Layout,
    knowledge: Knowledge,
    manifest: Mapping[Table, Sequence[OldPart]],
    behind: Mapping[Table, frozenset[str]],
) -> Iterator[Group]:
    """Group the small parts that every generation knows."""
    for table, parts in manifest.items():
        small = [
            part
            for part in parts
            if part.size_bytes < _SMALL_BYTES and _is_ready(layout, knowledge, table, part.name)
        ]
        names = behind.get(table, frozenset())
        for group in group_parts(small):
            is_behind = any(part.name in names for part in group)
            earlier_names = _earlier_names(layout, knowledge, table, group)
            yield Group(table, group, is_behind, earlier_names)


def _groups_behind(
    layout: Layout, knowledge: Knowledge, table: Table, parts: Sequence[OldPart]
) -> Iterator[Group]:
    """Group parts whose rows the same generations know; one that is not small stays alone."""

    def known_by(part: OldPart) -> tuple[bool, ...]:
        names = (part.name, *_made_of(layout, table, part))
        return knowledge.knowing({_key(layout, table, name) for name in names})

    for _, alike in groupby(sorted(parts, key=lambda part: (known_by(part), part.name)), known_by):
        every = list(alike)
        small = [part for part in every if part.size_bytes < _SMALL_BYTES]
        large = [(part,) for part in every if part.size_bytes >= _SMALL_BYTES]
        for group in (*large, *group_parts(small, fewest=1)):
            earlier_names = _earlier_names(layout, knowledge, table, group)
            yield Group(table, group, is_behind=True, earlier_names=earlier_names)


def _earlier_names(
    layout: Layout, knowledge: Knowledge, table: Table, parts: Sequence[OldPart]
) -> tuple[str, ...]:
    """Return the names by which some generation may know rows of these parts."""
    before = [name for part in parts for name in _made_of(layout, table, part)]
    return tuple(name for name in before if knowledge.may_know(_key(layout, table, name)))


def _made_of(layout: Layout, table: Table, part: OldPart) -> tuple[str, ...]:
    """Return the parts that a compacted part was made of; none for another, or a lost one."""
    path = layout.part(table.name, part.name)
    return replaced_by(path) if is_compacted(part.name) and path.exists() else ()


def _key(layout: Layout, table: Table, name: str) -> str:
    return layout.key(layout.part(table.name, name))


def _manifest(connection: duckdb.DuckDBPyConnection) -> dict[Table, list[OldPart]]:
    """Return the parts of each table, in order of name."""
    found: dict[str, list[OldPart]] = {table.name: [] for table in TABLES}
    for table_name, *part in connection.execute(sql_files("compaction")["parts"]).fetchall():
        found[table_name].append(OldPart(*part))
    return {table: found[table.name] for table in TABLES}


def _is_ready(layout: Layout, knowledge: Knowledge, table: Table, name: str) -> bool:
    """Check whether a part is there, known everywhere, and has the columns of this version."""
    path = layout.part(table.name, name)
    try:
        return (
            knowledge.all_know(_key(layout, table, name))
            and pq.read_schema(path).names == table.schema.names
        )
    except (OSError, pa.ArrowException):
        return False
