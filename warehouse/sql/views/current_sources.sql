-- raw files that exist now, each with its newest version
select sources.*
from sources
left join
    (
        select landing_zone, source_path, max(removed_at) as removed_at
        from removals
        group by landing_zone, source_path
    ) as gone
    on sources.landing_zone = gone.landing_zone
    and sources.source_path = gone.source_path
qualify
    row_number() over (
        partition by sources.landing_zone, sources.source_path, sources.member_path
        order by sources.seen_at desc, sources.run_id desc
    )
    = 1
    and sources.seen_at > coalesce(gone.removed_at, '-infinity'::timestamptz)
