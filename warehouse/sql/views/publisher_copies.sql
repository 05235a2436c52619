-- who has whose texts: one row per pair of publishers, most copies first; what comes first is what was seen first,
-- and
-- in one run the order of paths
-- publisher: who had the texts first; null for files without a folder
-- copied_by: another publisher, whose files hold them now
-- exact_copies: texts of the first that the other holds as they are
-- near_copies: documents of the other that are near-duplicates of one of the first
with
    held as (
        select distinct nullif(publisher_of(source_path), '') as copied_by, content_hash
        from current_sources
        where content_hash is not null
    ),
    owned as (select content_hash, publisher from documents),
    copies as (
        select publisher, copied_by, true as is_exact
        from held
        inner join owned using (content_hash)
        union all
        select first.publisher, held.copied_by, false as is_exact
        from held
        inner join near_duplicates using (content_hash)
        inner join owned as later using (content_hash)
        inner join owned as first on near_duplicates.cluster_hash = first.content_hash
        where
            comparison_version = (select max(comparison_version) from near_duplicates)
            -- what a publisher makes of its own text is a revision: who has that has an exact copy
            and first.publisher is distinct from later.publisher
    )
select publisher, copied_by, count(*) filter (is_exact) as exact_copies, count(*) filter (not is_exact) as near_copies
from copies
where publisher is distinct from copied_by
group by publisher, copied_by
order by exact_copies + near_copies desc, publisher, copied_by
