-- rows of related_documents that the table does not hold yet
select * from found_rows anti join related_documents using (content_hash, related_hash, comparison_version)
