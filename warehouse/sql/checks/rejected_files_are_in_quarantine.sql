-- every rejected source whose bytes could be read has its copy below quarantine/, with the same bytes, unless it was
-- taken down;
-- `zakhira retry` makes it again while the raw file is there
select landing_zone, source_path, member_path, reject_reason, quarantine_path, run_id
from
    (
        select *, 'quarantine/' || file_hash[:2] || '/' || file_hash as quarantine_path
        from sources
        where reject_reason is not null and file_hash is not null
    )
anti join quarantine_files using (quarantine_path, file_hash)
anti join tombstones using (file_hash)
