-- documents, words and characters of each language
select
    language,
    count(*) as documents,
    sum(word_count)::bigint as words,
    sum(char_count)::bigint as characters,
    round(avg(language_score), 3) as mean_language_score
from documents
group by language
order by documents desc, language
