-- rows of near_duplicates that the table does not hold yet; a revision is an edited file
with
    versions as (
        select landing_zone, source_path, coalesce(member_path, '') as member_path, content_hash
        from sources
        where content_hash in (select unnest([content_hash, cluster_hash]) from found_rows)
    ),
    edited as (
        select distinct later.content_hash, earlier.content_hash as cluster_hash
        from versions as later
        inner join versions as earlier using (landing_zone, source_path, member_path)
    )
select
    found_rows.* replace (
        (content_hash, cluster_hash) in (select (content_hash, cluster_hash) from edited) as is_revision
    )
from found_rows
anti join near_duplicates using (content_hash, comparison_version)
