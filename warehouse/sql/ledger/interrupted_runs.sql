-- rows of `runs` for runs that committed something and died before their end, as far as can be reconstructed,
-- oldest first
with
    dead as (
        select
            run_id,
            coalesce(
                sum(row_count) filter (table_name = 'descriptions' and not is_compacted), 0
            ) as redescribed_count,
            coalesce(
                sum(row_count) filter (table_name = 'near_duplicates' and not is_compacted), 0
            ) as near_duplicate_count
        from
            (
                select *, split_part(part_path, '.', -2)::int between $first and $last as is_compacted
                from parquet_parts
            )
        anti join runs using (run_id)
        group by run_id
    )
select
    run_id,
    any_value(landing_zone) as landing_zone,
    strptime(left(run_id, 22), '%Y%m%dT%H%M%S-%f') at time zone 'UTC' as started_at,
    started_at as finished_at,
    'interrupted' as outcome,
    (select count(*) from documents where first_run_id = dead.run_id) as new_document_count,
    count(*) filter (is_duplicate) as duplicate_count,
    count(*) filter (reject_reason is not null) as rejected_count,
    0::bigint as removed_count,
    any_value(redescribed_count)::bigint as redescribed_count,
    any_value(near_duplicate_count)::bigint as near_duplicate_count,
    coalesce(sum(size_bytes), 0)::bigint as read_bytes
from dead
left join sources using (run_id)
group by run_id
order by run_id
