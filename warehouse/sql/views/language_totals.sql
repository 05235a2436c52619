-- documents, words and characters per language, of current documents
-- documents: documents in this language
-- words: words in these documents
-- characters: characters (code points) in these documents
-- mean_language_score: mean language_score of these documents, 0 to 1; null for und
select
    language,
    count(*) as documents,
    sum(word_count)::bigint as words,
    sum(char_count)::bigint as characters,
    round(avg(language_score), 3) as mean_language_score
from current_documents
group by language
order by documents desc, language
