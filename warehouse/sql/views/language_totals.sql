-- documents, words and characters of each language
-- documents: documents in this language
-- words: words of all of them
-- characters: characters (code points) of all of them
-- mean_language_score: mean of their language_score, 0 to 1; null for und
select
    language,
    count(*) as documents,
    sum(word_count)::bigint as words,
    sum(char_count)::bigint as characters,
    round(avg(language_score), 3) as mean_language_score
from documents
group by language
order by documents desc, language
