-- the raw files that hold a document, or held it
select source_path
from sources
where content_hash = $content_hash
group by source_path
order by min(seen_at), source_path
limit 50
