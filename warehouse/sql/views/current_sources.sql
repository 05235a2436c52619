-- raw files and members of archives that exist now, each with its newest version
select sources.*
from sources
anti join
    (
        select landing_zone, source_path, member_path, max(seen_at) as newest_at
        from sources
        group by landing_zone, source_path, member_path
        having count(*) > 1
    ) as edited
    on sources.landing_zone = edited.landing_zone
    and sources.source_path = edited.source_path
    and sources.member_path is not distinct from edited.member_path
    and sources.seen_at < edited.newest_at
anti join
    removals
    on sources.landing_zone = removals.landing_zone
    and sources.source_path = removals.source_path
    and sources.member_path is not distinct from removals.member_path
    and sources.seen_at <= removals.removed_at
