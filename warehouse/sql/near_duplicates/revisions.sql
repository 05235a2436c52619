-- those pairs (later, earlier) of which one file had both documents: it was edited
with
    versions as (
        select landing_zone, source_path, coalesce(member_path, '') as member_path, content_hash
        from sources
        where content_hash in (select unnest([later, earlier]) from pairs)
    )
select distinct pairs.later, pairs.earlier
from pairs
inner join versions as new on pairs.later = new.content_hash
inner join versions as old on pairs.earlier = old.content_hash
where (new.landing_zone, new.source_path, new.member_path) = (old.landing_zone, old.source_path, old.member_path)
