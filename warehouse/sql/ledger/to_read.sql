-- listed files that are not known to be unchanged, in path order;
-- a file is unchanged when path, size and modification time are those of its last reading, and that came safely
-- later;
-- a file on which another version of the pipeline failed is read again, and one whose document was lost;
-- an archive is so for the sake of any of its members;
-- what has no text of its own (an archive, a rejected file) is read once more after a tombstone was lifted
with
    kept as (
        select content_hash
        from documents
        union all
        select content_hash
        from tombstones
        where content_hash is not null
    ),
    current as (from current_sources where landing_zone = $landing_zone),
    rechecks as (
        select
            source_path,
            size_bytes,
            modified_ns,
            seen_at as rechecked_at,
            content_hash,
            reject_reason,
            -- null for an interrupted run
            runs.pipeline_version
        from current
        left join runs using (run_id)
        where member_path is null
        union all
        select
            rechecks.source_path,
            rechecks.size_bytes,
            rechecks.modified_ns,
            rechecks.rechecked_at,
            current.content_hash,
            current.reject_reason,
            rechecks.pipeline_version
        from pipeline.rechecks
        inner join current on rechecks.source_path = current.source_path and rechecks.rechecked_at > current.seen_at
        where rechecks.landing_zone = $landing_zone and rechecks.member_path is null and current.member_path is null
    ),
    unsettled_archives as (
        select source_path
        from current
        left join runs using (run_id)
        where
            member_path is not null
            and (
                coalesce(list_contains($unsettled, reject_reason), false)
                or (content_hash is not null and content_hash not in (from kept))
                or coalesce(reject_reason = $failed and pipeline_version is distinct from $pipeline_version, false)
            )
    ),
    settled as (
        select source_path, size_bytes, modified_ns
        from rechecks
        anti join unsettled_archives using (source_path)
        where
            modified_ns + $racy_ns <= epoch_ns(rechecked_at)
            and not coalesce(list_contains($unsettled, reject_reason), false)
            and (content_hash is null or content_hash in (from kept))
            and (content_hash is not null or rechecked_at > coalesce($lifted_at::timestamptz, '-infinity'))
            and not coalesce(reject_reason = $failed and pipeline_version is distinct from $pipeline_version, false)
    )
select listed.*
from listed
anti join settled using (source_path, size_bytes, modified_ns)
order by raw_path
