-- every content_hash in sources is in documents or in tombstones
select landing_zone, source_path, member_path, content_hash, run_id
from sources
anti join documents using (content_hash)
anti join tombstones using (content_hash)
where content_hash is not null
