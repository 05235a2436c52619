-- the piece of each document that has the most hits, and these marked
select content_hash, snippet
from word_index.snippets($rows, $terms) as snippets
join documents on documents.rowid = snippets.document_row
