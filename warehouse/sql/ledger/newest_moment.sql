-- the newest moment in the ledger; the next run must be later, whatever the clock says
select max(moment) as newest_moment
from
    (
        select seen_at as moment
        from sources
        union all
        select removed_at
        from removals
    )
