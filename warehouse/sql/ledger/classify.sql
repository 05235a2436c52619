-- the outcome of each extract, in their order, by the columns that `look_up` adds;
-- all extracts of one text must be there, others need not be
with
    compared as (
        select
            *,
            coalesce(
                newest_file_hash = file_hash
                and newest_content_hash is not distinct from content_hash
                and newest_member_count is not distinct from member_count
                and newest_reject_reason is not distinct from reject_reason
                and (content_hash is null or is_owned or is_forgotten),
                false
            )
            or coalesce(file_hash is null and newest_reject_reason = reject_reason, false) as is_known_version,
            content_hash is not null and not is_owned and not is_forgotten and not is_known_version as is_new
        from looked_up
    ),
    ranked as (
        select *, is_new and row_number() over (partition by content_hash, is_new order by position) = 1 as is_owner
        from compared
    )
select
    * exclude (
        newest_file_hash,
        newest_content_hash,
        newest_member_count,
        newest_reject_reason,
        is_new,
        is_owned,
        is_forgotten,
        is_own
    ),
    content_hash is not null and not is_owner and not is_forgotten and not is_own as is_duplicate
from ranked
order by position
