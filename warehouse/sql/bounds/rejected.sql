-- share of files that were rejected
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as file_count,
    count(*) filter (reject_reason is not null) as broken_count,
    round(broken_count / file_count, 3) as share
from sources
where seen_at > $now::timestamptz - interval 24 hour
group by publisher
having file_count >= $least and broken_count > $bound * file_count
order by share desc, publisher
