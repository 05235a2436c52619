-- The view of every word of every document.
create or replace view words as
select content_hash, word, count::bigint as count
from (select word, unnest(documents) as document, unnest(counts) as count from word_index.postings)
join word_index.documents as indexed using (document)
join documents on documents.rowid = indexed.document_row;
comment on view words is 'words of every document in canonical letters, as search compares them, and how often they are in it';
comment on column words.content_hash is 'the document (documents.content_hash)';
comment on column words.word is 'the word in canonical letters; of any text: folded(text)';
comment on column words.count is 'how often it is in the text';
