-- rows of near_duplicates that the table does not hold yet; `revisions` are pairs of one edited file
select found_rows.* replace ((content_hash, cluster_hash) in (select (later, earlier) from revisions) as is_revision)
from found_rows
anti join near_duplicates using (content_hash, comparison_version)
