-- the other documents of a document's cluster of near-duplicates
with
    newest as (
        select * from near_duplicates where comparison_version = (select max(comparison_version) from near_duplicates)
    ),
    clusters as (
        select cluster_hash from newest where content_hash = $content_hash or cluster_hash = $content_hash limit 1
    ),
    members as (
        select content_hash, containment_score, is_revision
        from newest
        semi join clusters using (cluster_hash)
        union all
        select cluster_hash, null, null
        from clusters
    )
select
    content_hash,
    left(title, 300) as title,
    language,
    script,
    publisher,
    dated_on,
    word_count,
    containment_score,
    is_revision,
    containment_score is null as is_first
from documents
inner join members using (content_hash)
where content_hash <> $content_hash
order by dated_on, first_seen_at, content_hash
limit 100
