-- raw files whose text another file brought first, each with that owner
-- owner_landing_zone: landing zone of the file that owns the text
-- owner_path: path of the owner below its landing zone
-- has_same_bytes: true if the two files are equal byte for byte, not only in their text
select
    current_sources.landing_zone,
    current_sources.source_path,
    owner.landing_zone as owner_landing_zone,
    owner.source_path as owner_path,
    current_sources.content_hash,
    owner.file_hash = current_sources.file_hash as has_same_bytes,
    documents.title,
    current_sources.seen_at
from current_sources
inner join documents using (content_hash)
inner join
    sources as owner
    on documents.content_hash = owner.content_hash
    and documents.first_run_id = owner.run_id
    and documents.first_source_path = owner.source_path
    and not owner.is_duplicate
where
    current_sources.is_duplicate
    and (owner.landing_zone, owner.source_path) <> (current_sources.landing_zone, current_sources.source_path)
order by owner_path, current_sources.source_path
