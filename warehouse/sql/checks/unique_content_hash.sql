-- content_hash is unique in documents
select content_hash, count(*) as row_count from documents group by content_hash having row_count > 1
