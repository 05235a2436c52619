-- every document has the source that brought it, and just one
select
    documents.content_hash,
    documents.first_source_path,
    documents.first_member_path,
    count(owner.run_id) as owner_count
from documents
left join
    sources as owner
    on documents.content_hash = owner.content_hash
    and documents.first_run_id = owner.run_id
    and documents.first_source_path = owner.source_path
    and documents.first_member_path is not distinct from owner.member_path
    and not owner.is_duplicate
group by all
having owner_count <> 1
