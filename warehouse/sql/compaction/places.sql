-- where the documents that were described again lie in the database
create or replace temp table places as
select documents.content_hash, documents.rowid as row
from documents
semi join described using (content_hash)
