-- every source has exactly one outcome: a document or a reject reason
select landing_zone, source_path, content_hash, reject_reason, run_id
from sources
where (content_hash is null) = (reject_reason is null)
