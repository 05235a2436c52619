-- documents with the words of a query, with their rows and the spellings to be marked
select content_hash, score, document_row, terms
from word_index.hits($query) as hits
join documents on documents.rowid = hits.document_row
