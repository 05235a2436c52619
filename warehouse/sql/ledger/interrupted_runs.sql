-- what can still be told of runs that committed batches and died before their end, oldest first
select
    sources.run_id,
    any_value(sources.landing_zone) as landing_zone,
    min(sources.seen_at) as started_at,
    max(sources.seen_at) as finished_at,
    'interrupted' as outcome,
    count(*) filter (sources.content_hash is not null and not sources.is_duplicate) as new_document_count,
    count(*) filter (sources.is_duplicate) as duplicate_count,
    count(*) filter (sources.reject_reason is not null) as rejected_count,
    0::bigint as removed_count,
    sum(sources.size_bytes)::bigint as read_bytes
from sources
anti join runs using (run_id)
group by sources.run_id
order by sources.run_id
