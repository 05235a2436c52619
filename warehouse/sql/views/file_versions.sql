-- versions of raw files and of members of archives, of a file the first one first
-- version: number of the version, from 1
-- version_count: versions of this file so far
-- ended_at: when it was found replaced by the next version, or gone (UTC); null while it is current
-- is_current: whether the file exists now and this is its newest version
with
    moments as (
        select * exclude (run_id), run_id as moment_run_id, seen_at as moment, false as is_removal
        from sources
        union all by name
        select
            landing_zone, source_path, member_path, run_id as moment_run_id, removed_at as moment, true as is_removal
        from removals
    ),
    versions as (
        select
            *,
            row_number() over numbered as version,
            count(*) over (partition by landing_zone, source_path, member_path, is_removal) as version_count,
            lead(moment) over (
                partition by landing_zone, source_path, member_path order by moment, moment_run_id
            ) as ended_at
        from moments
        window
            numbered as (
                partition by landing_zone, source_path, member_path, is_removal order by moment, moment_run_id
            )
    )
select
    landing_zone,
    source_path,
    member_path,
    version,
    version_count,
    ended_at is null as is_current,
    seen_at,
    ended_at,
    modified_at,
    size_bytes,
    file_hash,
    encoding,
    content_hash,
    reject_reason,
    title,
    moment_run_id as run_id
from versions
left join (select content_hash, title from documents) using (content_hash)
where not is_removal
order by landing_zone, source_path, member_path nulls first, version
