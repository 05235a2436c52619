-- documents between two rows that the index lacks, with the numbers they get
select
    (row_number() over (order by documents.rowid) + next_document)::integer as document,
    documents.rowid as document_row,
    word_index.key_of(content_hash) as document_key,
    coalesce(word_count, 0)::integer as length
from documents, word_index.state
where documents.rowid between ? and ? and documents.rowid not in (select document_row from word_index.documents)
