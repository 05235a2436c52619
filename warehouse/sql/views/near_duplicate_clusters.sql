-- stories in several versions, but for edited files: one row per cluster, named by its first document, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash)
-- first_title: title of the first document
-- first_path: raw file that owns the first document
-- document_count: documents in the cluster, including the first
-- publisher_count: publishers of these documents (first folders below the landing zone; no folder counts as one)
-- least_containment_score: lowest containment_score of a document compared with the first
-- least_jaccard_score: lowest jaccard_score of a document compared with the first
-- paths: raw files that own the documents, in order of path
with
    newest as (
        select *
        from near_duplicates
        where is_revision is not true and comparison_version = (select max(comparison_version) from near_duplicates)
    ),
    members as (
        select cluster_hash, content_hash, containment_score, jaccard_score
        from newest
        union all
        select distinct cluster_hash, cluster_hash, null, null
        from newest
    )
select
    cluster_hash,
    first.title as first_title,
    first.first_source_path as first_path,
    count(*) as document_count,
    count(distinct publisher_of(documents.first_source_path)) as publisher_count,
    min(containment_score) as least_containment_score,
    min(jaccard_score) as least_jaccard_score,
    list(documents.first_source_path order by documents.first_source_path) as paths
from members
inner join documents using (content_hash)
inner join documents as first on members.cluster_hash = first.content_hash
group by all
order by document_count desc, first_path
