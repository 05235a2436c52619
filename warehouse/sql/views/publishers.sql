-- raw files that exist now, an archive counted by its members, and current documents, per publisher (first folder
-- below the landing zone)
-- publisher: first folder of the path below the landing zone; null for files without a folder
-- files: raw files that exist now, and members of archives
-- documents: current documents that a file of this publisher brought first; those of all add up to the corpus
-- duplicates: files whose text another source brought first
-- rejected: files without a document
-- kept_whole: documents that learned boilerplate lines would have taken more than a third of; they keep these lines
-- last_seen_at: when the newest version among these files was first seen (UTC)
with
    files as (
        select
            nullif(publisher_of(source_path), '') as publisher,
            count(*) as files,
            count(*) filter (is_duplicate) as duplicates,
            count(*) filter (reject_reason is not null) as rejected,
            max(seen_at) as last_seen_at
        from current_sources
        where member_count is null
        group by publisher
    ),
    texts as (
        select publisher, count(*) as documents, count(*) filter (doubtful_line_count > 0) as kept_whole
        from current_documents
        group by publisher
    )
select
    coalesce(files.publisher, texts.publisher) as publisher,
    coalesce(files, 0) as files,
    coalesce(documents, 0) as documents,
    coalesce(duplicates, 0) as duplicates,
    coalesce(rejected, 0) as rejected,
    coalesce(kept_whole, 0) as kept_whole,
    last_seen_at
from files
full join texts on files.publisher is not distinct from texts.publisher
order by files desc, publisher
