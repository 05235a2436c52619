-- Parquet and DuckDB hold the same documents, as they were described last, and Parquet their metadata;
-- where no folder can be swapped, as at a URL, descriptions has what is newer
with
    -- what a rebuild completes in documents of earlier versions, before a run describes these again
    completed as (
        select null::varchar as publisher, null::varchar as landing_zone, null::timestamptz as first_modified_at
    ),
    -- the columns of all, in one order: a part may lack one that was declared later
    every_column as (
        from (from documents limit 0)
        union all by name
        from (from parquet_documents limit 0)
        union all by name
        from (from completed limit 0)
    ),
    shown as (
        select * exclude (publisher, landing_zone, first_modified_at)
        from
            (
                from every_column
                union all by name
                from documents
            )
    ),
    written as (
        select * exclude (publisher, landing_zone, first_modified_at)
        from
            (
                from every_column
                union all by name
                from parquet_documents
            )
    ),
    metadata_shown as (select * exclude (text, boilerplate, cuts) from shown),
    metadata_written as (
        select * exclude (text, boilerplate, cuts, publisher, landing_zone, first_modified_at, preview)
        from
            (
                from every_column
                union all by name
                from parquet_document_metadata
            )
    )
select
    content_hash,
    count(*) filter (place = 'duckdb') as in_duckdb,
    count(*) filter (place = 'parquet') as in_parquet,
    count(*) filter (place = 'metadata') as in_metadata,
    coalesce(min(description) <> max(description), false) as is_behind,
    coalesce(min(metadata) <> max(metadata), false) as is_metadata_behind
from
    (
        select content_hash, 'duckdb' as place, hash(shown) as description, null as metadata
        from shown
        union all
        select content_hash, 'parquet' as place, hash(written) as description, null as metadata
        from written
        union all
        select content_hash, 'documents' as place, null, hash(metadata_shown)
        from metadata_shown
        union all
        select content_hash, 'metadata' as place, null, hash(metadata_written)
        from metadata_written
    )
group by content_hash
having
    in_duckdb <> in_parquet
    or in_duckdb <> in_metadata
    or ((is_behind or is_metadata_behind) and content_hash not in (select content_hash from parquet_descriptions))
