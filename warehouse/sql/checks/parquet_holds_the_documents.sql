-- Parquet and DuckDB hold the same documents, as they were described last;
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
    )
select
    content_hash,
    count(*) filter (place = 'duckdb') as in_duckdb,
    count(*) filter (place = 'parquet') as in_parquet,
    coalesce(min(description) <> max(description), false) as is_behind
from
    (
        select content_hash, 'duckdb' as place, hash(shown) as description
        from shown
        union all
        select content_hash, 'parquet' as place, hash(written) as description
        from written
    )
group by content_hash
having in_duckdb <> in_parquet or (is_behind and content_hash not in (select content_hash from parquet_descriptions))
