-- runs that changed something, newest first
-- seconds: seconds from the start to the last commit
select
    run_id,
    started_at,
    outcome,
    round(epoch(finished_at - started_at), 1) as seconds,
    seen_count,
    unchanged_count,
    new_document_count,
    duplicate_count,
    rejected_count,
    edited_count,
    removed_count,
    read_bytes
from runs
order by run_id desc
