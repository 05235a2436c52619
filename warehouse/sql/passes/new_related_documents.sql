-- of some rows of related_documents those that are new
select * from news anti join related_documents using (content_hash, related_hash, comparison_version)
