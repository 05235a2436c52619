-- raw files and members of archives without a document, and the reason; their bytes are in quarantine/
-- quarantine_path: path of the bytes below the warehouse folder; null if they could not be read, or were taken down
select
    landing_zone,
    source_path,
    member_path,
    reject_reason,
    reject_detail,
    size_bytes,
    seen_at,
    case
        when file_hash not in (select file_hash from tombstones where file_hash is not null)
        then 'quarantine/' || file_hash[:2] || '/' || file_hash
    end as quarantine_path
from current_sources
where reject_reason is not null
order by reject_reason, source_path, member_path nulls first
