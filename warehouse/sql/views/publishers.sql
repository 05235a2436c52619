-- raw files and documents of each publisher: the first folder below the landing zone
select
    case when contains(source_path, '/') then split_part(source_path, '/', 1) end as publisher,
    count(*) as files,
    count(distinct content_hash) as documents,
    count(*) filter (is_duplicate) as duplicates,
    count(*) filter (reject_reason is not null) as rejected,
    max(seen_at) as last_seen_at
from current_sources
group by publisher
order by files desc, publisher
