-- Parquet and DuckDB hold the same sources
select
    landing_zone,
    source_path,
    member_path,
    run_id,
    count(*) filter (place = 'duckdb') as in_duckdb,
    count(*) filter (place = 'parquet') as in_parquet
from
    (
        select landing_zone, source_path, member_path, run_id, 'duckdb' as place
        from sources
        union all
        select landing_zone, source_path, member_path, run_id, 'parquet' as place
        from parquet_sources
    )
group by landing_zone, source_path, member_path, run_id
having in_duckdb <> in_parquet
