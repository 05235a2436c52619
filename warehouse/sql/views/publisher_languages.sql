-- current documents of each publisher by language, most first
-- documents: documents of this publisher in that language
-- words: words in these documents
select publisher, language, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by publisher, language
order by publisher, documents desc, language
