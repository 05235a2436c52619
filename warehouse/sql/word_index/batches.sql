-- first and last rows of batches of documents that the index lacks, by their characters
with
    missing as (
        select rowid as document_row, sum(char_count) over (order by rowid) as chars
        from documents
        where rowid not in (select document_row from word_index.documents)
    )
select min(document_row), max(document_row)
from missing
group by floor(chars / ?)
order by 1
