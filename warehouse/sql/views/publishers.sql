-- raw files and documents per publisher (first folder below the landing zone)
-- publisher: first folder of the path below the landing zone; null for files without a folder
-- files: raw files that exist now
-- documents: distinct texts in these files
-- duplicates: files whose text another source brought first
-- rejected: files without a document
-- kept_whole: documents that learned boilerplate lines would have taken more than a third of; they keep these lines
-- last_seen_at: when the newest version among these files was first seen (UTC)
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as files,
    count(distinct content_hash) as documents,
    count(*) filter (is_duplicate) as duplicates,
    count(*) filter (reject_reason is not null) as rejected,
    count(distinct content_hash) filter (doubtful_line_count > 0) as kept_whole,
    max(seen_at) as last_seen_at
from current_sources
left join documents using (content_hash)
group by publisher
order by files desc, publisher
