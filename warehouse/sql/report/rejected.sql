-- the raw files rejected last
select rejected_path as source_path, reject_reason, reject_detail, size_bytes, seen_at
from shown_files
where reject_reason is not null
order by seen_at desc, source_path
limit 20
