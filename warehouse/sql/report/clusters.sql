-- the stories in most versions, each with its first document
select
    cluster_hash as content_hash,
    left(first_title, 300) as title,
    language,
    script,
    document_count,
    publisher_count,
    least_containment_score
from near_duplicate_clusters
inner join documents on documents.content_hash = near_duplicate_clusters.cluster_hash
order by document_count desc, first_path
limit 12
