-- how often each chunk between spaces is in each document of a batch
with
    chunks as (
        select new_documents.document, unnest(string_split(replace(documents.text, chr(10), ' '), ' ')) as chunk
        from documents
        join new_documents on documents.rowid = new_documents.document_row
        where documents.rowid between ? and ?
    )
select document, chunk, count(*)::integer as count
from chunks
group by document, chunk
