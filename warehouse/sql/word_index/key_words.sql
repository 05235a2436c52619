-- words of each key, with a number for each word in their order, from 0 on
with
    words as (
        select key, name as word
        from keys
        where not is_odd
        union all
        select key, unnest(word_index.words_of(name)) as word
        from keys
        where is_odd
    )
select key, word, (dense_rank() over (order by word) - 1)::integer as word_number
from words
