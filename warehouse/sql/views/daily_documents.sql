-- current documents of each day, by language
-- dated_on: the day it was published, or else first seen (UTC)
-- documents: documents in this language of that day
-- words: words in these documents
select
    coalesce(published_on, (first_seen_at at time zone 'UTC')::date) as dated_on,
    language,
    count(*) as documents,
    sum(word_count)::bigint as words
from current_documents
group by dated_on, language
order by dated_on, documents desc, language
