-- Parquet and DuckDB hold the same documents, and Parquet their metadata
select
    content_hash,
    count(*) filter (place = 'duckdb') as in_duckdb,
    count(*) filter (place = 'parquet') as in_parquet,
    count(*) filter (place = 'metadata') as in_metadata
from
    (
        select content_hash, 'duckdb' as place
        from documents
        union all
        select content_hash, 'parquet' as place
        from parquet_documents
        union all
        select content_hash, 'metadata' as place
        from parquet_document_metadata
    )
group by content_hash
having in_duckdb <> in_parquet or in_duckdb <> in_metadata
