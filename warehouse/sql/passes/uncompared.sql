-- the documents behind a place in the order of comparison
select content_hash, first_seen_at, first_source_path
from documents
where first_seen_at > $seen_at::timestamptz or (first_seen_at = $seen_at::timestamptz and first_source_path > $path)
