-- stories that stand in the corpus in several states: one row a cluster, named by its first document, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash)
-- first_title: its title
-- first_path: the raw file that owns it
-- document_count: documents in the cluster, the first one among them
-- publisher_count: how many publishers they come from: first folders below the landing zone; no folder is one
-- least_containment_score: the lowest containment_score of those compared with the first one
-- least_jaccard_score: the lowest jaccard_score of those
-- paths: the raw files that own them, in order of path
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
