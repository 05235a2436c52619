-- the raw files and members of archives that hold a document, or held it
select source_path, coalesce(member_path, '') as member_path
from sources
where content_hash = $content_hash
group by all
order by min(seen_at), source_path, member_path
limit 50
