-- what a document has from the source that brought it, for a range of rows without that
update documents
set
    publisher = nullif(publisher_of(first_source_path), ''),
    landing_zone = owner.landing_zone,
    first_modified_at = owner.modified_at
from sources as owner
where
    documents.rowid between $first and $last
    and documents.landing_zone is null
    and documents.content_hash = owner.content_hash
    and documents.first_run_id = owner.run_id
    and documents.first_source_path = owner.source_path
    and documents.first_member_path is not distinct from owner.member_path
    and not owner.is_duplicate
