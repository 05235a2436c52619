-- the newest runs that changed something
select
    run_id,
    started_at,
    outcome,
    seconds,
    seen_count,
    new_document_count,
    edited_count,
    duplicate_count,
    rejected_count,
    removed_count,
    read_bytes
from run_history
order by run_id desc
limit 25
