-- members in the ledger of archives that were read to their end and do not have them, in path order;
-- what was found with an earlier batch of this run was written by it, or rechecked;
-- members of an archive in an archive that could not be opened this time are not taken for gone
with
    known as (
        from current_sources
        semi join archives using (source_path)
        where landing_zone = $landing_zone and member_path is not null
    ),
    found as (
        select source_path, member_path, reject_reason
        from decided
        where member_path is not null
        union all
        select source_path, member_path, reject_reason
        from known
        where seen_at >= $started_at
        union all
        select known.source_path, known.member_path, known.reject_reason
        from known
        semi join
            pipeline.rechecks
            on known.landing_zone = rechecks.landing_zone
            and known.source_path = rechecks.source_path
            and known.member_path = rechecks.member_path
            and rechecks.rechecked_at = $started_at
    ),
    closed as (
        -- of two with one name, the second has a number
        select source_path, regexp_replace(member_path, '(#[0-9]+)+$', '') as member_path
        from found
        where reject_reason in ('damaged', 'encrypted', 'nested', 'too_large', 'warc')
    ),
    missing as (select source_path, member_path from known anti join found using (source_path, member_path)),
    with_names as (
        select *, string_split(member_path, '/') as names, unnest(range(1, len(names))) as depth from missing
    ),
    in_closed as (
        from with_names
        semi join
            closed
            on with_names.source_path = closed.source_path
            and array_to_string(names[:depth], '/') = closed.member_path
    )
from missing
anti join in_closed using (source_path, member_path)
order by all
