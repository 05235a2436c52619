-- the texts of all clusters that have a chosen text
with
    members as (
        select content_hash, cluster_hash
        from near_duplicates
        union all
        select distinct cluster_hash, cluster_hash
        from near_duplicates
    ),
    chosen_clusters as (select cluster_hash from members semi join chosen_texts using (content_hash))
select distinct content_hash
from members
semi join chosen_clusters using (cluster_hash)
