-- documents of a batch that were described again, as they are described now
select documents.* from documents semi join described using (content_hash) semi join batch using (content_hash)
