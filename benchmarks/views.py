"""Time the views over a warehouse of invented rows: what each costs an analyst at a million texts.

    python benchmarks/views.py --documents 1000000

A tenth of the files are copies, a tenth were edited, and one in a hundred is gone.
"""

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from warehouse.database.ddl import tables_ddl, views_ddl
from warehouse.database.sql import quote, sql_files

_DOCUMENTS = """
insert into documents by name
select
    sha256(i::varchar) as content_hash,
    repeat('text ', 20) as text,
    'title ' || i as title,
    ['ur', 'fa', 'ar', 'en'][1 + i % 4] as language,
    'script' as language_method,
    'Arab' as script,
    100 as char_count,
    20 as word_count,
    0 as boilerplate_line_count,
    'p' || (i % 20) || '/' || (i // 20) || '.txt' as first_source_path,
    'p' || (i % 20) as publisher,
    '/zone' as landing_zone,
    timestamptz '2026-01-01' + to_days((i // 40_000)::int) as first_seen_at,
    date '2026-01-01' + (i % 300)::int as dated_on,
    'r' || (i // 40_000) as first_run_id,
    '1' as pipeline_version
from range($documents) as numbers(i)
"""
_SOURCES = """
insert into sources by name
select
    landing_zone,
    prefix || first_source_path as source_path,
    100 as size_bytes,
    first_seen_at as modified_at,
    1 as modified_ns,
    sha256(hash_of || kind) as file_hash,
    hash_of as content_hash,
    kind <> 'owner' as is_duplicate,
    case kind when 'owner' then first_seen_at else timestamptz '2027-01-01' end as seen_at,
    case kind when 'owner' then first_run_id else 'r99999' end as run_id
from
    (
        select *, 'owner' as kind, '' as prefix, content_hash as hash_of from documents
        union all
        select *, 'edited', '', sha256((rowid + 1)::varchar) from documents where rowid % 10 = 0
        union all
        select *, 'copy', 'p99/', content_hash from documents where rowid % 10 = 1
    )
"""
_REMOVALS = """
insert into removals
select landing_zone, source_path, timestamptz '2027-01-02', 'r99999'
from sources where rowid % 100 = 7
"""
_NEAR_DUPLICATES = """
insert into near_duplicates by name
select
    content_hash,
    sha256((rowid - 3)::varchar) as cluster_hash,
    0.9 as containment_score,
    0.8 as jaccard_score,
    false as is_revision,
    1 as comparison_version,
    first_seen_at as found_at,
    'r' as run_id
from documents where rowid % 20 = 5
"""


def main() -> None:
    """Invent the rows and print the seconds of each view."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1_000_000)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(Path(folder) / "views.duckdb") as connection,
    ):
        connection.execute("set timezone = 'UTC'; set threads = 2")
        connection.execute(tables_ddl() + views_ddl())
        connection.execute(_DOCUMENTS, {"documents": given.documents})
        for statement in (_SOURCES, _REMOVALS, _NEAR_DUPLICATES, "checkpoint"):
            connection.execute(statement)
        for view in sql_files("views"):
            began, used = time.perf_counter(), time.process_time()
            connection.execute(f"create or replace temp table found as from {quote(view)}")
            ((count,),) = connection.execute("select count(*) from found").fetchall()
            spent, used = time.perf_counter() - began, time.process_time() - used
            print(f"{view:24} {spent:6.2f} s, {used:6.2f} s of processors, {count:,} rows")


if __name__ == "__main__":
    main()
