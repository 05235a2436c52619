-- rows of related_documents that the table does not hold yet; `revisions` are pairs of one edited file
select found_rows.* replace ((content_hash, related_hash) in (select (later, earlier) from revisions) as is_revision)
from found_rows
anti join related_documents using (content_hash, related_hash, comparison_version)
