-- the metadata of documents in Parquet are those of the documents in DuckDB, as they were described last;
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
        from (from parquet_document_metadata limit 0)
        union all by name
        from (from completed limit 0)
    ),
    shown as (
        select * exclude (publisher, landing_zone, first_modified_at, text, boilerplate, cuts, preview)
        from
            (
                from every_column
                union all by name
                from documents
            )
    ),
    written as (
        select * exclude (publisher, landing_zone, first_modified_at, text, boilerplate, cuts, preview)
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
