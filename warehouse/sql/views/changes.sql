-- what changed in the landing zones, newest first: files that came, got another text, or were found gone; a file that
-- could not be read has not changed
-- changed_on: day of the run that found it (UTC)
-- change: new (also: back again), edited (other bytes and another text, or none) or gone
-- content_hash: the text it has now (documents.content_hash); null for a rejected file and one that is gone
-- previous_hash: the text it had before (documents.content_hash); null for a new file and after a rejected version
-- title: title of the text it has now, or else had before
-- changed_at: when the run that found it began (UTC)
with
    moments as (
        select
            landing_zone,
            source_path,
            member_path,
            seen_at as changed_at,
            run_id,
            false as is_gone,
            content_hash,
            reject_reason,
            file_hash,
            size_bytes,
            modified_ns
        from sources
        where was_read(reject_reason) and member_count is null
        union all by name
        select landing_zone, source_path, member_path, removed_at as changed_at, run_id, true as is_gone
        from removals
    ),
    compared as (
        select
            *,
            lag(is_gone) over file as was_gone,
            lag(content_hash) over file as previous_hash,
            coalesce(
                file_hash = lag(file_hash) over file,
                (size_bytes, modified_ns) = (lag(size_bytes) over file, lag(modified_ns) over file)
            ) as has_same_bytes
        from moments
        window file as (partition by landing_zone, source_path, member_path order by changed_at, run_id)
    ),
    changed as (
        select *, case when is_gone then 'gone' when was_gone is false then 'edited' else 'new' end as change
        from compared
        where
            case
                when is_gone
                then was_gone is false
                when was_gone is false
                then not has_same_bytes and content_hash is distinct from previous_hash
                else true
            end
    )
select
    (changed_at at time zone 'UTC')::date as changed_on,
    change,
    landing_zone,
    source_path,
    member_path,
    changed.content_hash,
    previous_hash,
    title,
    reject_reason,
    changed_at,
    run_id
from changed
left join
    (select content_hash, title from documents) as texts
    on coalesce(changed.content_hash, previous_hash) = texts.content_hash
order by changed_at desc, landing_zone, source_path, member_path nulls first
