-- words that are written with a ZWNJ, as one word and as several
insert into word_index.joined
with
    spellings as (
        select distinct unnest(regexp_extract_all(name, '[\p{Arabic}\p{M}]+(?:\x{200c}+[\p{Arabic}\p{M}]+)+')) as spelling
        from keys
        where is_odd and contains(name, chr(8204))
    ),
    folded_spellings as materialized (
        select array_to_string(word_index.words_of(spelling), ' ') as apart from spellings
    )
select replace(apart, ' ', '') as joined, min(apart) as apart
from folded_spellings
anti join word_index.joined as known on known.joined = replace(folded_spellings.apart, ' ', '')
where contains(apart, ' ')
group by joined
