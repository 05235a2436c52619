-- every run named in sources and removals is in runs
select run_id, count(*) as row_count
from
    (
        select run_id
        from sources
        union all
        select run_id
        from removals
    )
anti join runs using (run_id)
group by run_id
