-- postings of a batch, sorted by word
with
    counted as (
        select document, word_number, sum(count::double)::uinteger as count
        from batch_chunks
        join chunk_words using (chunk)
        group by document, word_number
    ),
    listed as (
        select word_number, list(document) as documents, list(count) as counts from counted group by word_number
    )
select word, documents, counts
from listed
join (select distinct word_number, word from chunk_words) using (word_number)
order by word_number
