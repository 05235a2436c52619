"""Choose what is to be taken down, in the published generation; find what is like it later."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from transforms.errors import UsageError
from warehouse.database.arrow import query_arrow
from warehouse.database.errors import earlier_version_errors
from warehouse.database.sql import sql_files

# The first letters of a hash that suffice to name it: one in four thousand million has them too.
_FEWEST_LETTERS = 8
_KEY = re.compile(f"[0-9a-f]{{{_FEWEST_LETTERS},64}}")


class Key(NamedTuple):
    """What a tombstone names; one of the two is null."""

    content_hash: str | None
    file_hash: str | None


class Request(NamedTuple):
    """What somebody wants to be taken down: all that any of these names."""

    # Hashes of texts or of the bytes of files, or how they begin.
    keys: Sequence[str] = ()
    # Shell patterns of the paths below their landing zone; a star also stands for slashes.
    paths: Sequence[str] = ()
    # Shell patterns of publishers.
    publishers: Sequence[str] = ()
    # A condition on `documents`, in SQL.
    where: str | None = None
    # Whether the other texts of the clusters go, too.
    has_near_duplicates: bool = False


class Chosen(NamedTuple):
    """The texts and rejected files to be taken down, and what that means."""

    content_hashes: tuple[str, ...]
    # Of rejected files, whose bytes are in quarantine. What was taken down before is in neither.
    file_hashes: tuple[str, ...]
    # A row a document: `content_hash`, `publisher`, `dated_on`, `title`, `first_source_path`,
    # `source_count`.
    documents: pa.Table
    # Rows, by what they are.
    counts: dict[str, int]
    # Keys, paths and publishers that name nothing, each after the field of the request it is in.
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> list[Key]:
        """What the tombstones will name."""
        texts = [Key(content_hash, None) for content_hash in self.content_hashes]
        return [*texts, *(Key(None, file_hash) for file_hash in self.file_hashes)]


@earlier_version_errors()
def choose(connection: duckdb.DuckDBPyConnection, request: Request) -> Chosen:
    """Return what a request names.

    Raises:
        UsageError: a key is none, names several texts, or the condition is no expression.
        WarehouseError: an earlier version published this generation.
    """
    for key in request.keys:
        _require_key(key)
    queries = sql_files("takedown")
    named = {name: list(getattr(request, name)) for name in ("keys", "paths", "publishers")}
    sources = query_arrow(connection, queries["chosen_sources"], named)
    for key in request.keys:
        _require_one(key, sources)
    texts = set(sources["content_hash"].drop_null().to_pylist()) | _where(connection, request.where)
    _register(connection, "chosen_texts", "content_hash", texts)
    if request.has_near_duplicates:
        texts |= _column(query_arrow(connection, queries["clusters"]))
        _register(connection, "chosen_texts", "content_hash", texts)
    down = _column(query_arrow(connection, "select content_hash from tombstones"))
    texts -= down
    _register(connection, "chosen_texts", "content_hash", texts)
    files = _rejected(connection, sources)
    down_files = _column(query_arrow(connection, "select file_hash from tombstones"))
    files -= down_files
    _register(connection, "chosen_files", "file_hash", files)
    documents = query_arrow(connection, queries["chosen_documents"])
    counts = query_arrow(connection, queries["counts"]).to_pylist()[0]
    unknown = _unknown(named, sources, down | down_files)
    return Chosen(tuple(sorted(texts)), tuple(sorted(files)), documents, counts, unknown)


def _unknown(
    named: Mapping[str, Sequence[str]], sources: pa.Table, down: set[str]
) -> tuple[tuple[str, str], ...]:
    """Return the names of no source, each after its kind; a key that was taken down is known."""
    found = sources.group_by(["kind", "name"]).aggregate([]).to_pylist()
    asked = {(kind, name) for kind, names in named.items() for name in names}
    left = sorted(asked - {(row["kind"], row["name"]) for row in found})
    return tuple(
        (kind, name)
        for kind, name in left
        if not (kind == "keys" and any(each.startswith(name) for each in down))
    )


@earlier_version_errors()
def tombstones(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> list[Key]:
    """Return the tombstones with these hashes, or hashes that begin so.

    Raises:
        UsageError: a key is none, or nothing with it was taken down.
        WarehouseError: an earlier version published this generation.
    """
    found: dict[Key, None] = {}
    for key in keys:
        _require_key(key)
        rows = connection.execute(
            "select distinct content_hash, file_hash from tombstones "
            "where starts_with(coalesce(content_hash, file_hash), ?)",
            [key],
        ).fetchall()
        if len(rows) != 1:
            which = f"begins {len(rows)} hashes" if rows else "names nothing that was taken down"
            raise UsageError(f"{key} {which}: see zakhira sql 'from tombstones'")
        found |= dict.fromkeys(Key(*row) for row in rows)
    return list(found)


def _rejected(connection: duckdb.DuckDBPyConnection, chosen: pa.Table) -> set[str]:
    """Return the hashes of rejected files: those chosen, and those with the bytes of a text.

    A damaged archive has those of its members, also one in another, whose name may have a number
    after it. A whole one is in the landing zone alone.
    """
    connection.register("chosen_sources", chosen)
    found = query_arrow(
        connection,
        """
        select distinct file_hash from chosen_sources where reject_reason is not null
        union
        select archives.file_hash
        from sources as archives
        inner join sources as members using (landing_zone, source_path)
        where
            archives.reject_reason is not null
            and starts_with(
                members.member_path,
                coalesce(regexp_replace(archives.member_path, '(#[0-9]+)+$', '') || '/', '')
            )
            and (
                members.content_hash in (from chosen_texts)
                or members.file_hash in (
                    select file_hash from chosen_sources where reject_reason is not null
                )
            )
        union
        select file_hash from sources where content_hash is null and file_hash in (
            select file_hash from sources semi join chosen_texts using (content_hash)
        )
        """,
    )
    connection.unregister("chosen_sources")
    return _column(found)


def _where(connection: duckdb.DuckDBPyConnection, condition: str | None) -> set[str]:
    """Return the documents that a condition holds for.

    Raises:
        UsageError: it is no condition.
    """
    if condition is None:
        return set()
    # Whatever else it selects is no document.
    named = f"select content_hash from documents where (\n{condition}\n)"
    query = f"select content_hash from documents semi join ({named}) using (content_hash)"
    try:
        statements = connection.extract_statements(query)
        if len(statements) == 1:
            return _column(query_arrow(connection, query))
        reason = "it is more than one statement"
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
    raise UsageError(
        f"--where: {reason}; give a condition on the columns of documents, as in "
        "\"publisher = 'daily' and published_on < '2020-01-01'\""
    )


def _require_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise UsageError(
            f"{key!a} is no key: give a content_hash (or a file_hash), or its first "
            f"{_FEWEST_LETTERS} letters or more; zakhira search shows them"
        )


def _require_one(key: str, sources: pa.Table) -> None:
    hashes = {
        found
        for name in ("content_hash", "file_hash")
        for found in sources[name].drop_null().to_pylist()
        if found.startswith(key)
    }
    if len(hashes) > 1:
        raise UsageError(f"{key} begins {len(hashes)} hashes: give more of its letters")


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, column: str, values: set[str]
) -> None:
    connection.register(name, pa.table({column: pa.array(sorted(values), pa.string())}))


def _column(found: pa.Table) -> set[str]:
    values: list[Any] = found.column(0).to_pylist()
    return {value for value in values if value is not None}


def has_band_hashes(connection: duckdb.DuckDBPyConnection) -> bool:
    """Check whether near-duplicates of some text are not admitted."""
    query = "select 1 from tombstones where band_hashes is not null limit 1"
    return bool(connection.execute(query).fetchall())


def like_forgotten(
    connection: duckdb.DuckDBPyConnection, signed: pa.Table, band_count: int, least_shared: int
) -> pa.Table:
    """Return which new texts are not admitted, as they are like one that was taken down.

    `signed` has `content_hash` and `band_hashes`, of which the first `band_count` count; so many of
    them are shared at least. Returns `content_hash`, `forgotten_hash` and that one's `reason`.
    """
    connection.register("signed", signed)
    parameters = {"band_count": band_count, "least_shared": least_shared}
    found = query_arrow(connection, sql_files("takedown")["like_forgotten"], parameters)
    connection.unregister("signed")
    return found


def copies_with_forgotten(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the copies of rejected files that have what was taken down, and have no tombstone.

    With `file_hash`, `forgotten_hash` and that one's `reason`.
    """
    return query_arrow(connection, sql_files("takedown")["copies_with_forgotten"])


def has_tombstones(connection: duckdb.DuckDBPyConnection) -> bool:
    """Check whether anything was taken down."""
    return bool(connection.execute("select 1 from tombstones limit 1").fetchall())
