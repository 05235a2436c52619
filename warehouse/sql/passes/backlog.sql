-- how many documents are behind a place in the order of comparison
select count(*) as document_count
from documents
where first_seen_at > $seen_at::timestamptz or (first_seen_at = $seen_at::timestamptz and first_source_path > $path)
