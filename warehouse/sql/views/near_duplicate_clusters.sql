-- stories that current documents tell in several versions: one row per cluster, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash), which may not be current any more
-- first_title: title of the first document that is current
-- first_path: raw file that holds it
-- document_count: current documents in the cluster, two at least
-- publisher_count: publishers of these documents (first folders below the landing zone; no folder counts as one)
-- least_containment_score: lowest containment_score of a document compared with the first
-- least_jaccard_score: lowest jaccard_score of a document compared with the first
-- paths: raw files that hold the documents, one each, in order of path; of an archive with the member after a slash
with
    newest as (
        select * from near_duplicates where comparison_version = (select max(comparison_version) from near_duplicates)
    ),
    members as (
        select cluster_hash, content_hash, containment_score, jaccard_score
        from newest
        union all
        select distinct cluster_hash, cluster_hash, null, null
        from newest
    ),
    held as (
        -- by the file that owns it, unless that is gone or was edited
        select
            content_hash,
            arg_min(
                concat_ws('/', source_path, member_path), (is_duplicate, source_path, coalesce(member_path, ''))
            ) as path,
            publisher_of(arg_min(source_path, (is_duplicate, source_path))) as publisher
        from current_sources
        semi join members using (content_hash)
        group by content_hash
    )
select
    cluster_hash,
    arg_min(title, (members.content_hash <> cluster_hash, first_seen_at, path)) as first_title,
    arg_min(path, (members.content_hash <> cluster_hash, first_seen_at, path)) as first_path,
    count(*) as document_count,
    count(distinct held.publisher) as publisher_count,
    min(containment_score) as least_containment_score,
    min(jaccard_score) as least_jaccard_score,
    list(path order by path) as paths
from members
inner join held using (content_hash)
inner join documents using (content_hash)
group by cluster_hash
having count(*) > 1
order by document_count desc, first_path
