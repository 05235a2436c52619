-- the extracts of a batch, or of a partition of it, with what the ledger has on the path and the hash of each;
-- paths are looked up before their newest version is: `current_sources` would read every path there ever was
with
    versions as (
        select
            source_path,
            member_path,
            size_bytes,
            modified_ns,
            file_hash,
            content_hash,
            member_count,
            reject_reason,
            seen_at,
            run_id
        from sources
        semi join
            extracts
            on sources.source_path = extracts.source_path
            and sources.member_path is not distinct from extracts.member_path
        where landing_zone = $landing_zone
    ),
    gone as (
        select source_path, member_path, max(removed_at) as removed_at
        from removals
        semi join
            extracts
            on removals.source_path = extracts.source_path
            and removals.member_path is not distinct from extracts.member_path
        where landing_zone = $landing_zone
        group by source_path, member_path
    ),
    since_gone as (
        select versions.*
        from versions
        left join
            gone
            on versions.source_path = gone.source_path
            and versions.member_path is not distinct from gone.member_path
        where seen_at > coalesce(removed_at, '-infinity'::timestamptz)
    ),
    current as (
        from since_gone
        qualify row_number() over (partition by source_path, member_path order by seen_at desc, run_id desc) = 1
    ),
    previous as (
        from since_gone
        where was_read(reject_reason)
        qualify row_number() over (partition by source_path, member_path order by seen_at desc, run_id desc) = 1
    ),
    owned as (
        select
            documents.content_hash,
            documents.first_source_path,
            documents.first_member_path,
            owner.landing_zone as owner_zone
        from documents
        semi join extracts using (content_hash)
        left join
            sources as owner
            on documents.content_hash = owner.content_hash
            and documents.first_run_id = owner.run_id
            and documents.first_source_path = owner.source_path
            and documents.first_member_path is not distinct from owner.member_path
            and not owner.is_duplicate
    )
select
    extracts.*,
    current.file_hash as newest_file_hash,
    current.content_hash as newest_content_hash,
    current.member_count as newest_member_count,
    current.reject_reason as newest_reject_reason,
    -- as in the view `changes`
    (
        previous.source_path is not null
        and was_read(extracts.reject_reason)
        and previous.content_hash is distinct from extracts.content_hash
        and not coalesce(
            previous.file_hash = extracts.file_hash,
            (previous.size_bytes, previous.modified_ns) = (extracts.size_bytes, extracts.modified_ns)
        )
    ) as is_edited,
    owned.content_hash is not null as is_owned,
    tombstones.content_hash is not null as is_forgotten,
    coalesce(
        owned.owner_zone = $landing_zone
        and owned.first_source_path = extracts.source_path
        and owned.first_member_path is not distinct from extracts.member_path,
        false
    ) as is_own
from extracts
left join
    current
    on extracts.source_path = current.source_path
    and extracts.member_path is not distinct from current.member_path
left join
    previous
    on extracts.source_path = previous.source_path
    and extracts.member_path is not distinct from previous.member_path
left join owned on extracts.content_hash = owned.content_hash
left join tombstones on extracts.content_hash = tombstones.content_hash
