-- the extracts of a batch, with what the ledger says of each, in their order
with
    current as (from current_sources where landing_zone = $landing_zone and member_path is null),
    known as (select content_hash from documents semi join extracts using (content_hash)),
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
            tombstones.content_hash is not null as is_forgotten
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
    * exclude (is_new, is_forgotten), content_hash is not null and not is_owner and not is_forgotten as is_duplicate
from ranked
order by position
