-- rows of descriptions in some parts that must stay: the newest of a document, unless the document has it by now and
-- no older one stays elsewhere, which would then be taken for the newest
create or replace temp table kept as
with
    ranked as (
        select
            content_hash,
            run_id,
            part,
            row_number() over (partition by content_hash order by part desc) as age,
            bool_and(list_contains($names, part)) over (partition by content_hash) as is_whole
        from described
    )
select ranked.content_hash, ranked.part
from ranked
left join merged using (content_hash)
where age = 1 and list_contains($names, part) and not (is_whole and coalesce(ranked.run_id <= merged.run_id, false))
