-- the listed files that are not known to be unchanged, in path order;
-- known: path, size and modification time are those of the last look, and that look came safely later
with
    current as (from current_sources where landing_zone = $landing_zone and member_path is null),
    looks as (
        select source_path, size_bytes, modified_ns, seen_at as looked_at, reject_reason
        from current
        union all
        select looks.source_path, looks.size_bytes, looks.modified_ns, looks.looked_at, current.reject_reason
        from pipeline.looks
        inner join current on looks.source_path = current.source_path and looks.looked_at > current.seen_at
        where looks.landing_zone = $landing_zone
    ),
    settled as (
        select source_path, size_bytes, modified_ns
        from looks
        where
            modified_ns + $racy_ns <= epoch_ns(looked_at)
            and not coalesce(list_contains($unsettled, reject_reason), false)
    )
select listed.*
from listed
anti join settled using (source_path, size_bytes, modified_ns)
order by raw_path
