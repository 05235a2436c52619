-- raw files and members of archives whose text another one brought first, each with that owner
-- owner_landing_zone: landing zone of the file that owns the text
-- owner_path: path of the owner below its landing zone
-- owner_member_path: the member that owns the text, where the owner is in an archive
-- has_same_bytes: true if the two files are equal byte for byte, not only in their text
select
    current_sources.landing_zone,
    current_sources.source_path,
    current_sources.member_path,
    owner.landing_zone as owner_landing_zone,
    owner.source_path as owner_path,
    owner.member_path as owner_member_path,
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
    and documents.first_member_path is not distinct from owner.member_path
    and not owner.is_duplicate
where
    current_sources.is_duplicate
    and (owner.landing_zone, owner.source_path, coalesce(owner.member_path, ''))
    <> (current_sources.landing_zone, current_sources.source_path, coalesce(current_sources.member_path, ''))
order by
    owner_path, owner_member_path nulls first, current_sources.source_path, current_sources.member_path nulls first
