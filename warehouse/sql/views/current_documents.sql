-- documents that a raw file or a member of one holds now: none of a file that is gone or was edited since
select documents.* from documents semi join current_sources using (content_hash)
