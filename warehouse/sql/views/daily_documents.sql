-- current documents of each day, by language
-- dated_on: the best day there is of these documents (documents.dated_on)
-- documents: documents in this language of that day
-- words: words in these documents
select dated_on, language, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by dated_on, language
order by dated_on, documents desc, language
