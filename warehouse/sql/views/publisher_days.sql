-- current documents of each publisher and day
-- dated_on: the best day there is of these documents (documents.dated_on)
-- documents: documents of this publisher of that day
-- words: words in these documents
select publisher, dated_on, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by publisher, dated_on
order by publisher, dated_on
