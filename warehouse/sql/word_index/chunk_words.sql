-- words of each chunk, with a number for each word: a spelling is folded once, however often it is written
with
    words as (select chunk, unnest(word_index.words_of(chunk)) as word from (select distinct chunk from batch_chunks))
select chunk, word, dense_rank() over (order by word)::integer as word_number
from words
