-- raw files and documents of each publisher: the first folder below the landing zone
-- publisher: first folder of the path below the landing zone; null for files in no folder
-- files: its raw files that are there now
-- documents: distinct texts among them
-- duplicates: of these files, how many hold a text that another source brought first
-- rejected: of these files, how many have no document
-- last_seen_at: when the newest version of one of them was first seen (UTC)
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as files,
    count(distinct content_hash) as documents,
    count(*) filter (is_duplicate) as duplicates,
    count(*) filter (reject_reason is not null) as rejected,
    max(seen_at) as last_seen_at
from current_sources
group by publisher
order by files desc, publisher
