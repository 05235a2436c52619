-- members in the ledger of archives that were read to their end and do not have them, in path order;
-- what was found with an earlier batch of this run was written by it, or rechecked
select current_sources.source_path, current_sources.member_path
from current_sources
semi join archives using (source_path)
anti join
    decided
    on current_sources.source_path = decided.source_path
    and current_sources.member_path is not distinct from decided.member_path
anti join
    pipeline.rechecks as found
    on current_sources.landing_zone = found.landing_zone
    and current_sources.source_path = found.source_path
    and current_sources.member_path is not distinct from found.member_path
    and found.rechecked_at = $started_at
where landing_zone = $landing_zone and member_path is not null and seen_at < $started_at
order by all
