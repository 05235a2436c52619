-- the extracts of a batch, with what the ledger says of each, in their order
with
    current as (from current_sources where landing_zone = $landing_zone and member_path is null),
    known as (
        select documents.content_hash, documents.first_source_path, owner.landing_zone as owner_zone
        from documents
        semi join extracts using (content_hash)
        left join
            sources as owner
            on documents.content_hash = owner.content_hash
            and documents.first_run_id = owner.run_id
            and documents.first_source_path = owner.source_path
            and not owner.is_duplicate
    ),
    judged as (
        select
            extracts.*,
            coalesce(
                current.file_hash = extracts.file_hash
                and current.content_hash is not distinct from extracts.content_hash
                and current.reject_reason is not distinct from extracts.reject_reason
                and (
                    extracts.content_hash is null
                    or known.content_hash is not null
                    or tombstones.content_hash is not null
                ),
                false
            )
            or coalesce(
                extracts.file_hash is null and current.reject_reason = extracts.reject_reason, false
            ) as is_known_version,
            extracts.content_hash is not null
            and known.content_hash is null
            and tombstones.content_hash is null
            and not is_known_version as is_new,
            tombstones.content_hash is not null as is_forgotten,
            coalesce(
                known.owner_zone = $landing_zone and known.first_source_path = extracts.source_path, false
            ) as is_own
        from extracts
        left join current on extracts.source_path = current.source_path
        left join known on extracts.content_hash = known.content_hash
        left join tombstones on extracts.content_hash = tombstones.content_hash
    ),
    ranked as (
        select *, is_new and row_number() over (partition by content_hash, is_new order by position) = 1 as is_owner
        from judged
    )
select
    * exclude (is_new, is_forgotten, is_own),
    content_hash is not null and not is_owner and not is_forgotten and not is_own as is_duplicate
from ranked
order by position
