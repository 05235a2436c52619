-- every source has exactly one outcome: a document, a reject reason, or the members of an archive
select landing_zone, source_path, member_path, content_hash, reject_reason, member_count, run_id
from sources
where (content_hash is not null)::int + (reject_reason is not null)::int + (member_count is not null)::int <> 1
