-- the extracts of a batch, or of a part of it, with what the ledger knows of the path and of the hash of each
with
    current as (from current_sources where landing_zone = $landing_zone and member_path is null),
    owned as (
        select documents.content_hash, documents.first_source_path, owner.landing_zone as owner_zone
        from documents
        semi join extracts using (content_hash)
        left join
            sources as owner
            on documents.content_hash = owner.content_hash
            and documents.first_run_id = owner.run_id
            and documents.first_source_path = owner.source_path
            and not owner.is_duplicate
    )
select
    extracts.*,
    current.file_hash as newest_file_hash,
    current.content_hash as newest_content_hash,
    current.reject_reason as newest_reject_reason,
    owned.content_hash is not null as is_owned,
    tombstones.content_hash is not null as is_forgotten,
    coalesce(owned.owner_zone = $landing_zone and owned.first_source_path = extracts.source_path, false) as is_own
from extracts
left join current on extracts.source_path = current.source_path
left join owned on extracts.content_hash = owned.content_hash
left join tombstones on extracts.content_hash = tombstones.content_hash
